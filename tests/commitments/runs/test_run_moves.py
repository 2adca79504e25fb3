import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from commitments.audit.models import AuditEvent
from commitments.audit.services import event_append
from commitments.lib import clock
from commitments.lib.actors import Actor, system
from commitments.runs.models import Run, RunState
from commitments.runs.selectors import cluster_last_sign, run_follow_up_ids, runs_deliverable
from commitments.runs.services import (
    LeaseLost,
    UnableToCancelRun,
    heartbeat_record,
    lease,
    run_cancel,
    run_claim,
    run_enqueue,
    run_fail,
    run_finish,
    run_progress,
    run_request,
    runs_release,
    runs_set_aside,
)

NOW = clock.now()
OFFICIAL = Actor(user_id=7, name="Nguyễn Thị Minh")


def _run(key: str = "pull@1", **more: object) -> Run:
    return run_enqueue(key=key, kind="probe", params={}, intended_at=NOW, at=NOW, **more)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_same_key_is_the_same_run() -> None:
    assert _run().pk == _run().pk
    assert Run.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_threads_that_claim_one_wins() -> None:
    run = _run()
    start = threading.Barrier(2)
    got: list[int | None] = []

    def claim(worker: str) -> None:
        start.wait()
        got.append(run_claim(run_id=run.pk, worker=worker, at=NOW))
        connection.close()

    threads = [threading.Thread(target=claim, args=(f"w{number}",)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got, key=str) == [1, None]
    assert Run.objects.get(pk=run.pk).attempt == 1


@pytest.mark.django_db(transaction=True)
def test_a_claim_inside_a_transaction_is_refused_because_its_count_could_be_rolled_back() -> None:
    run = _run()
    with pytest.raises(RuntimeError), transaction.atomic():
        run_claim(run_id=run.pk, worker="w", at=NOW)


@pytest.mark.django_db(transaction=True)
def test_an_attempt_that_lost_its_lease_writes_nothing() -> None:
    run = _run()
    slow = run_claim(run_id=run.pk, worker="slow", at=NOW)
    later = NOW + lease() + timedelta(seconds=1)
    quick = run_claim(run_id=run.pk, worker="quick", at=later)
    assert (slow, quick) == (1, 2)
    for move in (
        lambda: run_progress(run_id=run.pk, attempt=1, at=later, done=5),
        lambda: run_finish(run_id=run.pk, attempt=1, at=later, result={}),
    ):
        with pytest.raises(LeaseLost), transaction.atomic():
            event_append(action="t", actor=system("t"), at=later, subject_type="t", subject_id=1)
            move()
    run_fail(run_id=run.pk, attempt=1, at=later, error="too late")
    assert AuditEvent.objects.count() == 0
    run.refresh_from_db()
    assert (run.state, run.attempt, run.progress_done, run.error) == (RunState.RUNNING, 2, 0, "")


@pytest.mark.django_db
def test_progress_renews_the_lease_so_that_long_work_is_not_taken_away() -> None:
    run = _run()
    attempt = run_claim(run_id=run.pk, worker="w", at=NOW)
    assert attempt == 1
    half = NOW + lease() / 2
    run_progress(run_id=run.pk, attempt=1, at=half, done=1, total=4)
    assert run_claim(run_id=run.pk, worker="other", at=NOW + lease() + timedelta(seconds=1)) is None


@pytest.mark.django_db
def test_a_failed_attempt_waits_longer_each_time_and_the_last_one_ends_the_run() -> None:
    run = _run(max_attempts=2)
    assert run_claim(run_id=run.pk, worker="w", at=NOW) == 1
    run_fail(run_id=run.pk, attempt=1, at=NOW, error="Cổng không trả lời.")
    assert run_claim(run_id=run.pk, worker="w", at=NOW + timedelta(seconds=29)) is None
    assert run_claim(run_id=run.pk, worker="w", at=NOW + timedelta(seconds=30)) == 2
    run_fail(run_id=run.pk, attempt=2, at=NOW, error="Cổng không trả lời.")
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, "Cổng không trả lời.")
    assert run_claim(run_id=run.pk, worker="w", at=NOW + timedelta(days=1)) is None


@pytest.mark.django_db
def test_a_permanent_failure_ends_the_run_at_the_first_attempt() -> None:
    run = _run()
    run_claim(run_id=run.pk, worker="w", at=NOW)
    run_fail(run_id=run.pk, attempt=1, at=NOW, error="Không có nguồn này.", permanent=True)
    run.refresh_from_db()
    assert run.state == RunState.FAILED


