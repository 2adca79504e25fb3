"""The Party's own rating of a leader by the unit led."""

from datetime import date

import pytest

from scoring.recommendations import Category, Outcome
from scoring.rulebooks import Certainty
from tests.scoring.builders import advise, commitments, finding, year_facts


@pytest.mark.parametrize(
    ("counts", "exceeded", "outcome", "result"),
    [
        ({"met": 10}, 3, Outcome.FIRED, "excellent"),
        ({"met": 10}, 2, Outcome.FIRED, "good"),
        ({"met": 9, "missed": 1}, 9, Outcome.NOT_SUPPORTED, "below_good"),
        ({"met": 9, "no_data": 1}, 9, Outcome.INSUFFICIENT, "undetermined"),
        ({"waived": 2}, 0, Outcome.INSUFFICIENT, "undetermined"),
    ],
)
def test_it_asks_for_all_tasks_and_three_in_ten_exceeded(
    counts: dict[str, int], exceeded: int, outcome: Outcome, result: str
) -> None:
    told = finding("party_level", year_facts(commitments(exceeded=exceeded, **counts)))
    assert (told.outcome, told.result, told.certainty) == (outcome, result, Certainty.STATED)


def test_it_informs_only_and_only_since_its_day() -> None:
    facts = year_facts(commitments(met=3))
    assert finding("party_level", facts).category is Category.INFORMATION
    earlier = advise(facts, on=date(2025, 8, 29))
    assert "party_level" not in {f.rule_id for f in earlier.findings}
