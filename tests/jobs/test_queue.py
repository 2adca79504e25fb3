from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django_q.conf import Conf
from django_q.models import OrmQ, Schedule

from accountability.jobs import enqueue
from accountability.jobs.queue_schedule import tick_schedule_sync
from commitments.lib import clock
from commitments.lib.actors import system
from commitments.runs.models import Run, RunState
from commitments.runs.services import lease, run_claim, run_enqueue, run_fail, run_request

pytestmark = pytest.mark.django_db

NOW = clock.now()


def _run(key: str = "r") -> Run:
    return run_enqueue(key=key, kind="probe", params={}, intended_at=NOW, at=NOW)


def _fetch(at: object = None) -> None:
    """Do to the queue's rows what a cluster does when it fetches them."""
    OrmQ.objects.update(lock=(at or clock.now()) + timedelta(seconds=Conf.RETRY))  # type: ignore[operator]


def test_a_prefetched_task_is_not_delivered_twice_even_behind_a_full_queue_of_the_longest_tasks() -> None:
    conf = settings.Q_CLUSTER
    assert conf["retry"] > conf["timeout"] * (conf["queue_limit"] + 2)
    assert conf["orm"] == "default"
    assert conf["ack_failures"] is True
    assert conf["catch_up"] is False
    assert conf["bulk"] == 1
    assert conf["max_attempts"] > 0


def test_a_run_waiting_in_the_queue_is_not_enqueued_again() -> None:
    _run()
    assert enqueue.runs_deliver(at=clock.now()) == 1
    assert enqueue.runs_deliver(at=clock.now()) == 0
    _fetch()
    assert enqueue.runs_deliver(at=clock.now()) == 0
    assert OrmQ.objects.count() == 1


def test_a_task_fetched_long_ago_and_never_begun_is_taken_for_lost() -> None:
    _run()
    enqueue.runs_deliver(at=clock.now())
    _fetch()
    later = clock.now() + lease() + timedelta(seconds=1)
    assert enqueue.runs_deliver(at=later) == 1
    assert enqueue.runs_deliver(at=later) == 0


def test_a_run_whose_lease_ran_out_is_delivered_again() -> None:
    run = _run()
    enqueue.runs_deliver(at=clock.now())
    _fetch()
    run_claim(run_id=run.pk, worker="w", at=clock.now())
    assert enqueue.runs_deliver(at=clock.now()) == 0
    later = clock.now() + lease() + timedelta(seconds=5)
    assert enqueue.runs_deliver(at=later) == 1


def test_a_failed_attempt_is_delivered_again_when_its_pause_is_over() -> None:
    run = _run()
    enqueue.runs_deliver(at=NOW)
    run_claim(run_id=run.pk, worker="w", at=NOW)
    run_fail(run_id=run.pk, attempt=1, at=NOW, error="x")
    assert enqueue.runs_deliver(at=NOW + timedelta(seconds=29)) == 0
    assert enqueue.runs_deliver(at=NOW + timedelta(seconds=31)) == 1


def test_ended_runs_are_not_delivered() -> None:
    run = _run()
    Run.objects.update(state=RunState.SUCCEEDED)
    enqueue.run_deliver(run.pk)
    assert enqueue.runs_deliver(at=clock.now()) == 0
    assert OrmQ.objects.count() == 0


def test_a_request_is_in_the_queue_at_once_and_only_if_its_transaction_commits() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        run_request(kind="audit_seal", params={}, actor=system("t"), at=NOW)
        assert OrmQ.objects.count() == 1
        raise ZeroDivisionError
    assert (OrmQ.objects.count(), Run.objects.count()) == (0, 0)
    run = run_request(kind="audit_seal", params={}, actor=system("t"), at=NOW)
    assert OrmQ.objects.get().pk == run.__class__.objects.get(pk=run.pk).delivery


def test_what_is_enqueued_names_a_task_and_ids_only() -> None:
    run = _run()
    enqueue.run_deliver(run.pk)
    task = OrmQ.objects.get().task
    assert (task["func"], task["args"], task["kwargs"]) == ("accountability.jobs.tasks.execute", (run.pk,), {})
    assert task["ack_failure"] is True


def test_proofs_of_work_do_not_pile_up() -> None:
    for _number in range(10):
        enqueue.heartbeat_enqueue(at=clock.now())
    assert OrmQ.objects.count() == 3


def test_the_queue_has_one_schedule_and_loses_any_other() -> None:
    Schedule.objects.create(pk=77, name="shell", func="os.system", args="'id'")
    assert tick_schedule_sync(at=NOW) == ["- shell", "+ tick"]
    assert tick_schedule_sync(at=NOW) == []
    Schedule.objects.update(func="os.system", next_run=NOW + timedelta(days=400))
    assert tick_schedule_sync(at=NOW) == ["~ tick.func", "~ tick.next_run"]
    tick = Schedule.objects.get()
    assert (tick.func, tick.minutes, tick.next_run) == ("accountability.jobs.tasks.tick", 1, NOW)


def test_the_queues_own_tables_are_not_in_the_admin_and_the_ledger_is_read_only() -> None:
    registered = {model._meta.label for model in admin.site._registry}
    assert not {label for label in registered if label.startswith("django_q.")}
    ledger = admin.site._registry[Run]
    assert not ledger.has_add_permission(None)  # type: ignore[arg-type]
    assert not ledger.has_change_permission(None)  # type: ignore[arg-type]
    assert not ledger.has_delete_permission(None)  # type: ignore[arg-type]