@pytest.mark.django_db
def test_attempts_that_kill_their_worker_are_bounded_and_then_set_aside() -> None:
    run = _run(max_attempts=3)
    at = NOW
    for number in (1, 2, 3):
        assert run_claim(run_id=run.pk, worker="w", at=at) == number
        at += lease() + timedelta(seconds=1)
    assert run_claim(run_id=run.pk, worker="w", at=at) is None
    assert runs_set_aside(at=at) == 1
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.error


@pytest.mark.django_db
def test_a_queued_run_is_cancelled_at_once_and_an_ended_one_not_at_all() -> None:
    run = _run()
    run_cancel(run_id=run.pk, actor=OFFICIAL, at=NOW)
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert run_claim(run_id=run.pk, worker="w", at=NOW) is None
    with pytest.raises(UnableToCancelRun):
        run_cancel(run_id=run.pk, actor=OFFICIAL, at=NOW)
    assert AuditEvent.objects.filter(action="run.cancel").count() == 1


@pytest.mark.django_db
def test_a_running_run_stops_before_its_next_chunk_when_cancelled() -> None:
    run = _run()
    run_claim(run_id=run.pk, worker="w", at=NOW)
    run_cancel(run_id=run.pk, actor=OFFICIAL, at=NOW)
    with pytest.raises(LeaseLost):
        run_progress(run_id=run.pk, attempt=1, at=NOW, done=1)
    run_fail(run_id=run.pk, attempt=1, at=NOW, error="whatever")
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.CANCELLED, "")


@pytest.mark.django_db
def test_a_cancelled_run_whose_worker_was_killed_does_not_stay_open_for_ever() -> None:
    run = _run()
    run_claim(run_id=run.pk, worker="w", at=NOW)
    run_cancel(run_id=run.pk, actor=OFFICIAL, at=NOW)
    later = NOW + lease() + timedelta(seconds=1)
    assert runs_deliverable(at=later, limit=9) == []
    runs_set_aside(at=later)
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED


@pytest.mark.django_db
def test_what_a_dead_cluster_held_is_free_at_once_and_others_keep_theirs() -> None:
    dead, alive = _run("a"), _run("b")
    run_claim(run_id=dead.pk, worker="cluster-1/host/9", at=NOW)
    run_claim(run_id=alive.pk, worker="cluster-10/host/9", at=NOW)
    soon = NOW + timedelta(seconds=1)
    assert runs_release(cluster="cluster-1", at=soon) == 1
    assert [row.run_id for row in runs_deliverable(at=soon + timedelta(seconds=1), limit=9)] == [dead.pk]


@pytest.mark.django_db
def test_work_that_still_goes_on_is_not_asked_for_twice() -> None:
    asked = run_request(kind="audit_seal", params={"x": 1}, actor=OFFICIAL, at=NOW)
    again = run_request(kind="audit_seal", params={"x": 1}, actor=OFFICIAL, at=NOW + timedelta(seconds=3))
    other = run_request(kind="audit_seal", params={"x": 2}, actor=OFFICIAL, at=NOW)
    assert asked.pk == again.pk != other.pk
    assert AuditEvent.objects.filter(action="run.request", actor_id=7).count() == 2


@pytest.mark.django_db
def test_follow_ups_are_found_by_their_parent_until_they_begin() -> None:
    parent = _run()
    child = _run("child", parent_id=parent.pk)
    assert run_follow_up_ids(parent.pk) == [child.pk]
    run_claim(run_id=child.pk, worker="w", at=NOW)
    assert run_follow_up_ids(parent.pk) == []


@pytest.mark.django_db
def test_a_cluster_shows_life_by_a_beat_or_by_a_renewed_lease() -> None:
    assert cluster_last_sign("cluster-1") is None
    heartbeat_record(name="cluster-1", at=NOW)
    assert cluster_last_sign("cluster-1") == NOW
    run = _run()
    run_claim(run_id=run.pk, worker="cluster-1/host/9", at=NOW)
    later = NOW + timedelta(seconds=50)
    run_progress(run_id=run.pk, attempt=1, at=later, done=1)
    assert cluster_last_sign("cluster-1") == later
    assert cluster_last_sign("cluster-2") is None
