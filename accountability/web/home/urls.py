from django.urls import path

from accountability.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
]
