"""The ledger's moves. Each is one conditional UPDATE: "one row changed" means it was mine to make."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from commitments.audit.services import event_append
from commitments.lib.actors import Actor
from commitments.runs.models import Run, RunState

LEASE = timedelta(minutes=2)
_BACK_OFF = (timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30))


class LeaseLost(Exception):
    """Another attempt owns the run now, or it was cancelled: this one must write nothing more."""


class UnableToCancelRun(Exception):
    """The run cannot be cancelled any more."""


def run_enqueue(
    *,
    key: str,
    kind: str,
    params: dict[str, Any],
    intended_at: datetime,
    at: datetime,
    requested_by: str = "",
    max_attempts: int = 3,
) -> Run:
    """Write down one intended effect, or find it already there. The same key always means the same run."""
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
            )
        ],
        ignore_conflicts=True,
    )
    return Run.objects.get(key=key)


def run_claim(*, run_id: int, worker: str, at: datetime) -> int | None:
    """Take the run for one attempt; return the attempt's number, or None when it is not to be had.

    A run can be had when it is queued (and its waiting time is over), or running under a lease that ran out.
    The attempt is counted and committed before any work starts, so work that kills its worker ends after
    `max_attempts`.
    """
    free = Q(state=RunState.QUEUED) & (Q(not_before=None) | Q(not_before__lte=at))
    abandoned = Q(state=RunState.RUNNING, lease_until__lt=at)
    claimed = Run.objects.filter(
        free | abandoned, pk=run_id, attempt__lt=F("max_attempts"), cancel_requested=False
    ).update(
        state=RunState.RUNNING,
        attempt=F("attempt") + 1,
        worker=worker,
        lease_until=at + LEASE,
        started_at=at,
        progress_done=0,
        error="",
    )
    return Run.objects.values_list("attempt", flat=True).get(pk=run_id) if claimed else None


def run_progress(*, run_id: int, attempt: int, at: datetime, done: int, total: int | None = None) -> None:
    """Report how far this attempt is and renew its lease; call it in the transaction of each chunk's effect.

    Raises:
        LeaseLost: this attempt no longer owns the run, or somebody asked to cancel it. Roll back.
    """
    changes: dict[str, Any] = {"progress_done": done, "lease_until": at + LEASE}
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
    if run is None:
        return
    if run.cancel_requested:
        _owned(run_id, attempt).update(state=RunState.CANCELLED, finished_at=at, lease_until=None)
    elif permanent or run.attempt >= run.max_attempts:
        _owned(run_id, attempt).update(state=RunState.FAILED, finished_at=at, lease_until=None, error=error)
    else:
        pause = _BACK_OFF[min(run.attempt, len(_BACK_OFF)) - 1]
        _owned(run_id, attempt).update(state=RunState.QUEUED, not_before=at + pause, lease_until=None, error=error)


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


def runs_set_aside(*, at: datetime) -> int:
    """Close runs whose last attempt was killed: nobody else would ever end them. Return how many."""
    return Run.objects.filter(state=RunState.RUNNING, lease_until__lt=at, attempt__gte=F("max_attempts")).update(
        state=RunState.FAILED,
        finished_at=at,
        lease_until=None,
        error=_("Lượt này bị ngắt giữa chừng ở tất cả các lần thử."),
    )


def _owned(run_id: int, attempt: int) -> QuerySet[Run]:
    return Run.objects.filter(pk=run_id, attempt=attempt, state=RunState.RUNNING)


def _lost(run_id: int) -> LeaseLost:
    return LeaseLost(f"run {run_id} is no longer this attempt's")
