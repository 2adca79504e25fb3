"""Chiến sĩ thi đua cấp tỉnh."""

from decimal import Decimal

import pytest

from scoring.recommendations import Outcome
from tests.scoring.builders import commitments, finding, year_facts

TITLES, INITIATIVE = "titles.grassroots_in_a_row", "initiative.provincial"


@pytest.mark.parametrize(
    ("known", "outcome"),
    [
        ({}, Outcome.INSUFFICIENT),
        ({TITLES: Decimal(3)}, Outcome.INSUFFICIENT),
        ({TITLES: Decimal(3), INITIATIVE: True}, Outcome.FIRED),
        ({TITLES: Decimal(2), INITIATIVE: True}, Outcome.NOT_SUPPORTED),
        ({TITLES: Decimal(0)}, Outcome.NOT_SUPPORTED),
        ({TITLES: Decimal(3), INITIATIVE: False}, Outcome.NOT_SUPPORTED),
    ],
)
def test_it_asks_for_titles_in_a_row_and_an_initiative(
    known: dict[str, str | Decimal | bool], outcome: Outcome
) -> None:
    told = finding("provincial_fighter", year_facts(commitments(met=1), known=known))
    assert told.outcome is outcome
    assert told.figures[0].threshold == 3


def test_a_fact_beyond_reform_is_not_laid_at_the_door_of_reform() -> None:
    told = finding("provincial_fighter", year_facts(commitments(met=1), known={TITLES: Decimal(0)}))
    assert told.text.vi.startswith("Dữ kiện đang có chưa hỗ trợ")
