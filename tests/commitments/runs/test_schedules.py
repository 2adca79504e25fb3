from datetime import timedelta

import pytest
from django.utils import translation

from commitments.audit.models import AuditEvent
from commitments.lib import clock
from commitments.lib.actors import system
from commitments.runs.models import Run, ScheduleState
from commitments.runs.selectors import health_reading, run_row, run_rows, schedule_rows
from commitments.runs.services.schedules import (
    ScheduleText,
    UnableToChangeSchedule,
    schedule_advance,
    schedule_pause,
    schedule_resume,
    schedules_describe,
)

NOW = clock.now()


def _text(key: str = "pull:a", cron: str = "*/5 * * * *") -> ScheduleText:
    title = "Lấy số liệu từ nguồn %(source)s"
    return ScheduleText(key=key, kind="probe", params={"a": 1}, cron=cron, title=title, title_params={"source": "A"})


@pytest.mark.django_db
def test_the_stored_schedules_become_equal_to_the_table_and_a_second_time_nothing_differs() -> None:
    assert schedules_describe(texts=[_text(), _text("old")], at=NOW) == ["+ pull:a", "+ old"]
    assert schedules_describe(texts=[_text(cron="0 1 * * *")], at=NOW) == ["~ pull:a", "- old"]
    assert schedules_describe(texts=[_text(cron="0 1 * * *")], at=NOW) == []
    with translation.override("vi"):
        row = schedule_rows()[0]
    assert (row.title, row.cron) == ("Lấy số liệu từ nguồn A", "0 1 * * *")


@pytest.mark.django_db
def test_two_who_saw_the_same_state_move_a_schedule_on_once() -> None:
    schedules_describe(texts=[_text()], at=NOW)
    seen, seen_too = ScheduleState.objects.get(), ScheduleState.objects.get()
    due = NOW + timedelta(minutes=5)
    moves = [
        schedule_advance(state=state, due=[due], last_due_at=due, next_due_at=None, at=due)
        for state in (seen, seen_too)
    ]
    assert moves == [True, False]
    assert Run.objects.count() == 1


@pytest.mark.django_db
def test_a_paused_schedule_does_not_move_and_resumes_from_now() -> None:
    schedules_describe(texts=[_text()], at=NOW)
    schedule_pause(key="pull:a", actor=system("t"), at=NOW)
    state = ScheduleState.objects.get()
    assert not schedule_advance(state=state, due=[NOW], last_due_at=NOW, next_due_at=None, at=NOW)
    later = NOW + timedelta(hours=3)
    schedule_resume(key="pull:a", actor=system("t"), at=later)
    schedule_resume(key="pull:a", actor=system("t"), at=later + timedelta(hours=1))
    state.refresh_from_db()
    assert (state.paused, state.last_due_at) == (False, later)
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["schedule.pause", "schedule.resume"]


@pytest.mark.django_db
def test_an_unknown_schedule_is_named_in_the_refusal() -> None:
    with pytest.raises(UnableToChangeSchedule, match="lạ"):
        schedule_pause(key="lạ", actor=system("t"), at=NOW)


@pytest.mark.django_db
def test_lists_of_runs_are_filtered_and_paged_newest_first() -> None:
    runs = [
        Run.objects.create(key=str(number), kind="a" if number % 2 else "b", intended_at=NOW, created_at=NOW)
        for number in range(4)
    ]
    assert [row.key for row in run_rows(limit=2)] == ["3", "2"]
    assert [row.key for row in run_rows(before_id=runs[2].pk)] == ["1", "0"]
    assert [row.key for row in run_rows(kinds=["a"], states=["queued"])] == ["3", "1"]
    row = run_row(runs[0].pk)
    assert row is not None
    assert row.kind == "b"
    assert run_row(0) is None


@pytest.mark.django_db
def test_health_reads_the_oldest_waiting_run_and_the_most_overdue_schedule() -> None:
    assert health_reading(at=NOW).beat_age is None
    Run.objects.create(key="1", kind="a", intended_at=NOW, created_at=NOW - timedelta(minutes=30))
    Run.objects.create(key="2", kind="a", intended_at=NOW, created_at=NOW - timedelta(hours=9), not_before=NOW)
    for key, minutes, paused in (("x", 20, False), ("y", 40, False), ("z", 90, True)):
        ScheduleState.objects.create(
            key=key, last_due_at=NOW, next_due_at=NOW - timedelta(minutes=minutes), paused=paused, fault=key
        )
    reading = health_reading(at=NOW)
    assert reading.waiting_age == timedelta(minutes=30)
    assert (reading.overdue_key, reading.overdue_age) == ("y", timedelta(minutes=40))
    assert reading.faults == (("x", "x"), ("y", "y"))
