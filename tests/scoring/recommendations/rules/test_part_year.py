"""Heads who held the post for part of the year."""

from datetime import date
from decimal import Decimal

import pytest

from scoring.recommendations import Outcome
from scoring.rulebooks import Certainty
from tests.scoring.builders import commitments, finding, year_facts

RULE = "part_year"


def test_a_whole_year_needs_nothing_more() -> None:
    told = finding(RULE, year_facts(commitments(met=1)))
    assert (told.outcome, told.result, told.certainty) == (Outcome.NOT_SUPPORTED, "full_year", None)


@pytest.mark.parametrize(("months", "asked"), [(None, None), ("5", False), ("6", True)])
def test_a_former_agency_is_asked_from_six_months_on(months: str | None, asked: bool | None) -> None:
    known: dict[str, str | Decimal | bool] = {} if months is None else {"tenure.former_agency_months": Decimal(months)}
    told = finding(RULE, year_facts(commitments(met=1), first_day=date(2025, 7, 1), known=known))
    assert told.result == "part_year"
    assert "01/07/2025" in told.text.vi
    assert told.figures[0].passed is asked
    assert bool(told.missing) is (months is None)


@pytest.mark.parametrize(("first_day", "months", "enough"), [(date(2026, 7, 1), 6, True), (date(2026, 7, 2), 5, False)])
def test_from_2026_a_short_time_is_pointed_at_as_seen_with_third_parties_only(
    first_day: date, months: int, enough: bool
) -> None:
    told = finding(RULE, year_facts(commitments(met=1), year=2026, first_day=first_day))
    assert (told.figures[0].value, told.figures[0].passed) == (Decimal(months), enough)
    assert told.certainty is Certainty.THIRD_PARTY
