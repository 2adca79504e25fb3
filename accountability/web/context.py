"""What every page shows: whose system this is, which working day, whether it is the demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from commitments.lib import clock


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "authority_name": settings.AUTHORITY_NAME,
        "working_day": clock.working_day(),
        "is_demo": settings.DEMO,
    }
