"""Lao động tiên tiến."""

import pytest

from scoring.recommendations import Outcome
from scoring.rulebooks import Certainty
from tests.scoring.builders import commitments, finding, year_facts

RULE = "advanced_worker"


def test_good_reform_results_alone_leave_it_open() -> None:
    told = finding(RULE, year_facts(commitments(met=5)))
    assert told.outcome is Outcome.INSUFFICIENT
    assert [figure.passed for figure in told.figures] == [True, None, None]
    assert told.text.vi.startswith("Chưa đủ dữ kiện")


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ({"met": 9, "missed": 1}, Outcome.NEAR),
        ({"met": 8, "missed": 2}, Outcome.NEAR),
        ({"met": 7, "missed": 3}, Outcome.NOT_SUPPORTED),
        ({"met": 9, "no_data": 1}, Outcome.INSUFFICIENT),
    ],
)
def test_reform_results_that_fall_short_do_not_support_it(counts: dict[str, int], outcome: Outcome) -> None:
    told = finding(RULE, year_facts(commitments(**counts)))
    assert told.outcome is outcome
    if outcome is not Outcome.INSUFFICIENT:
        assert told.text.vi.startswith("Kết quả CCHC chưa hỗ trợ")


@pytest.mark.parametrize("rating", ["excellent", "good", "completed"])
def test_a_decided_rating_outweighs_the_reform_results(rating: str) -> None:
    facts = year_facts(commitments(missed=5), known={"rating.level": rating, "emulation.active": True})
    told = finding(RULE, facts)
    assert told.outcome is (Outcome.NOT_SUPPORTED if rating == "completed" else Outcome.FIRED)
    assert told.certainty is Certainty.CONFIRMED
