from django.urls import path

from accountability.web.overview import views

urlpatterns = [
    path("tong-quan/", views.overview, name="overview"),
    path("tong-quan/tai-ve.csv", views.overview_download, name="overview_download"),
]
