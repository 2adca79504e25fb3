from django.urls import path

from accountability.web.commitments import views

urlpatterns = [
    path("noi-dung/<int:commitment_id>/", views.commitment_page, name="commitment"),
    path("noi-dung/<int:commitment_id>/bao-cao/", views.commitment_report, name="commitment_report"),
    path("noi-dung/<int:commitment_id>/nguyen-nhan-khach-quan/", views.commitment_excuse, name="commitment_excuse"),
]
