"""What must hold of the rules that ship with the program."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.recommendations.rules import RULES
from scoring.rulebooks import Certainty, NoRuleInForce, ParameterValue
from tests.scoring.builders import rulebook

END_2025, START_2026 = date(2025, 12, 31), date(2026, 1, 1)
PARTS = ("openness", "progress", "digitisation", "online", "satisfaction")


def values() -> Iterator[ParameterValue]:
    for parameter in rulebook().parameters.values():
        yield from (value for value in parameter.values if value is not None)


@pytest.mark.parametrize("value", list(values()), ids=lambda v: f"{v.key}@{v.from_day}")
def test_every_value_says_where_it_comes_from_and_how_sure_it_is(value: ParameterValue) -> None:
    assert value.citations
    assert value.certainty in Certainty
    for citation in value.citations:
        if value.certainty is Certainty.LOCAL:
            assert citation.basis is not None
        else:
            assert citation.instrument is not None
    if value.certainty in (Certainty.UNCONFIRMED, Certainty.THIRD_PARTY, Certainty.INFERRED):
        assert value.note is not None, "what is not sure owes its reader a note"


def test_the_five_parts_of_the_service_index_make_a_hundred() -> None:
    at = rulebook().at(date(2025, 10, 15))
    assert sum(Decimal(at.get(f"service_index.{part}.points").value) for part in PARTS) == 100


def test_2025_is_rated_by_shares_and_2026_by_points() -> None:
    last, first = rulebook().at(END_2025), rulebook().at(START_2026)
    assert last.get("level.tasks.excellent_exceeded_share").value == 50
    assert first.get("level.points.excellent").value == 90
    with pytest.raises(NoRuleInForce, match="ended on 2026-01-01"):
        first.get("level.tasks.excellent_exceeded_share")
    with pytest.raises(NoRuleInForce, match="next value from 2026-01-01"):
        last.get("level.points.excellent")


@pytest.mark.parametrize(
    ("key", "day", "certainty"),
    [
        ("level.tasks.excellent_exceeded_share", END_2025, Certainty.INFERRED),
        ("level.tasks.not_completed_under_share", END_2025, Certainty.UNCONFIRMED),
        ("level.points.good", START_2026, Certainty.CONFIRMED),
        ("level.points.reform_results_count", START_2026, Certainty.LOCAL),
        ("level.party.excellent_exceeded_share", END_2025, Certainty.STATED),
        ("title.advanced_worker.needs_good", END_2025, Certainty.CONFIRMED),
        ("title.grassroots_fighter.needs_excellent_or_initiative", END_2025, Certainty.STATED),
        ("title.grassroots_fighter.most_of_advanced_share", END_2025, Certainty.LOCAL),
        ("title.excellent_collective.advanced_members_share", END_2025, Certainty.STATED),
        ("title.prime_minister_certificate.years_good_in_a_row", END_2025, Certainty.CONFIRMED),
        ("proposal.none_while_under_review", date(2025, 7, 1), Certainty.CONFIRMED),
        ("review.missed_share_over", END_2025, Certainty.LOCAL),
        ("review.done_share_floor", date(2025, 8, 29), Certainty.STATED),
        ("review.done_share_floor", date(2025, 8, 30), Certainty.UNCONFIRMED),
        ("tenure.minimum_months", START_2026, Certainty.THIRD_PARTY),
        ("standing.duty_warning_days", END_2025, Certainty.LOCAL),
    ],
)
def test_a_value_claims_no_more_certainty_than_was_read(key: str, day: date, certainty: Certainty) -> None:
    assert rulebook().at(day).get(key).certainty is certainty


def test_reform_points_are_switched_off_until_the_province_decides() -> None:
    assert rulebook().at(START_2026).get("level.points.reform_results_count").value is False


def test_nothing_cites_a_text_before_it_took_effect() -> None:
    for value in values():
        for citation in value.citations:
            effective = citation.instrument.effective_from if citation.instrument else None
            assert effective is None or effective <= value.from_day, value.key


def test_decree_335_is_that_of_2025() -> None:
    cited = {
        c.instrument.key for v in values() for c in v.citations if c.instrument and c.instrument.key.number == "335"
    }
    assert {key.year for key in cited} == {2025}


def test_every_rule_reads_parameters_that_exist_and_has_a_test_file_of_its_name() -> None:
    tests = Path(__file__).parents[1] / "scoring" / "recommendations" / "rules"
    for rule in RULES:
        assert set(rule.parameters) <= set(rulebook().parameters), rule.id
        assert (tests / f"test_{rule.id}.py").exists(), rule.id


def test_every_rule_file_is_listed_once_under_its_own_name() -> None:
    folder = Path(__file__).parents[2] / "scoring" / "recommendations" / "rules"
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == {rule.id for rule in RULES}
    assert len({rule.id for rule in RULES}) == len(RULES)
