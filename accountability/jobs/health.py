"""Whether the background work is healthy: done at all, not waiting too long, no schedule late, no source failing."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from commitments.runs.selectors import health_reading, runs_failing
from commitments.sources.models import Source

# Longer than the pauses between the attempts of a failing run.
_TOO_LONG = timedelta(minutes=15)
# One pull may fail by chance; the next one takes its files up again.
_FAILING = 2


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
    return problems + _failing_sources()


def _failing_sources() -> list[str]:
    problems = []
    for key in Source.objects.filter(is_active=True).order_by("key").values_list("key", flat=True):
        failing = runs_failing(kind="source_pull", params={"source": key})
        if failing.count >= _FAILING:
            said = {"key": key, "count": failing.count, "error": failing.error}
            problems.append(
                _("Nguồn “%(key)s”: %(count)s lượt lấy số liệu gần nhất đều không thành. Lỗi mới nhất: %(error)s")
                % said
            )
    return problems


def _age(age: timedelta) -> str:
    minutes = int(age.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)s giờ %(minutes)s phút") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s phút") % {"minutes": minutes}
