"""The only place that asks what time it is. Read it in `web` and `jobs`; pass the answer down."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

CIVIL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return the real moment, aware, in UTC. Audit and run times use it, in a demonstration too."""
    return datetime.now(tz=UTC)


def working_day() -> date:
    """Return the civil day in Viet Nam on which deadlines are judged; a demonstration fixes it."""
    fixed: date | None = settings.WORKING_DAY
    return fixed or now().astimezone(CIVIL_ZONE).date()


def civil_day(moment: datetime) -> date:
    """Return the day in Viet Nam on which an aware moment falls."""
    return moment.astimezone(CIVIL_ZONE).date()


def moment_on(day: date, at: datetime) -> datetime:
    """Return the moment at which something of a working day happened: `at` itself on its own day.

    In a demonstration the working day is another one; then it is the same time of day, on that day. Audit events keep
    the real moment.
    """
    civil = at.astimezone(CIVIL_ZONE)
    return at if civil.date() == day else datetime.combine(day, civil.timetz()).astimezone(UTC)
