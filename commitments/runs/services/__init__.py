"""The ledger's moves. Each is one conditional UPDATE: "one row changed" means it was mine to make."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from commitments.audit.services import event_append
from commitments.lib.actors import Actor
from commitments.runs.models import Heartbeat, Run, RunState
from commitments.runs.signals import run_requested

_BACK_OFF = (timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30))


class LeaseLost(Exception):
    """Another attempt owns the run now, or it was cancelled: this one must write nothing more."""


class UnableToCancelRun(Exception):
    """The run cannot be cancelled any more."""


def lease() -> timedelta:
    """Return how long a silent worker keeps its run."""
    return timedelta(seconds=settings.RUN_LEASE_SECONDS)


def run_enqueue(
    *,
    key: str,
    kind: str,
    params: dict[str, Any],
    intended_at: datetime,
    at: datetime,
    requested_by: str = "",
    max_attempts: int = 3,
    parent_id: int | None = None,
) -> Run:
    """Write down one intended effect, or find it already there. The same key always means the same run.

    Args:
        intended_at: UTC; the moment the work is about.
        parent_id: the run whose success asks for this one; it is carried out right after that.
    """
    Run.objects.bulk_create(
        [
            Run(
                key=key,
                kind=kind,
                params=params,
                intended_at=intended_at,
                created_at=at,
                requested_by=requested_by,
                max_attempts=max_attempts,
                parent_id=parent_id,
            )
        ],
        ignore_conflicts=True,
    )
    return Run.objects.get(key=key)


def run_request(*, kind: str, params: dict[str, Any], actor: Actor, at: datetime) -> Run:
    """Ask for work now, for a person who pressed a button: within a second or two a worker takes it up.

    The same work still waiting or going on is returned instead of being asked for twice.
    """
    with transaction.atomic():
        going_on = Run.objects.filter(kind=kind, params=params, state__in=[RunState.QUEUED, RunState.RUNNING]).first()
        if going_on is not None:
            return going_on
        digest = hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()[:16]
        key = f"request:{kind}:{digest}@{at.isoformat(timespec='seconds')}"
        run = run_enqueue(key=key, kind=kind, params=params, intended_at=at, at=at, requested_by=actor.name)
        event_append(
            action="run.request",
            actor=actor,
            at=at,
            subject_type="run",
            subject_id=run.pk,
            after={"kind": kind, "params": params},
        )
        run_requested.send(sender=Run, run_id=run.pk)
        return run


def run_record(*, key: str, kind: str, params: dict[str, Any], at: datetime, requested_by: str) -> Run:
    """Write down work that a person did by hand, in the transaction of its effect: it is there and done, or not at all.

    Raises:
        RuntimeError: no transaction is open, so the run could stand without its effect.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a run done by hand is written in the transaction of its effect")
    return Run.objects.create(
        key=key,
        kind=kind,
        params=params,
        intended_at=at,
        created_at=at,
        started_at=at,
        finished_at=at,
        state=RunState.SUCCEEDED,
        attempt=1,
        requested_by=requested_by,
    )


def run_claim(*, run_id: int, worker: str, at: datetime) -> int | None:
    """Take the run for one attempt; return the attempt's number, or None when it is not to be had.

    A run can be had when it is queued (and its waiting time is over), or running under a lease that ran out.
    The attempt is counted and committed before any work starts, so work that kills its worker ends after
    `max_attempts`.

    Raises:
        RuntimeError: a transaction is open, so the count could be rolled back with the work.
    """
    free = Q(state=RunState.QUEUED) & (Q(not_before=None) | Q(not_before__lte=at))
    abandoned = Q(state=RunState.RUNNING, lease_until__lt=at)
    with transaction.atomic(durable=True):
        claimed = Run.objects.filter(
            free | abandoned, pk=run_id, attempt__lt=F("max_attempts"), cancel_requested=False
        ).update(
            state=RunState.RUNNING,
            attempt=F("attempt") + 1,
            worker=worker,
            lease_until=at + lease(),
            started_at=at,
            progress_done=0,
            progress_total=None,
            error="",
        )
        return Run.objects.values_list("attempt", flat=True).get(pk=run_id) if claimed else None


def run_progress(*, run_id: int, attempt: int, at: datetime, done: int, total: int | None = None) -> None:
    """Report how far this attempt is and renew its lease; call it in the transaction of each chunk's effect.

    Raises:
        LeaseLost: this attempt no longer owns the run, or somebody asked to cancel it. Roll back.
    """
    changes: dict[str, Any] = {"progress_done": done, "lease_until": at + lease()}
    if total is not None:
        changes["progress_total"] = total
    if not _owned(run_id, attempt).filter(cancel_requested=False).update(**changes):
        raise _lost(run_id)


