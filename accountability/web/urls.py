"""Page families and their addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("accountability.web.account.urls")),
    path("", include("accountability.web.home.urls")),
    path("", include("accountability.web.agreements.urls")),
    path("", include("accountability.web.commitments.urls")),
    path("", include("accountability.web.reports.urls")),
    path("", include("accountability.web.overview.urls")),
    path("", include("accountability.web.units.urls")),
    path("", include("accountability.web.recommendations.urls")),
    path("", include("accountability.web.exports.urls")),
    path("", include("accountability.web.jobs.urls")),
    path("", include("accountability.web.design.urls")),
]
