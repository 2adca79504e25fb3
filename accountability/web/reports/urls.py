from django.urls import path

from accountability.web.reports import views

urlpatterns = [
    path("cho-tham-dinh/", views.reviews, name="reviews"),
    path("bao-cao/<int:report_id>/chap-nhan/", views.report_accept_now, name="report_accept"),
    path("bao-cao/<int:report_id>/tra-lai/", views.report_return_now, name="report_return"),
    path("tai-lieu/<uuid:uuid>/", views.evidence, name="evidence"),
]
