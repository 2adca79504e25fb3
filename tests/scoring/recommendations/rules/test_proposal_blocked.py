"""Matters that hold a proposal back."""

from datetime import date

import pytest

from scoring.recommendations import Outcome
from scoring.recommendations.known import BLOCKING
from tests.scoring.builders import advise, commitments, finding, year_facts

RULE = "proposal_blocked"
CLEAR: dict[str, bool] = dict.fromkeys(BLOCKING, False)


@pytest.mark.parametrize("matter", BLOCKING)
def test_any_one_matter_holds_every_proposal_back(matter: str) -> None:
    recommendation = advise(year_facts(commitments(met=4, exceeded=4), known={matter: True}))
    assert recommendation.blocked
    assert recommendation.commendations == ()
    assert not advise(year_facts(commitments(met=4, exceeded=4), known={**CLEAR, matter: False})).blocked


def test_what_is_not_known_is_asked_for_and_holds_nothing_back() -> None:
    told = finding(RULE, year_facts(commitments(met=4)))
    assert (told.outcome, told.result, len(told.missing)) == (Outcome.INSUFFICIENT, "unknown", 4)
    assert advise(year_facts(commitments(met=4))).commendations


def test_a_record_that_knows_of_nothing_says_so() -> None:
    assert finding(RULE, year_facts(commitments(met=4), known=CLEAR)).result == "clear"


def test_it_reads_the_law_of_the_day_of_the_proposal() -> None:
    of_2024 = year_facts(commitments(met=4), year=2024)
    assert RULE in {f.rule_id for f in advise(of_2024, on=date(2025, 7, 1)).findings}
    assert RULE not in {f.rule_id for f in advise(of_2024, on=date(2025, 6, 30)).findings}
