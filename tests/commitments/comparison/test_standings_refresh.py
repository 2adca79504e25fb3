"""Golden cases of the refresh: the same answers on both databases."""

from datetime import date
from decimal import Decimal

import pytest

from commitments.agreements.models import ProgressReport, Waiver
from commitments.audit.models import AuditEvent
from commitments.comparison.models import Standing
from commitments.comparison.services import UnableToRefreshStandings
from tests.commitments.comparison.record import REAL, Figure, Record, at, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Record:
    return Record()


def test_tenths_that_add_up_to_the_target_satisfy_it(record: Record) -> None:
    unit = record.unit()
    item = record.commitment(unit, "sum", target=Decimal("0.80"))
    record.sign()
    record.pull(Figure(unit, "0.70", period=record.months[0]), Figure(unit, "0.10", period=record.months[1]))
    record.refresh(day="2025-03-01")
    standing = record.standing(item)
    assert (standing.state, standing.value, standing.gap) == ("met", Decimal("0.80"), Decimal(0))
    assert (standing.periods_known, standing.periods_due) == (2, 3)


def test_zero_is_a_figure_and_missing_is_not_zero(record: Record) -> None:
    zero, silent = record.unit(), record.unit()
    items = [
        record.commitment(unit, direction="down", target=Decimal(5), due_date=date(2025, 9, 30))
        for unit in (zero, silent)
    ]
    record.sign()
    record.pull(Figure(zero, "0"))
    record.refresh()
    assert states(items) == ["met", "no_data"]
    assert record.standing(items[0]).value == 0
    assert record.standing(items[1]).value is None


def test_a_zero_denominator_is_not_applicable(record: Record) -> None:
    unit = record.unit()
    several = record.commitment(unit, "ratio", target=Decimal(90))
    latest = record.commitment(unit, indicator=record.indicator("share"), target=Decimal(90))
    record.sign()
    record.pull(
        Figure(unit, numerator="0", denominator="0", period=record.months[0]),
        Figure(unit, numerator="0", denominator="0", indicator=record.indicator("share")),
    )
    record.refresh(day="2025-02-10")
    assert states([several, latest]) == ["not_applicable", "not_applicable"]


def test_a_share_is_computed_from_the_sums_of_its_parts(record: Record) -> None:
    unit = record.unit()
    item = record.commitment(unit, "ratio", direction="down", target=Decimal("1.37"))
    record.sign()
    record.pull(
        Figure(unit, numerator="1", denominator="3", period=record.months[0]),
        Figure(unit, numerator="0", denominator="70", period=record.months[1]),
    )
    record.refresh(day="2025-02-20")
    standing = record.standing(item)
    assert (standing.value, standing.numerator, standing.denominator) == (Decimal("1.37"), 1, 73)
    assert standing.state == "on_track"


def test_a_figure_within_its_range_is_on_track_and_outside_it_at_risk(record: Record) -> None:
    inside, outside = record.unit(), record.unit()
    items = [
        record.commitment(unit, direction="range", target=Decimal(10), target_high=Decimal(20))
        for unit in (inside, outside)
    ]
    record.sign()
    record.pull(Figure(inside, "20"), Figure(outside, "20.01"))
    record.refresh()
    assert states(items) == ["on_track", "at_risk"]
    assert record.standing(items[1]).gap == Decimal("-0.01")


def test_equal_figures_share_the_better_place_and_unranked_members_take_none(record: Record) -> None:
    units = [record.unit(), record.unit(), record.unit(), record.unit(is_ranked=False), record.unit(), record.unit()]
    items = [record.commitment(unit, "rank", target=Decimal(2)) for unit in units]
    record.sign()
    figures = ["80.004", "90", "80.001", "99", "70", None]
    record.pull(*(Figure(unit, value) for unit, value in zip(units, figures, strict=True) if value))
    record.refresh()
    ranks = [(standing.rank, standing.rank_of) for standing in map(record.standing, items)]
    assert ranks == [(2, 4), (1, 4), (2, 4), (None, None), (4, 4), (None, None)]
    assert states(items) == ["on_track", "on_track", "on_track", "no_data", "at_risk", "no_data"]


def test_a_month_never_moves_a_standing_of_the_year(record: Record) -> None:
    unit = record.unit()
    year = record.commitment(unit, target=Decimal(50))
    month = record.commitment(unit, target=Decimal(50), period=record.months[9])
    record.sign()
    record.pull(Figure(unit, "60"))
    record.refresh()
    pulled = record.pull(Figure(unit, "40", at("2025-10-15"), period=record.months[9]))
    result = record.refresh(run=pulled.pk)
    assert result["affected"]["total"] == 1
    assert states([year, month]) == ["on_track", "at_risk"]


