"""Which service carries out which kind of run. A handler passes the clock down and calls one service."""

from collections.abc import Callable

from django.db import transaction

from commitments.audit.services import seals_append
from commitments.lib import clock
from commitments.lib.actors import Actor
from commitments.runs.models import Run
from commitments.runs.services import run_finish

Handler = Callable[[Run, int], None]


def source_pull(run: Run, attempt: int) -> None:
    from commitments.sources.services import source_pull as service

    service(run_id=run.pk, attempt=attempt, now=clock.now)


def standings_refresh(run: Run, attempt: int) -> None:
    from commitments.comparison.services import standings_refresh as service

    service(run_id=run.pk, attempt=attempt, now=clock.now, day=clock.working_day())


def audit_seal(run: Run, attempt: int) -> None:
    # A seal is its own fence: two sealers never run together and no event is sealed twice.
    sealed = seals_append(at=clock.now())
    with transaction.atomic():
        run_finish(run_id=run.pk, attempt=attempt, at=clock.now(), result={"sealed": sealed})


def recommendations_issue(run: Run, attempt: int) -> None:
    from commitments.recommendations.services import recommendations_issue as service

    # A person asks for it; who that was is also in the audit event of the request.
    asked_by = Actor(user_id=run.params.get("user_id"), name=run.requested_by or "recommendations_issue")
    service(
        year=int(run.params["year"]),
        run_id=run.pk,
        attempt=attempt,
        day=clock.working_day(),
        now=clock.now,
        actor=asked_by,
    )


HANDLERS: dict[str, Handler] = {
    "audit_seal": audit_seal,
    "recommendations_issue": recommendations_issue,
    "source_pull": source_pull,
    "standings_refresh": standings_refresh,
}
