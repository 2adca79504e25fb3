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
