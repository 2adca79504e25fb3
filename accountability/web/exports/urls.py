from django.urls import path

from accountability.web.exports import views

urlpatterns = [
    path("tep-xuat/<uuid:uuid>/", views.export_file, name="export_file"),
]
