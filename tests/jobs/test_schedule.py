from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accountability.jobs import due, schedule
from accountability.jobs.handlers import HANDLERS
from accountability.jobs.schedule import Schedule, latest_occurrence, next_occurrence, occurrences_between
from commitments.lib.actors import system
from commitments.lib.clock import CIVIL_ZONE
from commitments.runs.models import Run, RunState, ScheduleState
from commitments.runs.services.schedules import schedule_pause, schedule_resume
from commitments.sources.models import Source

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
UseTable = Callable[..., None]


def _civil(moment: datetime) -> str:
    return moment.astimezone(CIVIL_ZONE).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def use_table(monkeypatch: pytest.MonkeyPatch) -> UseTable:
    def use(*rows: Schedule) -> None:
        monkeypatch.setattr(due, "schedule_table", lambda: list(rows))

    return use


def _row(key: str = "a", cron: str = "*/10 * * * *", **more: Any) -> Schedule:
    return Schedule(key=key, kind="probe", cron=cron, title="Thử", **more)


def _intended() -> list[str]:
    return [_civil(moment) for moment in Run.objects.order_by("id").values_list("intended_at", flat=True)]


def test_month_ends_stay_month_ends() -> None:
    start = datetime(2027, 1, 31, 6, tzinfo=CIVIL_ZONE)
    found = occurrences_between("0 7 L * *", start, start + timedelta(days=120))
    assert [_civil(moment) for moment in found] == [
        "2027-01-31 07:00",
        "2027-02-28 07:00",
        "2027-03-31 07:00",
        "2027-04-30 07:00",
    ]


def test_due_times_are_civil_times_of_viet_nam() -> None:
    assert next_occurrence("30 0 * * *", datetime(2026, 11, 20, 17, 29, tzinfo=UTC)) == datetime(
        2026, 11, 20, 17, 30, tzinfo=UTC
    )


def test_the_moment_itself_is_due_and_the_last_one_taken_care_of_is_not() -> None:
    ten = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    assert latest_occurrence("0 10 * * *", ten - timedelta(days=3), ten) == ten
    assert latest_occurrence("0 10 * * *", ten, ten + timedelta(hours=23)) is None
    assert occurrences_between("0 10 * * *", ten, ten + timedelta(days=1)) == [ten + timedelta(days=1)]


@pytest.mark.django_db
def test_a_new_schedule_makes_nothing_up_and_then_comes_due(use_table: UseTable) -> None:
    use_table(_row())
    due.due_runs_write(at=START)
    assert _intended() == []
    due.due_runs_write(at=START + timedelta(minutes=10))
    assert _intended() == ["2026-11-20 08:10"]
    assert ScheduleState.objects.get().next_due_at == START + timedelta(minutes=20)


@pytest.mark.django_db
def test_looking_twice_at_the_same_minute_writes_one_run(use_table: UseTable) -> None:
    use_table(_row())
    for at in (START, START + timedelta(minutes=10), START + timedelta(minutes=10, seconds=1)):
        due.due_runs_write(at=at)
    assert len(_intended()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("latest", ["2026-11-20 08:30"]),
        ("each", ["2026-11-20 08:10", "2026-11-20 08:20", "2026-11-20 08:30"]),
    ],
)
def test_what_was_missed_is_made_up_as_the_policy_says(use_table: UseTable, policy: Any, expected: list[str]) -> None:
    use_table(_row(catch_up=policy))
    due.due_runs_write(at=START)
    due.due_runs_write(at=START + timedelta(minutes=35))
    assert _intended() == expected
    due.due_runs_write(at=START + timedelta(minutes=36))
    assert _intended() == expected


@pytest.mark.django_db
def test_the_latest_policy_waits_while_an_earlier_run_is_not_over(use_table: UseTable) -> None:
    use_table(_row())
    due.due_runs_write(at=START)
    due.due_runs_write(at=START + timedelta(minutes=10))
    due.due_runs_write(at=START + timedelta(minutes=25))
    assert _intended() == ["2026-11-20 08:10"]
    Run.objects.update(state=RunState.SUCCEEDED)
    due.due_runs_write(at=START + timedelta(minutes=26))
    assert _intended() == ["2026-11-20 08:10", "2026-11-20 08:20"]


@pytest.mark.django_db
def test_a_paused_schedule_comes_not_due_and_makes_nothing_up_afterwards(use_table: UseTable) -> None:
    use_table(_row(catch_up="each"))
    due.due_runs_write(at=START)
    schedule_pause(key="a", actor=system("t"), at=START)
    due.due_runs_write(at=START + timedelta(minutes=30))
    assert _intended() == []
    schedule_resume(key="a", actor=system("t"), at=START + timedelta(minutes=31))
    due.due_runs_write(at=START + timedelta(minutes=40))
    assert _intended() == ["2026-11-20 08:40"]


@pytest.mark.django_db
@pytest.mark.parametrize("cron", ["61 * * * *", "whenever", "0 0 30 2 *"])
def test_a_row_that_cannot_be_read_keeps_its_fault_to_itself(use_table: UseTable, cron: str) -> None:
    use_table(_row("bad", cron), _row("good"))
    due.due_runs_write(at=START)
    due.due_runs_write(at=START + timedelta(minutes=10))
    assert _intended() == ["2026-11-20 08:10"]
    faults = dict(ScheduleState.objects.values_list("key", "fault"))
    assert faults["bad"]
    assert faults["good"] == ""


@pytest.mark.django_db
def test_a_repaired_row_loses_its_fault(use_table: UseTable) -> None:
    use_table(_row(cron="61 * * * *"))
    due.due_runs_write(at=START)
    use_table(_row())
    due.due_runs_write(at=START + timedelta(minutes=1))
    assert ScheduleState.objects.get().fault == ""


@pytest.mark.django_db
def test_an_occurrence_with_nothing_to_do_spares_its_run(use_table: UseTable) -> None:
    use_table(_row(needed=lambda: False))
    due.due_runs_write(at=START)
    due.due_runs_write(at=START + timedelta(minutes=10))
    assert _intended() == []
    assert ScheduleState.objects.get().last_due_at == START + timedelta(minutes=10)


@pytest.mark.django_db
def test_every_active_source_has_its_pull_and_every_row_can_be_read_and_carried_out() -> None:
    Source.objects.create(key="portal", name="Cổng dịch vụ công", kind="folder")
    Source.objects.create(key="old", name="Cũ", kind="folder", is_active=False)
    table = schedule.schedule_table()
    assert [row.key for row in table] == ["standings_daily", "audit_seal", "source_pull:portal"]
    assert table[-1].params == {"source": "portal"}
    for row in table:
        assert row.kind in HANDLERS
        assert row.title % row.title_params
        assert next_occurrence(row.cron, START) > START
        assert len(row.key) <= 80
