from django.urls import path

from accountability.web.jobs import files, views

urlpatterns = [
    path("nguon-so-lieu/", views.sources, name="jobs"),
    path("nguon-so-lieu/<slug:key>/lay-ngay/", views.pull_now, name="pull_now"),
    path("nguon-so-lieu/lich/<str:key>/tam-dung/", views.pause, name="schedule_pause"),
    path("nguon-so-lieu/lich/<str:key>/tiep-tuc/", views.resume, name="schedule_resume"),
    path("luot/<int:run_id>/", views.run_page, name="run"),
    path("luot/<int:run_id>/tep/<int:number>/", files.run_file, name="run_file"),
    path("luot/<int:run_id>/tien-do/", views.run_progress, name="run_progress"),
    path("luot/<int:run_id>/dung/", views.cancel, name="run_cancel"),
]