def test_a_restated_closed_figure_keeps_what_it_was_at_closing(record: Record) -> None:
    unit, late = record.unit(), record.unit()
    september = record.months[8]
    items = [
        record.commitment(each, target=Decimal("74.6"), period=september, due_date=date(2025, 9, 30))
        for each in (unit, late)
    ]
    record.sign()
    record.pull(
        Figure(unit, "70", at("2025-09-20"), period=september),
        Figure(unit, "74.5", at("2025-10-04"), period=september),
        Figure(late, "80", at("2025-10-11"), period=september),
    )
    record.pull(
        Figure(unit, "74.7", at("2025-10-15"), period=september),
        Figure(late, "74", at("2025-10-15"), period=september),
    )
    record.refresh()
    shown = [(s.value, s.state, s.closing_value, s.closing_state) for s in map(record.standing, items)]
    assert shown == [
        (Decimal("74.7"), "met", Decimal("74.5"), "missed"),
        # Nothing was known when the month closed: what counts is the first that became known.
        (Decimal(74), "missed", Decimal(80), "met"),
    ]


def test_a_restated_month_shows_in_the_sum_and_in_the_ranks(record: Record) -> None:
    first, second = record.unit(), record.unit()
    january, count = record.months[0], record.indicator("count")
    total = record.commitment(first, "sum", indicator=count, target=Decimal(100))
    ranks = [record.commitment(unit, "rank", target=Decimal(1), period=january) for unit in (first, second)]
    record.sign()
    record.pull(
        *(Figure(first, "10", at("2025-02-01"), count, month) for month in record.months[:2]),
        Figure(first, "5", at("2025-02-01"), period=january),
        Figure(second, "6", at("2025-02-01"), period=january),
    )
    record.pull(
        Figure(first, "15", at("2025-03-01"), count, january),
        Figure(first, "7", at("2025-03-01"), period=january),
    )
    record.refresh(day="2025-03-05")
    assert (record.standing(total).value, record.standing(total).closing_value) == (25, 20)
    assert [(s.rank, s.closing_value) for s in map(record.standing, ranks)] == [(1, 2), (2, 1)]


@pytest.mark.parametrize(
    ("reading", "direction", "figure", "day", "state"),
    [
        ("sum", "up", "100", "2025-04-10", "met"),
        ("sum", "up", "60", "2025-04-10", "on_track"),
        ("sum", "up", "1", "2025-04-10", "at_risk"),
        ("sum", "up", "60", "2026-01-10", "no_data"),
        ("sum", "down", "60", "2025-04-10", "at_risk"),
        ("sum", "down", "60", "2026-01-10", "no_data"),
        ("sum", "down", "101", "2025-04-10", "missed"),
        ("ratio", "up", "100", "2025-04-10", "at_risk"),
        ("ratio", "up", "0", "2026-01-10", "no_data"),
    ],
)
def test_a_closed_month_that_is_not_known_is_not_taken_for_zero(
    record: Record, reading: str, direction: str, figure: str, day: str, state: str
) -> None:
    unit = record.unit()
    item = record.commitment(unit, reading, direction=direction, target=Decimal(100))
    record.sign()
    record.pull(Figure(unit, figure, period=record.months[0], numerator=figure, denominator="100"))
    record.refresh(day=day)
    standing = record.standing(item)
    assert standing.state == state
    assert (standing.reason == "periods_missing") == (state in {"at_risk", "no_data"})
    assert standing.periods_known == 1


def test_duties_follow_reports_and_waivers(record: Record) -> None:
    units = [record.unit() for _ in range(4)]
    done, waiting, overdue, excused = (
        record.commitment(unit, "duty", indicator=record.indicator("duty", 0), due_date=date(2025, 9, 30))
        for unit in units
    )
    record.sign()
    record.pull(Figure(units[0], "1", indicator=record.indicator("duty")))
    ProgressReport.objects.create(
        commitment=waiting,
        period=record.year,
        narrative="Đã làm",
        submitted_by=record.user,
        submitted_by_name="x",
        submitted_at=REAL,
        submission_recorded_at=REAL,
        done_on=date(2025, 9, 30),
    )
    Waiver.objects.create(
        commitment=excused,
        reason="Lũ lụt",
        authority="UBND tỉnh",
        document="1/QĐ",
        first_day=date(2025, 9, 1),
        granted_by=record.user,
        granted_by_name="x",
        granted_at=at("2025-09-02"),
    )
    record.refresh()
    assert states([done, waiting, overdue, excused]) == ["met", "at_risk", "missed", "waived"]


