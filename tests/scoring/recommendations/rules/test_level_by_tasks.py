"""The level for years rated under Decree 90/2020."""

import re
from decimal import Decimal

import pytest

from scoring.recommendations import Outcome
from scoring.rulebooks import Certainty
from tests.scoring.builders import commitment, commitments, finding, rulebook, year_facts

RULE = "level_by_tasks"


@pytest.mark.parametrize(
    ("counts", "exceeded", "level"),
    [
        ({"met": 10}, 5, "excellent"),
        ({"met": 10}, 4, "good"),
        ({"met": 9, "missed": 1}, 9, "completed"),
        ({"met": 8, "missed": 3}, 0, "completed"),
        ({"met": 7, "missed": 3}, 0, "undetermined"),
        ({"met": 5, "missed": 5}, 0, "undetermined"),
        ({"met": 49, "missed": 51}, 0, "not_completed"),
        ({"missed": 3}, 0, "not_completed"),
    ],
)
def test_the_level_follows_the_share_done(counts: dict[str, int], exceeded: int, level: str) -> None:
    assert finding(RULE, year_facts(commitments(exceeded=exceeded, **counts))).result == level


def test_what_is_on_track_counts_only_while_the_year_is_open() -> None:
    items = commitments(on_track=10)
    assert finding(RULE, year_facts(items, final=False)).result == "good"
    assert finding(RULE, year_facts(items, final=True)).result == "not_completed"


def test_a_level_rests_on_what_is_shown_and_non_completion_only_where_nothing_unknown_could_change_it() -> None:
    assert finding(RULE, year_facts(commitments(met=8, no_data=2))).result == "completed"
    unsettled = finding(RULE, year_facts(commitments(met=2, no_data=8)))
    assert (unsettled.outcome, unsettled.result) == (Outcome.INSUFFICIENT, "undetermined")
    assert "8 nội dung" in unsettled.missing[0].vi
    assert finding(RULE, year_facts(commitments(met=1, no_data=2, missed=7))).result == "not_completed"


def test_only_the_shares_that_decided_are_its_grounds() -> None:
    excellent = finding(RULE, year_facts(commitments(met=2, exceeded=2)))
    assert excellent.certainty is Certainty.INFERRED
    failing = finding(RULE, year_facts(commitments(missed=2)))
    assert failing.certainty is Certainty.UNCONFIRMED
    assert "chưa được xác nhận" in failing.text.vi


def test_it_says_what_would_change_the_level_in_numbers() -> None:
    hints = finding(RULE, year_facts(commitments(met=6, missed=4, exceeded=1))).what_would_change
    assert [(h.code, h.count, h.result) for h in hints] == [
        ("more_done", 2, "completed"),
        ("more_done", 4, "good"),
        ("more_done", 4, "excellent"),
        ("more_exceeded", 4, "excellent"),
    ]
    late = [commitment(n, "met", on_time=n > 5) for n in range(1, 11)]
    assert [(h.code, h.count) for h in finding(RULE, year_facts(late)).what_would_change if h.result == "good"] == [
        ("more_on_time", 3)
    ]


def test_the_figures_stand_beside_their_thresholds() -> None:
    figures = finding(RULE, year_facts(commitments(met=31, missed=3))).figures
    assert (figures[0].value, figures[0].threshold, figures[0].passed) == (Decimal("91.18"), Decimal(100), False)


def test_it_calls_itself_one_input_and_owns_that_a_unit_is_rated_by_analogy() -> None:
    for_head = finding(RULE, year_facts(commitments(met=3)))
    assert "không phải kết quả xếp loại" in for_head.text.vi
    assert "not the rating" in for_head.text.en
    assert "tham khảo" not in for_head.text.vi
    assert "tham khảo" in finding(RULE, year_facts(commitments(met=3), subject="unit")).text.vi


def test_its_grounds_are_those_of_the_rulebook() -> None:
    told = finding(RULE, year_facts(commitments(met=3)))
    symbols = {citation.instrument.symbol for citation in told.citations if citation.instrument}
    assert symbols == {"90/2020/NĐ-CP"}
    assert all(rulebook().parameters[value.key].at(value.from_day) == value for value in told.readings)


def test_missing_figures_are_weighed_and_the_span_they_leave_is_said() -> None:
    """Two with the same share may come out differently: the sentence says how far the missing figures could carry."""
    open_span = finding(RULE, year_facts(commitments(met=6, no_data=3, missed=8)))
    assert open_span.result == "undetermined"
    assert "Hiện 35,29%; nếu 3 nội dung chưa có số liệu đều đạt thì tối đa 52,94%" in open_span.text.vi
    assert "từ 50% đến 70%" in open_span.text.vi
    settled = finding(RULE, year_facts(commitments(met=6, no_data=2, missed=9)))
    assert settled.result == "not_completed"
    assert "Kể cả khi 2 nội dung chưa có số liệu đều đạt thì cũng chỉ tối đa 47,06%." in settled.text.vi


def test_the_silent_stretch_is_named_only_where_the_figures_may_lie_in_it() -> None:
    assert "từ 50% đến 70%" not in finding(RULE, year_facts(commitments(met=2, no_data=8))).text.vi
    assert "từ 50% đến 70%" in finding(RULE, year_facts(commitments(met=6, missed=4))).text.vi


def test_while_the_year_is_open_what_is_on_track_is_not_called_done() -> None:
    text = finding(RULE, year_facts(commitments(met=8, on_track=9), final=False)).text
    assert "đạt và đúng tiến độ 17/17 nội dung cam kết (100%), trong đó đã đạt 8" in text.vi
    assert "17 of 17 commitments met or on track (100%), 8 of them already met" in text.en


def test_english_writes_days_as_a_reader_does_and_one_is_not_several() -> None:
    text = finding(RULE, year_facts(commitments(met=1, no_data=1, missed=1), final=False)).text.en
    assert re.search(r"closed on \d{1,2} [A-Z][a-z]{2} \d{4}:", text)
    assert "the 1 commitment without" in text
