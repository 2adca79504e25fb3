from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django_q.exceptions import TimeoutException

from accountability.jobs.execute import run_execute
from accountability.jobs.handlers import HANDLERS
from commitments.audit.models import AuditEvent, AuditSeal
from commitments.audit.services import event_append
from commitments.lib import clock
from commitments.lib.actors import system
from commitments.lib.errors import PermanentError
from commitments.runs.models import Run, RunState
from commitments.runs.services import run_cancel, run_enqueue, run_finish, run_progress

pytestmark = pytest.mark.django_db

Handle = Callable[[Callable[[Run, int], None]], None]


class UnableToReachPortal(Exception):
    pass


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Iterator[Handle]:
    yield lambda handler: monkeypatch.setitem(HANDLERS, "probe", handler)


def _run(kind: str = "probe", key: str = "r", **more: object) -> Run:
    now = clock.now()
    return run_enqueue(key=key, kind=kind, params={}, intended_at=now, at=now, **more)  # type: ignore[arg-type]


def _succeed(run: Run, attempt: int) -> None:
    with transaction.atomic():
        event_append(action="probe", actor=system("t"), at=clock.now(), subject_type="run", subject_id=run.key)
        run_finish(run_id=run.pk, attempt=attempt, at=clock.now(), result={"ok": True})


def _raise(error: BaseException) -> Callable[[Run, int], None]:
    def handler(_run: Run, _attempt: int) -> None:
        raise error

    return handler


def _stored(run: Run) -> tuple[str, str, bool]:
    run.refresh_from_db()
    return run.state, run.error, run.not_before is not None


def test_a_run_executed_twice_has_one_effect(handle: Handle) -> None:
    handle(_succeed)
    run = _run()
    assert [run_execute(run.pk, worker="w") for _ in range(2)] == [RunState.SUCCEEDED] * 2
    assert AuditEvent.objects.filter(action="probe").count() == 1


def test_follow_ups_are_carried_out_after_success_and_handed_on_when_asked(handle: Handle) -> None:
    handle(_succeed)
    parent = _run()
    child = _run(key="child", parent_id=parent.pk)
    handed: list[int] = []
    run_execute(parent.pk, worker="w", follow_up=handed.append)
    assert handed == [child.pk]
    run_execute(parent.pk, worker="w")
    child.refresh_from_db()
    assert child.state == RunState.SUCCEEDED


def test_follow_ups_wait_when_the_run_failed(handle: Handle) -> None:
    handle(_raise(UnableToReachPortal("Cổng không trả lời.")))
    parent = _run()
    child = _run(key="child", parent_id=parent.pk)
    run_execute(parent.pk, worker="w")
    child.refresh_from_db()
    assert child.state == RunState.QUEUED


def test_a_passing_failure_is_worded_for_people_and_tried_again(handle: Handle) -> None:
    handle(_raise(UnableToReachPortal("Cổng không trả lời.")))
    run = _run()
    assert run_execute(run.pk, worker="w") == RunState.QUEUED
    assert _stored(run) == (RunState.QUEUED, "Cổng không trả lời.", True)


def test_a_permanent_failure_ends_the_run(handle: Handle) -> None:
    handle(_raise(PermanentError("Không có nguồn này.")))
    run = _run()
    assert run_execute(run.pk, worker="w") == RunState.FAILED
    assert _stored(run) == (RunState.FAILED, "Không có nguồn này.", False)


def test_a_surprise_is_told_as_a_technical_fault(handle: Handle) -> None:
    handle(_raise(KeyError("cột")))
    run = _run()
    run_execute(run.pk, worker="w")
    assert "KeyError" in _stored(run)[1]


def test_work_that_ran_too_long_is_recorded_and_the_queue_is_told(handle: Handle) -> None:
    handle(_raise(TimeoutException("Task exceeded")))
    run = _run()
    with pytest.raises(TimeoutException):
        run_execute(run.pk, worker="w")
    assert _stored(run)[0] == RunState.QUEUED


def test_an_unknown_kind_ends_at_once() -> None:
    run = _run(kind="no_such_kind")
    assert run_execute(run.pk, worker="w") == RunState.FAILED
    assert "no_such_kind" in _stored(run)[1]


def test_a_handler_that_forgets_to_close_its_run_is_a_fault(handle: Handle) -> None:
    handle(lambda _run, _attempt: None)
    run = _run()
    run_execute(run.pk, worker="w")
    assert "RuntimeError" in _stored(run)[1]


def test_a_cancelled_run_stops_before_its_next_chunk_and_writes_nothing(handle: Handle) -> None:
    def handler(run: Run, attempt: int) -> None:
        run_cancel(run_id=run.pk, actor=system("official"), at=clock.now())
        with transaction.atomic():
            event_append(action="probe", actor=system("t"), at=clock.now(), subject_type="run", subject_id=1)
            run_progress(run_id=run.pk, attempt=attempt, at=clock.now(), done=1)

    handle(handler)
    run = _run()
    assert run_execute(run.pk, worker="w") == RunState.CANCELLED
    assert AuditEvent.objects.filter(action="probe").count() == 0


def test_the_audit_seal_chains_what_is_not_sealed() -> None:
    event_append(action="probe", actor=system("t"), at=clock.now(), subject_type="run", subject_id=1)
    run = _run(kind="audit_seal")
    assert run_execute(run.pk, worker="w") == RunState.SUCCEEDED
    assert AuditSeal.objects.count() == 1
    run.refresh_from_db()
    assert run.result == {"sealed": 1}
