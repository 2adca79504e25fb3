"""Page families and their addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("accountability.web.account.urls")),
    path("", include("accountability.web.home.urls")),
    path("", include("accountability.web.design.urls")),
]
