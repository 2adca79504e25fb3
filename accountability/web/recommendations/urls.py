from django.urls import path

from accountability.web.recommendations import views

urlpatterns = [
    path("de-xuat/", views.recommendations, name="recommendations"),
    path("de-xuat/nam/<int:year>/phat-hanh/", views.issue_now, name="recommendations_issue"),
    path("de-xuat/dot/<int:batch_id>/xuat-excel/", views.export_now, name="council_export"),
    path("de-xuat/tien-do/<int:run_id>/", views.work_progress, name="recommendations_progress"),
    path("de-xuat/<uuid:uuid>/", views.recommendation, name="recommendation"),
]
