"""Places within a cohort."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.comparison import Direction, RankPlace, rank_cohort

cohorts = st.dictionaries(st.integers(), st.none() | st.decimals(0, 100, places=1), max_size=30)


def ranks(values: dict[str, str | None], direction: Direction = Direction.UP, **options: Any) -> dict[str, int]:
    numbers = {name: None if text is None else Decimal(text) for name, text in values.items()}
    return {name: place.rank for name, place in rank_cohort(numbers, direction=direction, **options).items()}


def test_equal_figures_share_the_better_place_and_the_next_is_left_free() -> None:
    assert ranks({"a": "90", "b": "85.0", "c": "85.00", "d": "80"}) == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_less_is_better_when_the_direction_is_down() -> None:
    assert ranks({"a": "3", "b": "1", "c": "2"}, Direction.DOWN) == {"b": 1, "c": 2, "a": 3}


def test_zero_is_ranked_and_a_missing_figure_is_not() -> None:
    assert ranks({"a": "0", "b": None, "c": "5"}) == {"c": 1, "a": 2}


def test_members_left_out_neither_hold_nor_count_a_place() -> None:
    places = rank_cohort(
        {"a": Decimal(9), "island": Decimal(10), "b": Decimal(8)}, direction=Direction.UP, unranked={"island"}
    )
    assert places == {"a": RankPlace(1, 2), "b": RankPlace(2, 2)}


def test_a_range_cannot_be_ranked() -> None:
    with pytest.raises(ValueError, match="range"):
        rank_cohort({}, direction=Direction.RANGE)


@given(cohorts, st.sampled_from([Direction.UP, Direction.DOWN]), st.randoms())
def test_places_do_not_depend_on_the_order_of_the_cohort(
    values: dict[int, Decimal | None], direction: Direction, chance: Any
) -> None:
    items = list(values.items())
    chance.shuffle(items)
    assert rank_cohort(dict(items), direction=direction) == rank_cohort(values, direction=direction)


@given(cohorts, st.sampled_from([Direction.UP, Direction.DOWN]))
def test_a_place_is_one_more_than_the_number_of_better_members(
    values: dict[int, Decimal | None], direction: Direction
) -> None:
    places = rank_cohort(values, direction=direction)
    known = {member: figure for member, figure in values.items() if figure is not None}
    assert places.keys() == known.keys()
    for member, figure in known.items():
        better = sum(other > figure if direction is Direction.UP else other < figure for other in known.values())
        assert places[member] == RankPlace(better + 1, len(known))
