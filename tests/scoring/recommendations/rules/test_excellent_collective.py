"""Tập thể lao động xuất sắc."""

from decimal import Decimal

import pytest

from scoring.recommendations import Outcome
from scoring.rulebooks import Certainty
from tests.scoring.builders import advise, commitments, finding, year_facts

RULE = "excellent_collective"
ALL: dict[str, str | Decimal | bool] = {
    "rating.level": "excellent",
    "members.completed_share": Decimal(100),
    "members.advanced_share": Decimal(70),
    "members.grassroots_fighters": Decimal(1),
    "emulation.active": True,
    "collective.united": True,
}


def test_every_condition_known_and_met_supports_it() -> None:
    told = finding(RULE, year_facts(commitments(met=4), subject="unit", known=ALL))
    assert (told.outcome, told.certainty) == (Outcome.FIRED, Certainty.STATED)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rating.level", "good"),
        ("members.completed_share", Decimal("99.9")),
        ("members.advanced_share", Decimal("69.99")),
        ("members.grassroots_fighters", Decimal(0)),
        ("emulation.active", False),
        ("collective.united", False),
    ],
)
def test_one_condition_known_to_fail_is_enough(name: str, value: str | Decimal | bool) -> None:
    facts = year_facts(commitments(met=4), subject="unit", known={**ALL, name: value})
    assert finding(RULE, facts).outcome is Outcome.NOT_SUPPORTED


def test_reform_results_close_to_excellent_are_called_close() -> None:
    facts = year_facts(commitments(met=10, exceeded=4), subject="unit")
    told = finding(RULE, facts)
    assert told.outcome is Outcome.NEAR
    assert [(h.code, h.count) for h in told.what_would_change] == [("more_exceeded", 1)]


def test_it_is_a_title_of_units_only() -> None:
    rules = {f.rule_id for f in advise(year_facts(commitments(met=4))).findings}
    assert RULE not in rules
