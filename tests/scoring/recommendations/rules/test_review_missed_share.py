"""Review of responsibility by the share of commitments missed."""

import pytest

from scoring.recommendations import Outcome
from scoring.rulebooks import Certainty
from tests.scoring.builders import commitments, finding, year_facts

RULE = "review_missed_share"


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ({"met": 69, "missed": 31}, Outcome.FIRED),
        ({"met": 70, "missed": 30}, Outcome.NEAR),
        ({"met": 90, "missed": 10}, Outcome.NOT_SUPPORTED),
        ({"met": 2}, Outcome.NOT_SUPPORTED),
        ({"missed": 1, "met": 2, "waived": 7}, Outcome.FIRED),
        ({"missed": 1, "met": 5, "no_data": 4}, Outcome.INSUFFICIENT),
        ({"waived": 4}, Outcome.INSUFFICIENT),
    ],
)
def test_it_calls_above_the_local_share_only(counts: dict[str, int], outcome: Outcome) -> None:
    told = finding(RULE, year_facts(commitments(**counts)))
    assert told.outcome is outcome
    assert told.certainty is Certainty.LOCAL


def test_it_lists_the_facts_and_never_a_form_of_discipline() -> None:
    told = finding(RULE, year_facts(commitments(met=2, missed=3)))
    assert told.commitments == (3, 4, 5)
    assert "không phải là vi phạm" in told.text.vi
    assert "not in itself a violation" in told.text.en
    for form in ("khiển trách", "cảnh cáo", "cách chức", "buộc thôi việc"):
        assert form not in told.text.vi.lower()


def test_a_figure_that_has_not_come_in_yet_is_not_waited_for_while_the_year_is_open() -> None:
    items = commitments(met=5, missed=1, no_data=4)
    assert finding(RULE, year_facts(items, final=False)).outcome is not Outcome.INSUFFICIENT


def test_a_threshold_that_no_law_sets_is_called_what_it_is() -> None:
    text = finding(RULE, year_facts(commitments(met=5, missed=5))).text
    assert "vượt mức 30% do tỉnh đặt (chưa có văn bản)" in text.vi
    assert "above 30% set by the province (no legal text)" in text.en
