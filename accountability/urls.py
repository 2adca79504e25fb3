"""Every address of the site, by page family."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    # For technicians: units, roles, runs and definitions, to look at. No table of results is in it.
    path("ky-thuat/", admin.site.urls),
    path("", include("accountability.web.urls")),
]
