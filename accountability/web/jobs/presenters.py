"""Sources, schedules, runs and the health of the queue in plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.web.jobs.words import kind_word, noun_of, schedule_words, took
from accountability.web.presentation.charts import Point, Sparkline, sparkline
from accountability.web.presentation.dates import duration
from commitments.runs.models import RunState
from commitments.runs.selectors import HealthReading, RunRow, ScheduleRow
from commitments.sources.selectors import SourceRow

GOING_ON = (RunState.QUEUED, RunState.RUNNING)
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
class Going:
    """Work that waits or goes on."""

    run_id: int
    label: str
    noun: str
    is_waiting: bool
    done: int
    total: int | None
    rate: int | None
    seconds_left: int | None


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run in the list."""

    run_id: int
    title: str
    about: str
    url: str
    state: str
    attempts: str
    asked_by: str
    at: datetime
    took: str
    error: str
    brought: str


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
    rows: Sparkline | None
    times: Sparkline | None
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
        last_state=row.last_state,
        last_finished_at=row.last_finished_at,
        last_error=row.last_error,
        accepted=row.counts.rows_accepted,
        warned=row.counts.rows_warned,
        held=row.counts.rows_quarantined,
        files=row.counts.files,
        schedule=schedule_of(planned) if planned else None,
        rows=_spark(_("Số dòng nhận của các lượt gần đây"), row.accepted, _("dòng")),
        times=_spark(_("Thời gian chạy của các lượt gần đây"), _seconds(pulls), _("giây")),
        going=going_of(going, at) if going else None,
    )


def _seconds(pulls: Iterable[RunRow]) -> list[int]:
    ended = [run for run in pulls if run.started_at and run.finished_at and run.result.get("files")]
    return [int((run.finished_at - run.started_at).total_seconds()) for run in reversed(ended)]  # type: ignore[operator]


def _spark(label: str, figures: Sequence[int], unit: str) -> Sparkline | None:
    if len(figures) < 2:
        return None
    points = [
        Point(_ANY_DAY + timedelta(days=place), _("lượt thứ %(n)s") % {"n": place + 1}, Decimal(figure))
        for place, figure in enumerate(figures)
    ]
    return sparkline(label=label, points=points, unit=unit, decimals=0)


def going_of(run: RunRow, at: datetime) -> Going:
    """Turn a run that waits or goes on into its progress; rate and time left only where they can be told."""
    waiting = run.state == RunState.QUEUED
    label = _("%(work)s: đang chờ đến lượt") if waiting else _("%(work)s: đang làm")
    rate, left = pace(run, at)
    return Going(
        run_id=run.run_id,
        label=label % {"work": kind_word(run.kind)},
        noun=noun_of(run.kind),
        is_waiting=waiting,
        done=run.progress_done,
        total=run.progress_total,
        rate=rate,
        seconds_left=left,
    )


def pace(run: RunRow, at: datetime) -> tuple[int | None, int | None]:
    """Give how much is done in a second and how many seconds are left; None where that cannot be told."""
    if run.state != RunState.RUNNING or run.started_at is None or not run.progress_done:
        return None, None
    seconds = int((at - run.started_at).total_seconds())
    rate = run.progress_done // seconds if seconds > 0 else 0
    if not rate:
        return None, None
    return rate, (run.progress_total - run.progress_done) // rate if run.progress_total else None


def run_line(run: RunRow, names: Mapping[str, str]) -> RunLine:
    """Turn a run into a line of the list.

    Args:
        names: name of a source by its key.
    """
    return RunLine(
        run_id=run.run_id,
        title=kind_word(run.kind),
        about=_about(run, names),
        url=reverse("run", args=[run.run_id]),
        state=run.state,
        attempts=f"{run.attempt}/{run.max_attempts}" if run.attempt > 1 else "",
        asked_by=run.requested_by,
        at=run.started_at or run.created_at,
        took=took(run.started_at, run.finished_at),
        error=run.error,
        brought=brought_text(run),
    )


def _about(run: RunRow, names: Mapping[str, str]) -> str:
    params = run.params
    if "source" in params:
        return names.get(str(params["source"]), str(params["source"]))
    if "run" in params:
        return _("sau lượt số %(run)s") % {"run": params["run"]}
    if "year" in params:
        return _("năm %(year)s") % {"year": params["year"]}
    if params.get("all"):
        return _("mọi cam kết")
    if "agreement" in params:
        return _("một bản cam kết")
    if "commitment" in params or "report" in params:
        return _("một nội dung")
    return ""


def brought_text(run: RunRow) -> str:
    """Say in a few words what a run that ended well brought."""
    result = run.result
    if run.kind == "source_pull" and "rows_accepted" in result:
        if not result.get("files"):
            return _("không có tệp mới")
        facts = {"accepted": result["rows_accepted"], "held": result.get("rows_quarantined", 0)}
        return _("nhận %(accepted)s dòng, giữ lại %(held)s dòng") % facts
    if run.kind == "standings_refresh" and isinstance(result.get("changed"), dict):
        return _("%(n)s nội dung thay đổi") % {"n": result["changed"].get("total", 0)}
    if run.kind == "recommendations_issue" and "recommendations" in result:
        return _("đợt %(number)s, %(n)s đề xuất") % {"number": result["number"], "n": result["recommendations"]}
    if run.kind == "audit_seal" and "sealed" in result:
        return _("%(n)s sự kiện") % {"n": result["sealed"]}
    return ""
