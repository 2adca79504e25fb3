"""Carrying out one run: take it, let its handler work, record how it ended."""

import logging
from collections.abc import Callable

from django.utils.translation import gettext as _
from django_q.exceptions import TimeoutException

from accountability.jobs.handlers import HANDLERS
from commitments.lib import clock
from commitments.lib.errors import PermanentError
from commitments.runs.models import Run, RunState
from commitments.runs.selectors import run_follow_up_ids
from commitments.runs.services import LeaseLost, run_claim, run_fail, run_stop

_log = logging.getLogger(__name__)


class UnableToCarryOut(PermanentError):
    """Nothing in this installation can do what the run asks for."""


def run_execute(run_id: int, *, worker: str, follow_up: Callable[[int], object] | None = None) -> RunState:
    """Carry out a run if it is to be had, then the runs that its success asked for.

    Args:
        worker: who does it, as the ledger shows it.
        follow_up: what to do with each follow-up run; by default it is carried out here and now.

    Returns:
        The run's state afterwards; also when somebody else has it or it has already ended.
    """
    attempt = run_claim(run_id=run_id, worker=worker[:80], at=clock.now())
    if attempt is not None:
        _attempt(Run.objects.get(pk=run_id), attempt)
    state = RunState(Run.objects.values_list("state", flat=True).get(pk=run_id))
    if state == RunState.SUCCEEDED:
        for child_id in run_follow_up_ids(run_id):
            if follow_up is None:
                run_execute(child_id, worker=worker)
            else:
                follow_up(child_id)
    return state


def _attempt(run: Run, attempt: int) -> None:
    try:
        _handle(run, attempt)
    except LeaseLost:
        _log.info("run %s was stopped or taken over in attempt %s", run.pk, attempt)
        run_stop(run_id=run.pk, attempt=attempt, at=clock.now())
    except TimeoutException:
        _fail(run, attempt, _("Lượt này chạy quá thời gian cho phép."))
        raise
    except Exception as error:
        _log.exception("run %s (%s) failed in attempt %s", run.pk, run.kind, attempt)
        _fail(run, attempt, error_for_people(error), permanent=isinstance(error, PermanentError))


def _handle(run: Run, attempt: int) -> None:
    handler = HANDLERS.get(run.kind)
    if handler is None:
        raise UnableToCarryOut(_("Hệ thống không biết cách làm loại việc “%(kind)s”.") % {"kind": run.kind})
    handler(run, attempt)
    still_open = Run.objects.filter(pk=run.pk, attempt=attempt, state=RunState.RUNNING, cancel_requested=False)
    if still_open.exists():
        raise RuntimeError(f"the handler of {run.kind} returned without closing its run")


def _fail(run: Run, attempt: int, error: str, permanent: bool = False) -> None:
    run_fail(run_id=run.pk, attempt=attempt, at=clock.now(), error=error, permanent=permanent)


def error_for_people(error: Exception) -> str:
    """Word a failure: our own `UnableTo…` speak for themselves, anything else is a technical fault."""
    if isinstance(error, PermanentError) or type(error).__name__.startswith("UnableTo"):
        return str(error)
    return _("Lỗi kỹ thuật (%(type)s): %(message)s. Quản trị viên xem thêm trong nhật ký của máy chủ.") % {
        "type": type(error).__name__,
        "message": str(error).rstrip(".")[:1000],
    }