def test_only_signed_agreements_are_compared(record: Record) -> None:
    signed, unsigned = record.unit(), record.unit()
    items = [record.commitment(unit) for unit in (signed, unsigned)]
    record.sign(signed)
    record.refresh()
    assert list(Standing.objects.values_list("commitment_id", flat=True)) == [items[0].pk]


def test_a_pull_recomputes_what_it_touches_and_counts_ranks_apart(record: Record) -> None:
    units = [record.unit() for _ in range(3)]
    for unit in units:
        record.commitment(unit)
        record.commitment(unit, "rank", target=Decimal(1))
        record.commitment(unit, indicator=record.indicator("other"))
    record.sign()
    record.pull(*(Figure(unit, str(60 + unit.pk)) for unit in units))
    record.refresh()
    pulled = record.pull(Figure(units[0], "99", at("2025-10-15")))
    result = record.refresh(run=pulled.pk)
    assert result["affected"] == {"total": 4, "rank": 3, "figures": 1}
    assert result["changed"]["figures"] == 1
    assert result["affected_by_reading"] == {"latest": 1, "rank": 3}


def test_a_second_refresh_changes_nothing_and_a_later_day_keeps_since_when(record: Record) -> None:
    units = [record.unit() for _ in range(3)]
    items = [record.commitment(unit, target=Decimal(50)) for unit in units]
    record.sign()
    record.pull(Figure(units[0], "60"))
    first = record.refresh()
    again = record.refresh(day="2025-10-16")
    assert (first["changed"]["total"], again["changed"]["total"]) == (3, 0)
    assert first["digest"] == again["digest"]
    assert record.standing(items[0]).day == date(2025, 10, 15)
    record.pull(Figure(units[0], "61", at("2025-10-17")))
    assert record.refresh(day="2025-10-17")["changed"]["total"] == 1
    assert record.standing(items[0]).day == date(2025, 10, 17)


def test_one_refresh_is_one_audit_event(record: Record) -> None:
    units = [record.unit() for _ in range(3)]
    for unit in units:
        record.commitment(unit)
    record.sign()
    result = record.refresh()
    event = AuditEvent.objects.get(action="standings.refresh")
    assert event.after == result
    assert len(result["digest"]["sha256"]) == 64


def test_one_agreement_or_one_commitment_can_be_refreshed(record: Record) -> None:
    units = [record.unit() for _ in range(2)]
    items = [record.commitment(unit) for unit in units for _ in range(2)]
    record.sign()
    assert record.refresh(commitment=items[3].pk)["affected"]["total"] == 1
    assert record.refresh(agreement=items[0].agreement_id)["affected"]["total"] == 2


@pytest.mark.parametrize("params", [{"all": False}, {"run": 1, "all": True}, {"nothing": 1}, {"run": "1"}])
def test_a_run_that_does_not_say_what_to_compare_is_refused(record: Record, params: dict[str, object]) -> None:
    with pytest.raises(UnableToRefreshStandings):
        record.refresh(**params)


@pytest.mark.parametrize(
    ("done_on", "state", "reason"),
    [
        (date(2025, 9, 29), "at_risk", "report_pending"),
        (date(2025, 9, 30), "at_risk", "report_pending"),
        (date(2025, 10, 1), "missed", "duty_overdue"),
        (None, "missed", "duty_overdue"),
    ],
)
def test_a_waiting_report_lifts_an_overdue_duty_only_when_it_says_done_in_time(
    record: Record, done_on: date | None, state: str, reason: str
) -> None:
    due = date(2025, 9, 30)
    duty = record.commitment(record.unit(), "duty", indicator=record.indicator("duty", 0), due_date=due)
    record.sign()
    ProgressReport.objects.create(
        commitment=duty,
        period=record.year,
        narrative="Đã làm",
        done_on=done_on,
        submitted_by=record.user,
        submitted_by_name="x",
        submitted_at=REAL,
        submission_recorded_at=REAL,
    )
    record.refresh()
    standing = record.standing(duty)
    assert (standing.state, standing.reason) == (state, reason)
