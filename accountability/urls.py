"""Every address of the site, by page family."""

from django.urls import include, path

urlpatterns = [
    path("", include("accountability.web.urls")),
]
