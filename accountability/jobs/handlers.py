"""Which service carries out which kind of run. A handler passes the clock down and calls one service."""

from collections.abc import Callable

from django.db import transaction

from commitments.audit.services import seals_append
from commitments.comparison import services as comparison
from commitments.exports import services as exports
from commitments.lib import clock
from commitments.lib.actors import Actor
from commitments.recommendations import services as recommendations
from commitments.runs.models import Run
from commitments.runs.services import run_finish
from commitments.sources import services as sources

Handler = Callable[[Run, int], None]


def source_pull(run: Run, attempt: int) -> None:
    sources.source_pull(run_id=run.pk, attempt=attempt, now=clock.now)


def standings_refresh(run: Run, attempt: int) -> None:
    comparison.standings_refresh(run_id=run.pk, attempt=attempt, now=clock.now, day=clock.working_day())


def audit_seal(run: Run, attempt: int) -> None:
    # A seal is its own fence: two sealers never run together and no event is sealed twice.
    sealed = seals_append(at=clock.now())
    with transaction.atomic():
        run_finish(run_id=run.pk, attempt=attempt, at=clock.now(), result={"sealed": sealed})


def council_export(run: Run, attempt: int) -> None:
    exports.council_export_run(
        batch_id=int(run.params["batch"]), run_id=run.pk, attempt=attempt, now=clock.now, actor=_asked_by(run)
    )


def _asked_by(run: Run) -> Actor:
    # A person asks for it; who that was is also in the audit event of the request.
    return Actor(user_id=run.params.get("user_id"), name=run.requested_by or run.kind)


def recommendations_issue(run: Run, attempt: int) -> None:
    recommendations.recommendations_issue(
        year=int(run.params["year"]),
        run_id=run.pk,
        attempt=attempt,
        day=clock.working_day(),
        now=clock.now,
        actor=_asked_by(run),
    )


HANDLERS: dict[str, Handler] = {
    "audit_seal": audit_seal,
    "council_export": council_export,
    "recommendations_issue": recommendations_issue,
    "source_pull": source_pull,
    "standings_refresh": standings_refresh,
}
