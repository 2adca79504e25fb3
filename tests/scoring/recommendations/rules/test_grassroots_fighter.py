"""Chiến sĩ thi đua cơ sở."""

from decimal import Decimal

import pytest

from scoring.recommendations import Outcome
from tests.scoring.builders import commitments, finding, year_facts

RULE = "grassroots_fighter"
GOOD: dict[str, str | Decimal | bool] = {"rating.level": "good", "emulation.active": True}


@pytest.mark.parametrize(
    ("known", "outcome"),
    [
        ({"rating.level": "excellent"}, Outcome.FIRED),
        ({"initiative.recognised": True}, Outcome.FIRED),
        ({"science_topic.accepted": True}, Outcome.FIRED),
        ({"initiative.recognised": False}, Outcome.INSUFFICIENT),
        ({"initiative.recognised": False, "science_topic.accepted": False}, Outcome.NOT_SUPPORTED),
        ({"rating.level": "completed", "initiative.recognised": True}, Outcome.NOT_SUPPORTED),
    ],
)
def test_it_asks_for_excellence_or_an_initiative_or_a_topic(
    known: dict[str, str | Decimal | bool], outcome: Outcome
) -> None:
    assert finding(RULE, year_facts(commitments(met=5), known={**GOOD, **known})).outcome is outcome


def test_the_share_among_advanced_workers_is_shown_for_the_council_to_apply() -> None:
    cap = finding(RULE, year_facts(commitments(met=5))).figures[-1]
    assert (cap.value, cap.threshold, cap.passed) == (None, Decimal(15), None)


def test_what_is_missing_is_named_once() -> None:
    missing = finding(RULE, year_facts(commitments(met=5, exceeded=5))).missing
    assert len({text.vi for text in missing}) == len(missing)
