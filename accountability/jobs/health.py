"""Whether the background work is healthy: is work done, does anything wait too long, is a schedule late or faulty."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from commitments.runs.selectors import health_reading

# Longer than the pauses between the attempts of a failing run.
_TOO_LONG = timedelta(minutes=15)


def health_problems(*, at: datetime) -> list[str]:
    """Return what is wrong, worded for people; empty when all is well."""
    reading = health_reading(at=at)
    problems = []
    if reading.beat_age is None:
        problems.append(_("Bộ phận chạy nền chưa từng làm việc."))
    elif reading.beat_age > timedelta(seconds=max(settings.HUNG_AFTER_SECONDS, 120)):
        problems.append(_("Bộ phận chạy nền không làm việc đã %(age)s.") % {"age": _age(reading.beat_age)})
    if reading.waiting_age is not None and reading.waiting_age > _TOO_LONG:
        problems.append(_("Có việc đã chờ %(age)s mà chưa được làm.") % {"age": _age(reading.waiting_age)})
    if reading.overdue_age is not None and reading.overdue_age > _TOO_LONG:
        late = {"key": reading.overdue_key, "age": _age(reading.overdue_age)}
        problems.append(_("Lịch “%(key)s” đã quá hạn %(age)s.") % late)
    problems += [_("Lịch “%(key)s” bị lỗi: %(fault)s") % {"key": key, "fault": fault} for key, fault in reading.faults]
    return problems


def _age(age: timedelta) -> str:
    minutes = int(age.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)s giờ %(minutes)s phút") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s phút") % {"minutes": minutes}