def run_finish(*, run_id: int, attempt: int, at: datetime, result: dict[str, Any]) -> None:
    """Close the run in the transaction of its last effect.

    Raises:
        LeaseLost: this attempt no longer owns the run. Roll back.
    """
    closed = _owned(run_id, attempt).update(
        state=RunState.SUCCEEDED, result=result, finished_at=at, lease_until=None, error=""
    )
    if not closed:
        raise _lost(run_id)


def run_fail(*, run_id: int, attempt: int, at: datetime, error: str, permanent: bool = False) -> None:
    """Record that an attempt failed: queue it again after a pause, or close it after the last one.

    Does nothing when the attempt no longer owns the run: its successor decides.
    """
    run = _owned(run_id, attempt).first()
    if run is None or run_stop(run_id=run_id, attempt=attempt, at=at):
        return
    if permanent or run.attempt >= run.max_attempts:
        _owned(run_id, attempt).update(state=RunState.FAILED, finished_at=at, lease_until=None, error=error)
    else:
        pause = _BACK_OFF[min(run.attempt, len(_BACK_OFF)) - 1]
        _owned(run_id, attempt).update(
            state=RunState.QUEUED, not_before=at + pause, lease_until=None, delivery=None, error=error
        )


def run_stop(*, run_id: int, attempt: int, at: datetime) -> bool:
    """Close a run that somebody asked to cancel, from the attempt that owns it; return whether it was so."""
    asked = _owned(run_id, attempt).filter(cancel_requested=True)
    return bool(asked.update(state=RunState.CANCELLED, finished_at=at, lease_until=None))


def run_cancel(*, run_id: int, actor: Actor, at: datetime) -> None:
    """Ask a run to stop: a queued one stops at once, a running one before its next chunk.

    Raises:
        UnableToCancelRun: it has already ended.
    """
    with transaction.atomic():
        stopped = Run.objects.filter(pk=run_id, state=RunState.QUEUED).update(
            state=RunState.CANCELLED, cancel_requested=True, finished_at=at
        )
        asked = stopped or Run.objects.filter(pk=run_id, state=RunState.RUNNING).update(cancel_requested=True)
        if not asked:
            raise UnableToCancelRun(_("Lượt này đã kết thúc nên không dừng được nữa."))
        event_append(action="run.cancel", actor=actor, at=at, subject_type="run", subject_id=run_id)


def run_delivered(*, run_id: int, previous: int | None, delivery: int) -> bool:
    """Note which queue task carries the run; False when a twin has delivered it since `previous` was read."""
    return bool(
        Run.objects.filter(pk=run_id, delivery=previous, state__in=[RunState.QUEUED, RunState.RUNNING]).update(
            delivery=delivery
        )
    )


def runs_set_aside(*, at: datetime) -> int:
    """Close abandoned runs that no attempt may take up again; return how many.

    Their worker was killed in the last attempt, or after somebody asked to cancel: nobody else would end them.
    """
    abandoned = Run.objects.filter(state=RunState.RUNNING, lease_until__lt=at)
    cancelled = abandoned.filter(cancel_requested=True).update(
        state=RunState.CANCELLED, finished_at=at, lease_until=None
    )
    failed = abandoned.filter(attempt__gte=F("max_attempts")).update(
        state=RunState.FAILED,
        finished_at=at,
        lease_until=None,
        error=_("Lượt này bị ngắt giữa chừng ở tất cả các lần thử."),
    )
    return cancelled + failed


def runs_release(*, cluster: str, at: datetime) -> int:
    """End the leases of a cluster whose every process is known to be dead, so that nobody waits for them."""
    held = Run.objects.filter(state=RunState.RUNNING, worker__startswith=f"{cluster}/")
    return held.update(lease_until=at, delivery=None)


def heartbeat_record(*, name: str, at: datetime) -> None:
    """Note that this cluster's workers do work."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": at})


def heartbeats_prune(*, before: datetime) -> int:
    """Forget clusters that have long gone; return how many."""
    return Heartbeat.objects.filter(beat_at__lt=before).delete()[0]


def _owned(run_id: int, attempt: int) -> QuerySet[Run]:
    return Run.objects.filter(pk=run_id, attempt=attempt, state=RunState.RUNNING)


def _lost(run_id: int) -> LeaseLost:
    return LeaseLost(f"run {run_id} is no longer this attempt's")
