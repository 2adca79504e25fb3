"""The portal's figures of 11 and 15 October 2025, as two pulls."""

import pytest
from django.db.models import Count

from commitments.audit.models import AuditEvent
from commitments.indicators.models import Observation
from commitments.indicators.selectors import restatements_for
from commitments.organization.models import Unit
from commitments.runs.models import Run, RunState
from commitments.sources.models import QuarantinedRow, RawSnapshot, SourceRun
from tests.commitments.sources.conftest import OCTOBER_11, OCTOBER_15, PROVINCE, Drop, Pull, cut, drop_snapshot

pytestmark = pytest.mark.django_db
FIRST, SECOND = "2025-10-11T13:01Z", "2025-10-15T01:46Z"


@pytest.fixture
def runs(drop: Drop, pull: Pull) -> tuple[Run, Run]:
    drop_snapshot(drop, FIRST)
    first = pull(OCTOBER_11)
    drop_snapshot(drop, SECOND)
    return first, pull(OCTOBER_15)


def test_each_drop_is_one_run_with_exact_counts(runs: tuple[Run, Run]) -> None:
    for run in runs:
        assert run.state == RunState.SUCCEEDED
        brought = SourceRun.objects.get(run=run)
        assert (brought.files, brought.rows_in, brought.rows_accepted) == (3, 124, 124)
        assert brought.rows_quarantined == 0
        assert brought.observations == Observation.objects.filter(run=run).count() == 117 * 8 + 7
    assert not QuarantinedRow.objects.exists()
    assert RawSnapshot.objects.filter(state="parsed").count() == 6


def test_month_to_date_rows_leave_the_year_to_date_alone(runs: tuple[Run, Run]) -> None:
    second = Observation.objects.filter(run=runs[1], indicator__key="766.total")
    by_period = dict(second.values_list("period__key").annotate(Count("id")))
    assert by_period["2025-ytd"] == 102
    assert by_period["2025-10"] == 15
    departments = second.filter(period__key="2025-10").values("unit")
    assert not Observation.objects.filter(run=runs[1], period__key="2025-ytd", unit__in=departments).exists()


def test_ninety_four_of_the_communes_moved(runs: tuple[Run, Run]) -> None:
    totals = Observation.objects.filter(run=runs[1], indicator__key="766.total", period__key="2025-ytd")
    assert totals.exclude(flags__contains="unchanged").count() == 94


def test_changed_closed_periods_are_flagged_and_both_values_stay(runs: tuple[Run, Run]) -> None:
    flagged = Observation.objects.filter(flags__contains="restated").order_by("period__key")
    assert [(one.period.key, str(one.value)) for one in flagged] == [
        ("2025-09", "74.7000"),
        ("2025-q2", "52.0000"),
        ("2025-q3", "84.1000"),
    ]
    assert SourceRun.objects.get(run=runs[1]).rows_warned == 3
    changed = restatements_for(unit_id=Unit.objects.get(code=PROVINCE).pk, year=2025)
    assert [(one.period_key, str(one.closing.value), str(one.latest.value)) for one in changed] == [
        ("2025-09", "74.5000", "74.7000"),
        ("2025-q3", "84.0000", "84.1000"),
        ("2025-q2", "40.0000", "52.0000"),
    ]


def test_a_pull_asks_for_standings_once_and_leaves_one_event(runs: tuple[Run, Run]) -> None:
    for run in runs:
        follow_up = Run.objects.get(key=f"standings:run:{run.pk}")
        assert (follow_up.kind, follow_up.params, follow_up.parent_id) == ("standings_refresh", {"run": run.pk}, run.pk)
        assert follow_up.state == RunState.QUEUED
        event = AuditEvent.objects.get(action="source.pull", subject_id=str(run.pk))
        assert event.after is not None
        assert event.after["observations"] == 943
        assert len(event.after["sha256"]) == 3


def test_a_third_pull_finds_nothing_new(runs: tuple[Run, Run], pull: Pull) -> None:
    before = Observation.objects.count()
    third = pull(OCTOBER_15, key="again")
    assert third.result["files"] == 0
    assert Observation.objects.count() == before
    assert not Run.objects.filter(parent=third).exists()
    assert not AuditEvent.objects.filter(action="source.pull", subject_id=str(third.pk)).exists()


def test_the_whole_history_in_one_drop_gives_the_same_flags(drop: Drop, pull: Pull) -> None:
    for name in ("an_giang_communes", "an_giang_departments", "an_giang_trend"):
        drop(f"{name}.csv", cut(name, "2025"))
    run = pull(OCTOBER_15)
    assert run.result["observations"] == 2 * 943
    assert run.result["warned_by"] == {"restated": 3}
