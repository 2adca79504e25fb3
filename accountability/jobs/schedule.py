"""The one table of every schedule, and when each of its rows is due.

Due times are ours to compute, because the queue's own schedules lose what they missed, drift at month ends, and
all stop at one bad row (decision record "A ledger around the queue").
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Literal

from croniter import croniter
from django.utils.translation import gettext_noop

from commitments.audit.models import AuditEvent, AuditSeal
from commitments.lib.clock import CIVIL_ZONE
from commitments.runs.services.schedules import ScheduleText
from commitments.sources.models import Source

# A schedule of every occurrence that slept for months wakes up in steps, not in one flood.
MOST_OCCURRENCES = 500


@dataclass(frozen=True, slots=True)
class Schedule:
    """One row of the table.

    `cron` is read in Viet Nam's civil time ("L" is the last day of a month). After a pause of the system the
    policy "latest" makes up the latest missed occurrence, "each" every one. With "latest" an occurrence also waits
    while an earlier run of the same row is not over. `needed` spares a run when there would be nothing to do.
    """

    key: str
    kind: str
    cron: str
    title: str
    params: dict[str, Any] = field(default_factory=dict)
    title_params: dict[str, str] = field(default_factory=dict)
    catch_up: Literal["latest", "each"] = "latest"
    needed: Callable[[], bool] = lambda: True

    def text(self) -> ScheduleText:
        return ScheduleText(
            key=self.key,
            kind=self.kind,
            params=self.params,
            cron=self.cron,
            title=self.title,
            title_params=self.title_params,
        )


def _events_unsealed() -> bool:
    return AuditEvent.objects.count() != AuditSeal.objects.count()


FIXED = (
    Schedule(
        key="standings_daily",
        kind="standings_refresh",
        params={"all": True},
        cron="30 0 * * *",
        title=gettext_noop("Đánh giá lại tình trạng thực hiện của mọi cam kết"),
    ),
    Schedule(
        key="audit_seal",
        kind="audit_seal",
        cron="* * * * *",
        title=gettext_noop("Niêm phong nhật ký hệ thống"),
        needed=_events_unsealed,
    ),
)


def schedule_table() -> list[Schedule]:
    """Return every schedule of this installation: the fixed rows and one pull for each active source."""
    pulls = [
        Schedule(
            key=f"source_pull:{key}",
            kind="source_pull",
            params={"source": key},
            cron="*/5 * * * *",
            title=gettext_noop("Lấy số liệu từ nguồn %(source)s"),
            title_params={"source": name},
        )
        for key, name in Source.objects.filter(is_active=True).order_by("key").values_list("key", "name")
    ]
    return [*FIXED, *pulls]


def occurrences_between(cron: str, after: datetime, until: datetime) -> list[datetime]:
    """Return the first due moments later than `after` and not later than `until`, in UTC, oldest first.

    Raises:
        ValueError: the cron text is wrong, or names a day that never comes.
    """
    ahead = croniter(cron, after.astimezone(CIVIL_ZONE))
    moments: list[datetime] = []
    for moment in islice(iter(lambda: ahead.get_next(datetime), None), MOST_OCCURRENCES):
        if moment > until:
            break
        moments.append(moment.astimezone(UTC))
    return moments


def latest_occurrence(cron: str, after: datetime, until: datetime) -> datetime | None:
    """Return the last due moment later than `after` and not later than `until`, in UTC; None when there is none."""
    # get_prev is strictly earlier than its start, and `until` itself counts.
    start = until.astimezone(CIVIL_ZONE) + timedelta(microseconds=1)
    moment: datetime = croniter(cron, start).get_prev(datetime)
    return moment.astimezone(UTC) if moment > after else None


def next_occurrence(cron: str, after: datetime) -> datetime:
    """Return the first due moment later than `after`, in UTC."""
    moment: datetime = croniter(cron, after.astimezone(CIVIL_ZONE)).get_next(datetime)
    return moment.astimezone(UTC)
