"""Sources, schedules and the health of the queue in plain values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accountability.web.jobs.runs import GOING_ON, Going, going_of, outcome_code
from accountability.web.jobs.words import schedule_words
from accountability.web.presentation.charts import Point, Sparkline, sparkline
from accountability.web.presentation.dates import duration
from accountability.web.presentation.numbers import exact
from commitments.runs.selectors import HealthReading, RunRow, ScheduleRow
from commitments.sources.selectors import SourceRow

PULL_PREFIX = "source_pull:"
# Nobody who answers for results may stop the seal of the record.
_NEVER_PAUSED = ("audit_seal",)
_HUNG = timedelta(minutes=3)
_TOO_LONG = timedelta(minutes=15)
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether work gets done, in one sentence, and what is wrong."""

    is_good: bool
    sentence: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a piece of work comes due."""

    key: str
    title: str
    words: str
    next_at: datetime | None
    is_paused: bool
    may_pause: bool
    fault: str


@dataclass(frozen=True, slots=True)
class Spark:
    """The shape of the latest pulls, with the figure of the last one and the span of all, for those who count."""

    chart: Sparkline
    last: str
    span: str


@dataclass(frozen=True, slots=True)
class Source:
    """One source: how fresh, how whole, what next."""

    key: str
    name: str
    is_active: bool
    newest_known_at: datetime | None
    looked_at: datetime | None
    last_url: str
    last_state: str
    last_finished_at: datetime | None
    last_error: str
    accepted: int
    warned: int
    held: int
    files: int
    schedule: Schedule | None
    rows: Spark | None
    times: Spark | None
    folder: str
    going: Going | None


def health_of(reading: HealthReading) -> Health:
    """Say whether background work gets done, and name each fault."""
    problems = []
    if reading.beat_age is None:
        problems.append(_("Bộ phận chạy nền chưa từng làm việc trên hệ thống này."))
    elif reading.beat_age > _HUNG:
        problems.append(_("Bộ phận chạy nền đã ngừng %(age)s.") % {"age": _age(reading.beat_age)})
    if reading.waiting_age is not None and reading.waiting_age > _TOO_LONG:
        problems.append(_("Có việc đã chờ %(age)s mà chưa được làm.") % {"age": _age(reading.waiting_age)})
    if reading.overdue_age is not None and reading.overdue_age > _TOO_LONG:
        problems.append(_("Có lịch đã quá hạn %(age)s.") % {"age": _age(reading.overdue_age)})
    problems += [_("Một lịch bị lỗi: %(fault)s") % {"fault": fault} for _key, fault in reading.faults]
    if reading.beat_age is None or problems:
        sentence = _("Việc chạy nền đang có trục trặc")
    else:
        sentence = _("Việc chạy nền vẫn đều; nhịp gần nhất %(age)s trước.") % {"age": _age(reading.beat_age)}
    return Health(not problems, sentence, tuple(problems))


def _age(age: timedelta) -> str:
    return duration(max(0, int(age.total_seconds())))


def schedule_of(row: ScheduleRow) -> Schedule:
    """Turn a schedule into what the page shows."""
    return Schedule(
        key=row.key,
        title=row.title,
        words=schedule_words(row.cron),
        next_at=row.next_due_at,
        is_paused=row.paused,
        may_pause=row.key not in _NEVER_PAUSED,
        fault=row.fault,
    )


def next_due(schedules: Iterable[ScheduleRow]) -> dict[str, datetime]:
    """Give by source key when its next pull is due."""
    return {
        row.key.removeprefix(PULL_PREFIX): row.next_due_at
        for row in schedules
        if row.key.startswith(PULL_PREFIX) and row.next_due_at is not None
    }


def source_of(row: SourceRow, schedules: Mapping[str, ScheduleRow], pulls: Sequence[RunRow], at: datetime) -> Source:
    """Turn a source into what the page shows.

    Args:
        pulls: recent pulls of this source, the newest first.
        at: now, UTC.
    """
    planned = schedules.get(PULL_PREFIX + row.key)
    going = next((run for run in pulls if run.state in GOING_ON), None)
    return Source(
        key=row.key,
        name=row.name,
        is_active=row.is_active,
        newest_known_at=row.newest_known_at,
        looked_at=row.looked_at,
        last_url=reverse("run", args=[row.last_run_id]) if row.last_run_id else "",
        last_state=outcome_code(row.last_state, held=row.counts.rows_quarantined, refused=row.files_refused),
        last_finished_at=row.last_finished_at,
        last_error=row.last_error,
        accepted=row.counts.rows_accepted,
        warned=row.counts.rows_warned,
        held=row.counts.rows_quarantined,
        files=row.counts.files,
        schedule=schedule_of(planned) if planned else None,
        rows=_spark(_("Số dòng nhận của các lượt gần đây"), row.accepted, _("dòng"), _row_count),
        times=_spark(_("Thời gian chạy của các lượt gần đây"), _seconds(pulls), _("giây"), _seconds_text),
        folder=folder_of(row.key),
        going=going_of(going, at) if going else None,
    )


def _seconds(pulls: Iterable[RunRow]) -> list[int]:
    ended = [run for run in pulls if run.started_at and run.finished_at and run.result.get("files")]
    return [int((run.finished_at - run.started_at).total_seconds()) for run in reversed(ended)]  # type: ignore[operator]


def folder_of(key: str) -> str:
    """Name the folder into which new files of a source are put, below the folder of the installation's state."""
    return f"{Path(settings.INBOX_DIR).name}/{key}"


def _row_count(figure: int) -> str:
    return ngettext("%(n)s dòng", "%(n)s dòng", figure) % {"n": exact(Decimal(figure), 0)}


def _seconds_text(figure: int) -> str:
    return duration(figure) if figure else _("dưới 1 giây")


def _spark(label: str, figures: Sequence[int], unit: str, said: Callable[[int], str]) -> Spark | None:
    if len(figures) < 2:
        return None
    points = [
        Point(_ANY_DAY + timedelta(days=place), _("lượt thứ %(n)s") % {"n": place + 1}, Decimal(figure))
        for place, figure in enumerate(figures)
    ]
    chart = sparkline(label=label, points=points, unit=unit, decimals=0)
    return Spark(chart, said(figures[-1]), _span(figures, said))


def _span(figures: Sequence[int], said: Callable[[int], str]) -> str:
    facts = {"n": len(figures), "least": said(min(figures)), "most": said(max(figures))}
    if facts["least"] == facts["most"]:
        return _("%(n)s lượt gần đây: đều %(most)s") % facts
    return _("%(n)s lượt gần đây: từ %(least)s đến %(most)s") % facts
