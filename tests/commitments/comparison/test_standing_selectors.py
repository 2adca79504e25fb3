"""What pages read: right rows, in a number of queries that does not grow."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Q

from commitments.agreements.models import ProgressReport
from commitments.comparison import selectors
from commitments.comparison.selectors import UnableToSortStandings
from commitments.comparison.services import observation_cutoff
from scoring.comparison import State
from tests.commitments.comparison.record import REAL, Figure, Record, at

pytestmark = pytest.mark.django_db
DAY = date(2025, 10, 15)


@pytest.fixture
def record() -> Record:
    return Record()


def _fill(record: Record, units: int) -> None:
    september = record.months[8]
    for _ in range(units):
        unit = record.unit()
        record.commitment(unit, target=Decimal(50))
        record.commitment(unit, "rank", target=Decimal(2))
        record.commitment(unit, target=Decimal("74.6"), period=september, due_date=date(2025, 9, 30))
        record.commitment(unit, "sum", indicator=record.indicator("count"), target=Decimal(5))
        record.pull(
            Figure(unit, str(40 + unit.pk % 30)),
            Figure(unit, "74.5", at("2025-10-11"), period=september),
            Figure(unit, "2", indicator=record.indicator("count"), period=record.months[0]),
        )
        record.pull(Figure(unit, "74.7", at("2025-10-15"), period=september))
    record.sign(*record.units[:-1])
    record.refresh()


def _overview(**more: Any) -> selectors.StandingsPage:
    return selectors.standing_counts_by_unit(units=Q(), year=2025, day=DAY, **more)


@pytest.mark.parametrize("units", [3, 9])
def test_no_selector_asks_more_when_there_is_more(
    record: Record, units: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    _fill(record, units)
    unit = record.units[0]
    item = selectors.standing_rows_for_unit(unit_id=unit.pk, year=2025)[0]
    with django_assert_num_queries(1):
        selectors.standing_rows_for_unit(unit_id=unit.pk, year=2025)
    with django_assert_num_queries(1):
        selectors.standing_detail(commitment_id=item.commitment_id)
    with django_assert_num_queries(1):
        _overview(cohort_id=record.cohort.pk, state=State.MISSED, sort="-done")
    with django_assert_num_queries(1):
        selectors.heat_matrix(unit_ids=[each.pk for each in record.units], year=2025)
    with django_assert_num_queries(3):
        selectors.figure_history(commitment_id=item.commitment_id)
    with django_assert_num_queries(3):
        selectors.cohort_values(
            cohort_id=record.cohort.pk, indicator_id=item.indicator_id, period_id=record.year.pk, day=DAY
        )


def test_a_units_page_has_its_items_in_order_with_the_way_back_to_the_source(record: Record) -> None:
    _fill(record, 3)
    rows = selectors.standing_rows_for_unit(unit_id=record.units[0].pk, year=2025)
    assert [row.number for row in rows] == [1, 2, 3, 4]
    restated = rows[2]
    assert (restated.state, restated.value) == (State.MET, Decimal("74.7"))
    assert (restated.closing_value, restated.closing_state) == (Decimal("74.5"), State.MISSED)
    assert restated.run_id is not None
    assert restated.known_at == at("2025-10-15")
    assert (rows[3].periods_known, rows[3].periods_due, rows[3].period_kind) == (1, 10, "month")
    unsigned = selectors.standing_rows_for_unit(unit_id=record.units[2].pk, year=2025)
    assert [(row.state, row.is_signed, row.closing_value) for row in unsigned] == [(None, False, None)] * 4


def test_the_overview_filters_sorts_and_pages(record: Record) -> None:
    _fill(record, 7)
    page = _overview(page_size=3)
    assert (page.units, page.pages, page.unsigned, len(page.rows)) == (7, 3, 1, 3)
    assert [row.unit_name for row in page.rows] == ["Xã 01", "Xã 02", "Xã 03"]
    assert page.counts[State.MET] == 6
    assert _overview(page_size=3, page=99).page == 3
    first, last = _overview(sort="-at_risk").rows[0], _overview(sort="done").rows[-1]
    assert first.counts[State.AT_RISK] == max(row.counts[State.AT_RISK] for row in _overview().rows)
    assert (last.is_signed, last.done_percent, last.unjudged, last.total) == (False, None, 4, 4)
    assert {row.restated for row in _overview(state=State.MET).rows} == {1}
    assert _overview(state=State.WAIVED).units == 0
    assert _overview(cohort_id=record.cohort.pk + 1).units == 0
    with pytest.raises(UnableToSortStandings):
        _overview(sort="password")


def test_the_matrix_keeps_the_order_asked_for(record: Record) -> None:
    _fill(record, 3)
    asked = [record.units[1].pk, record.units[0].pk, 10**9]
    rows = selectors.heat_matrix(unit_ids=asked, year=2025)
    assert [row.unit_id for row in rows] == asked[:2]
    assert [cell.number for cell in rows[0].cells] == [5, 6, 7, 8]
    assert rows[0].cells[2].state == State.MET


def test_a_cohort_is_shown_best_first_with_its_median(record: Record) -> None:
    units = [record.unit(), record.unit(), record.unit(), record.unit(is_ranked=False), record.unit()]
    for unit, value in zip(units, ["70", "90", "80.125", "99", None], strict=True):
        if value:
            record.pull(Figure(unit, value))
    found = selectors.cohort_values(
        cohort_id=record.cohort.pk, indicator_id=record.indicator().pk, period_id=record.year.pk, day=DAY
    )
    assert [(row.unit_name, row.rank) for row in found.values] == [
        ("Xã 04", None),
        ("Xã 02", 1),
        ("Xã 03", 2),
        ("Xã 01", 3),
        ("Xã 05", None),
    ]
    assert found.median == Decimal("80.13")


def test_the_history_marks_what_counted_at_closing_and_what_counts_now(record: Record) -> None:
    _fill(record, 2)
    item = selectors.standing_rows_for_unit(unit_id=record.units[0].pk, year=2025)[2]
    points = selectors.figure_history(commitment_id=item.commitment_id)
    marks = [(point.value, point.is_closing, point.is_latest, point.is_restatement) for point in points]
    assert marks == [(Decimal("74.50"), True, False, False), (Decimal("74.70"), False, True, True)]
    assert selectors.figure_history(commitment_id=10**9) == []


def test_a_past_moment_is_derived_again_whatever_came_later(record: Record) -> None:
    _fill(record, 4)
    moment: dict[str, Any] = {
        "year": 2025,
        "day": DAY,
        "known_until": REAL,
        "observation_cutoff": observation_cutoff(),
    }
    before = list(selectors.commitments_gather(**moment))
    assert len(before) == 12
    unit = record.units[0]
    record.pull(*(Figure(each, "1", at("2025-10-20")) for each in record.units))
    record.pull(Figure(unit, "9", at("2025-10-20"), record.indicator("count"), record.months[0]))
    ProgressReport.objects.create(
        commitment_id=before[0].commitment_id,
        period=record.year,
        narrative="Đã làm",
        submitted_by=record.user,
        submitted_by_name="x",
        submitted_at=at("2025-10-01"),
        submission_recorded_at=at("2026-02-01"),
    )
    record.sign(record.units[-1])
    assert [row for row in selectors.commitments_gather(**moment) if row.unit_id != record.units[-1].pk] == before
    now = list(selectors.commitments_gather(**{**moment, "observation_cutoff": observation_cutoff()}))
    assert now != before
    only = selectors.commitments_gather(**moment, unit_ids=[unit.pk])
    assert list(only) == [row for row in before if row.unit_id == unit.pk]


def test_a_gathered_commitment_is_what_the_refresh_stored(record: Record) -> None:
    _fill(record, 4)
    gathered = {
        row.commitment_id: row
        for row in selectors.commitments_gather(
            year=2025, day=DAY, known_until=REAL, observation_cutoff=observation_cutoff()
        )
    }
    for unit in record.units[:-1]:
        for stored in selectors.standing_rows_for_unit(unit_id=unit.pk, year=2025):
            row = gathered[stored.commitment_id]
            assert (row.standing.state, row.standing.value, row.rank) == (stored.state, stored.value, stored.rank)
            assert (row.closing_value, row.known_at) == (stored.closing_value, stored.known_at)
            assert stored.observation_id in row.observation_ids
