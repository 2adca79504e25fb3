"""Refreshing standings: gather the facts of the commitments a run is about, let the core judge, keep what changed."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max

from commitments.comparison.selectors.chosen import UnableToRefreshStandings, commitments_chosen
from commitments.comparison.services import store
from commitments.comparison.services.refresh import Refresh
from commitments.indicators.models import Observation
from commitments.runs.models import Run

__all__ = ["UnableToRefreshStandings", "observation_cutoff", "standings_refresh"]


def standings_refresh(*, run_id: int, attempt: int, now: Callable[[], datetime], day: date) -> None:
    """Bring the standings that a run is about in line with what is known, and close the run with the counts.

    Safe to run again: standings that would not change are not touched. On PostgreSQL all of it takes effect in the
    transaction that closes the run; on SQLite each chunk does, together with the proof that the run is still ours.

    Args:
        run_id, attempt: as claimed; params are {"all": true}, {"run": id}, {"agreement": id} or {"commitment": id}.
        now: aware UTC, for the lease and the audit event.
        day: civil day on which deadlines are judged.

    Raises:
        LeaseLost: another attempt owns the run, or it was cancelled.
        UnableToRefreshStandings: the run does not say which commitments it is about.
    """
    params = Run.objects.values_list("params", flat=True).get(pk=run_id)
    with store.refreshing_alone():
        Refresh(run_id=run_id, attempt=attempt, now=now, day=day).carry_out(commitments_chosen(params, day=day))


def observation_cutoff() -> int:
    """Return an observation id below which nothing can appear any more: everything up to it is committed.

    The highest id alone would not do on PostgreSQL: ids are handed out before their transactions commit, so a lower
    one can become visible later, and a year computed again would find a figure that the first time did not. The
    lock waits for those writers and is let go at once; call it outside any transaction. SQLite has one writer.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE indicators_observation IN SHARE MODE")
        return Observation.objects.aggregate(last=Max("id"))["last"] or 0
