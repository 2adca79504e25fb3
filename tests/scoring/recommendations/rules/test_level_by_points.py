"""The level for years rated under Decree 335/2025."""

from datetime import date
from decimal import Decimal

import pytest

from scoring.recommendations import Outcome, Recommendation, recommend
from scoring.rulebooks import Rulebook, load_rulebook, read_package_data
from tests.scoring.builders import commitments, finding, found, year_facts

RULE = "level_by_points"
SWITCH = "levels/level.points.reform_results_count.yaml"


@pytest.fixture(scope="module")
def switched_on() -> Rulebook:
    files = read_package_data()
    files[SWITCH] = files[SWITCH].replace(b"value: false", b"value: true")
    return load_rulebook(files)


def told(book: Rulebook, points: str | None) -> Recommendation:
    known: dict[str, str | Decimal | bool] = {} if points is None else {"reform.points": Decimal(points)}
    return recommend(year_facts(commitments(met=3), year=2026, known=known), book, on=date(2027, 1, 5))


def test_no_level_is_drawn_from_reform_results_by_default() -> None:
    known: dict[str, str | Decimal | bool] = {"reform.points": Decimal(95)}
    result = finding(RULE, year_facts(commitments(met=3), year=2026, known=known))
    assert (result.outcome, result.result) == (Outcome.INSUFFICIENT, "undetermined")
    assert "Chưa tìm thấy quy định" in result.text.vi


@pytest.mark.parametrize(
    ("points", "level"),
    [("90", "excellent"), ("89.99", "good"), ("70", "good"), ("69.99", "completed"), ("49.99", "not_completed")],
)
def test_a_province_that_lets_points_count_gets_the_thresholds_of_the_decree(
    switched_on: Rulebook, points: str, level: str
) -> None:
    assert told(switched_on, points).level == level


def test_points_that_are_not_known_yet_are_asked_for(switched_on: Rulebook) -> None:
    result = found(told(switched_on, None), RULE)
    assert result.outcome is Outcome.INSUFFICIENT
    assert len(result.missing) == 1
