"""What every page shows: whose system this is, which working day, whether it is the demonstration, who is here."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accountability.web.access import viewer
from accountability.web.navigation import nav_items
from commitments.lib import clock


def site(request: HttpRequest) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "authority_name": settings.AUTHORITY_NAME,
        "working_day": clock.working_day(),
        "is_demo": settings.DEMO,
    }
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        scope = viewer(request)
        here = [tenure.unit_name for tenure in scope.tenures if tenure.is_current]
        here += [grant.unit_name for grant in scope.grants]
        shown |= {
            "nav_items": nav_items(scope, request.path),
            "user_label": scope.name or user.get_username(),
            "user_unit": here[0] if here else "",
        }
    return shown
