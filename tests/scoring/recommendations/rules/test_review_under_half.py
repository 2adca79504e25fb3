"""Review of responsibility when under half was done and a main target missed."""

from datetime import date

import pytest

from scoring.comparison import State
from scoring.recommendations import CommitmentFact, Outcome
from scoring.rulebooks import Certainty
from tests.scoring.builders import commitment, finding, year_facts

RULE = "review_under_half"


def items(states: str, keys: str = "") -> list[CommitmentFact]:
    names = {"m": State.MET, "x": State.MISSED, "?": State.NO_DATA, "w": State.WAIVED}
    return [commitment(n, names[s], key=str(n) in keys) for n, s in enumerate(states, start=1)]


@pytest.mark.parametrize(
    ("states", "keys", "outcome"),
    [
        ("mxxx", "2", Outcome.FIRED),
        ("mmxx", "3", Outcome.NOT_SUPPORTED),
        ("mxxx", "1", Outcome.NEAR),
        ("mxxx", "", Outcome.INSUFFICIENT),
        ("mxx?", "4", Outcome.INSUFFICIENT),
        ("mx??", "2", Outcome.INSUFFICIENT),
        ("mxx?w", "2", Outcome.INSUFFICIENT),
        ("mxxx?", "2", Outcome.FIRED),
        ("m???", "", Outcome.NEAR),
        ("www", "1", Outcome.INSUFFICIENT),
    ],
)
def test_it_needs_both_under_half_and_a_main_target_missed(states: str, keys: str, outcome: Outcome) -> None:
    assert finding(RULE, year_facts(items(states, keys))).outcome is outcome


def test_it_points_at_the_main_targets_missed_and_says_it_is_unconfirmed() -> None:
    told = finding(RULE, year_facts(items("mxxx", "24")))
    assert told.commitments == (2, 4)
    assert told.certainty is Certainty.UNCONFIRMED
    assert "chưa được xác nhận" in told.text.vi
    assert "không phải là vi phạm" in told.text.vi


def test_before_regulation_366_it_rests_on_regulation_124() -> None:
    told = finding(RULE, year_facts(items("mxxx", "2")), on=date(2025, 8, 29))
    assert told.certainty is Certainty.STATED
    assert [c.instrument.symbol for c in told.citations if c.instrument] == ["124-QĐ/TW"]
