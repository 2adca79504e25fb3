"""Reads of the ledger, for pages, for the tick and for whoever watches over the workers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext

from commitments.runs.models import Heartbeat, Run, RunState, ScheduleState
from commitments.runs.services import lease

# How far back failures in a row are counted.
_LOOK_BACK = 50


@dataclass(frozen=True, slots=True)
class FailuresInARow:
    """How many of the latest runs failed with none that succeeded since (50 at most), and the last one's error."""

    count: int
    error: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run as a list shows it. Times are UTC; `error` is worded for people."""

    run_id: int
    key: str
    kind: str
    params: dict[str, Any]
    intended_at: datetime
    state: str
    attempt: int
    max_attempts: int
    not_before: datetime | None
    cancel_requested: bool
    progress_done: int
    progress_total: int | None
    result: dict[str, Any]
    error: str
    requested_by: str
    parent_id: int | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One schedule as a list shows it; `title` is in the reader's language, `cron` in Viet Nam's civil time."""

    key: str
    kind: str
    params: dict[str, Any]
    title: str
    cron: str
    paused: bool
    last_due_at: datetime
    next_due_at: datetime | None
    fault: str


@dataclass(frozen=True, slots=True)
class HealthReading:
    """Whether work gets done. An age is None when there is nothing to wait for (or, for the beat, none ever)."""

    beat_age: timedelta | None
    waiting_age: timedelta | None
    overdue_key: str
    overdue_age: timedelta | None
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Deliverable:
    run_id: int
    delivery: int | None


_RUN_FIELDS = tuple(name for name in RunRow.__dataclass_fields__ if name != "run_id")


def run_rows(
    *,
    kinds: Collection[str] = (),
    states: Collection[str] = (),
    before_id: int | None = None,
    limit: int = 50,
) -> list[RunRow]:
    """Return runs, newest first; one query.

    Args:
        kinds, states: only these; empty means any.
        before_id: only runs older than this one, for the next page.
    """
    runs = Run.objects.order_by("-id")
    if kinds:
        runs = runs.filter(kind__in=kinds)
    if states:
        runs = runs.filter(state__in=states)
    if before_id is not None:
        runs = runs.filter(pk__lt=before_id)
    return [RunRow(*values) for values in runs.values_list("pk", *_RUN_FIELDS)[:limit]]


def run_row(run_id: int) -> RunRow | None:
    """Return one run, or None when there is none."""
    values = Run.objects.filter(pk=run_id).values_list("pk", *_RUN_FIELDS).first()
    return None if values is None else RunRow(*values)


def run_follow_up_ids(run_id: int) -> list[int]:
    """Return the queued runs that this one's success asked for, oldest first."""
    follow_ups = Run.objects.filter(parent_id=run_id, state=RunState.QUEUED)
    return list(follow_ups.order_by("id").values_list("pk", flat=True))


def runs_deliverable(*, at: datetime, limit: int) -> list[Deliverable]:
    """Return runs that an attempt may take up now: queued and due, or running under a lease that ran out."""
    runs = _claimable(at).filter(attempt__lt=F("max_attempts"), cancel_requested=False)
    return [Deliverable(*values) for values in runs.order_by("id").values_list("pk", "delivery")[:limit]]


def schedule_is_busy(key: str) -> bool:
    """Return whether an earlier run of this schedule is still waiting or going on."""
    going_on = Run.objects.filter(state__in=[RunState.QUEUED, RunState.RUNNING])
    return going_on.filter(key__startswith=f"{key}@").exists()


def schedule_rows() -> list[ScheduleRow]:
    """Return all schedules by key; one query."""
    return [
        ScheduleRow(
            key=state.key,
            kind=state.kind,
            params=state.params,
            title=gettext(state.title) % state.title_params if state.title else state.key,
            cron=state.cron,
            paused=state.paused,
            last_due_at=state.last_due_at,
            next_due_at=state.next_due_at,
            fault=state.fault,
        )
        for state in ScheduleState.objects.order_by("key")
    ]


def health_reading(*, at: datetime) -> HealthReading:
    """Return how long ago work was last done, how long the oldest work waits, and which schedule is most overdue."""
    beat = Heartbeat.objects.aggregate(latest=Max("beat_at"))["latest"]
    since = [
        lease_until or max(created_at, not_before or created_at)
        for lease_until, created_at, not_before in _claimable(at).values_list("lease_until", "created_at", "not_before")
    ]
    schedules = list(ScheduleState.objects.filter(paused=False))
    overdue = min(
        ((state.next_due_at, state.key) for state in schedules if state.next_due_at and state.next_due_at < at),
        default=None,
    )
    return HealthReading(
        beat_age=None if beat is None else at - beat,
        waiting_age=at - min(since) if since else None,
        overdue_key=overdue[1] if overdue else "",
        overdue_age=at - overdue[0] if overdue else None,
        faults=tuple((state.key, state.fault) for state in schedules if state.fault),
    )


def runs_failing(*, kind: str, params: dict[str, Any]) -> FailuresInARow:
    """Return how many runs of this work failed since one last succeeded; one query.

    Runs that somebody cancelled, or that are not over, say nothing either way.
    """
    same = {f"params__{name}": value for name, value in params.items()}
    ended = Run.objects.filter(kind=kind, state__in=[RunState.SUCCEEDED, RunState.FAILED], **same)
    latest = ended.order_by("-id").values_list("state", "error")[:_LOOK_BACK]
    failed = list(takewhile(lambda run: run[0] == RunState.FAILED, latest))
    return FailuresInARow(count=len(failed), error=failed[0][1] if failed else "")


def cluster_last_sign(name: str) -> datetime | None:
    """Return when a cluster last showed that it works: a beat, or the renewed lease of a run in its hands."""
    beat = Heartbeat.objects.filter(name=name).values_list("beat_at", flat=True).first()
    running = Run.objects.filter(state=RunState.RUNNING, worker__startswith=f"{name}/")
    until = running.aggregate(latest=Max("lease_until"))["latest"]
    signs = [sign for sign in (beat, until and until - lease()) if sign]
    return max(signs, default=None)


def _claimable(at: datetime) -> QuerySet[Run]:
    free = Q(state=RunState.QUEUED) & (Q(not_before=None) | Q(not_before__lte=at))
    return Run.objects.filter(free | Q(state=RunState.RUNNING, lease_until__lt=at))
