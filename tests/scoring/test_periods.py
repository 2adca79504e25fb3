"""Spans of civil days."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.periods import Period, tiles

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
periods = st.tuples(days, st.integers(0, 800)).map(lambda pair: Period(pair[0], pair[0] + timedelta(days=pair[1])))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2025, 2, 1), date(2025, 1, 31))


def test_both_ends_belong_to_it() -> None:
    # Lâm Đồng's first quarter of 2020 ran from December to the leap day.
    quarter = Period(date(2019, 12, 1), date(2020, 2, 29))
    assert quarter.days == 91
    assert quarter.contains(date(2019, 12, 1))
    assert quarter.contains(date(2020, 2, 29))
    assert not quarter.contains(date(2020, 3, 1))


def test_the_way_gone_runs_from_nothing_to_all() -> None:
    year = Period(date(2025, 1, 1), date(2025, 12, 31))
    assert year.elapsed_ratio(date(2024, 6, 1)) == 0
    assert year.elapsed_ratio(date(2025, 1, 1)) == 0
    assert year.elapsed_ratio(date(2025, 7, 2)) == Fraction(1, 2)
    assert year.elapsed_ratio(date(2025, 12, 31)) == 1
    assert year.elapsed_ratio(date(2026, 6, 1)) == 1


def test_a_single_day_is_gone_when_it_begins() -> None:
    assert Period(date(2025, 1, 1), date(2025, 1, 1)).elapsed_ratio(date(2025, 1, 1)) == 1


@given(periods, days, days)
def test_the_way_gone_never_shrinks_and_stays_within_bounds(period: Period, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert 0 <= period.elapsed_ratio(earlier) <= period.elapsed_ratio(later) <= 1


@given(periods, periods)
def test_overlap_is_mutual_and_means_a_shared_day(one: Period, other: Period) -> None:
    shared = max(one.first_day, other.first_day) <= min(one.last_day, other.last_day)
    assert one.overlaps(other) == other.overlaps(one) == shared


@given(days, st.lists(st.integers(1, 40), min_size=1, max_size=8), st.randoms())
def test_periods_laid_end_to_end_tile_in_any_order(start: date, lengths: list[int], chance: object) -> None:
    laid = []
    for length in lengths:
        laid.append(Period(start, start + timedelta(days=length - 1)))
        start += timedelta(days=length)
    chance.shuffle(laid)  # type: ignore[attr-defined]
    assert tiles(laid)
    assert tiles([])


def test_a_gap_or_an_overlap_does_not_tile() -> None:
    january = Period(date(2025, 1, 1), date(2025, 1, 31))
    assert not tiles([january, Period(date(2025, 2, 2), date(2025, 2, 28))])
    assert not tiles([january, Period(date(2025, 1, 31), date(2025, 2, 28))])
    assert not tiles([january, january])
