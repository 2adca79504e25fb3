"""Bằng khen của Thủ tướng Chính phủ."""

from decimal import Decimal

import pytest

from scoring.recommendations import Outcome
from scoring.rulebooks import Certainty
from tests.scoring.builders import commitments, finding, year_facts

RULE = "prime_minister_certificate"
ALL: dict[str, str | Decimal | bool] = {
    "titles.provincial_certificate": True,
    "titles.years_good_in_a_row": Decimal(5),
    "titles.grassroots_in_those_years": Decimal(3),
}


def test_all_three_conditions_known_and_met_support_it() -> None:
    told = finding(RULE, year_facts(commitments(met=1), known=ALL))
    assert (told.outcome, told.certainty) == (Outcome.FIRED, Certainty.CONFIRMED)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("titles.provincial_certificate", False),
        ("titles.years_good_in_a_row", Decimal(4)),
        ("titles.grassroots_in_those_years", Decimal(2)),
    ],
)
def test_one_condition_known_to_fail_is_enough(name: str, value: Decimal | bool) -> None:
    facts = year_facts(commitments(met=1), known={**ALL, name: value})
    assert finding(RULE, facts).outcome is Outcome.NOT_SUPPORTED


@pytest.mark.parametrize("name", ALL)
def test_one_condition_not_known_leaves_it_open(name: str) -> None:
    known = {key: value for key, value in ALL.items() if key != name}
    assert finding(RULE, year_facts(commitments(met=1), known=known)).outcome is Outcome.INSUFFICIENT
