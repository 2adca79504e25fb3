"""Exact numbers and canonical bytes."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.quantities import (
    Missing,
    NotApplicable,
    UnableToCanonicalize,
    canonical_json,
    decimal_text,
    digest,
    quantize_half_up,
    ratio_percent,
)

letters = st.characters(codec="utf-8")
stored = st.integers(-(2**63), 2**63 - 1).map(lambda n: Decimal(n).scaleb(-4))


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Pair:
    b: Decimal
    a: Colour


@pytest.mark.parametrize(
    ("raw", "decimals", "printed"),
    [
        ("89.995", 2, "90.00"),
        ("89.9949", 2, "89.99"),
        ("89.995", 1, "90.0"),
        ("0.5", 0, "1"),
        ("2.5", 0, "3"),
        ("-0.5", 0, "-1"),
        ("-0.004", 2, "0.00"),
        ("1.005", 2, "1.01"),
        ("922337203685477.5807", 2, "922337203685477.58"),
    ],
)
def test_halves_are_rounded_away_from_zero_once(raw: str, decimals: int, printed: str) -> None:
    assert quantize_half_up(Decimal(raw), decimals) == Decimal(printed)


@pytest.mark.parametrize(
    ("numerator", "denominator", "decimals", "printed"),
    [
        ("13", "16", 2, "81.25"),  # feedback handled, Cà Mau
        ("31", "34", 2, "91.18"),  # job-position plans, Cao Bằng
        ("31", "34", 1, "91.2"),
        ("2322", "2487", 2, "93.37"),  # training plan, Cà Mau
        ("16", "18", 2, "88.89"),
        ("31", "75", 2, "41.33"),
        ("1", "3", 4, "33.3333"),
        ("2", "3", 0, "67"),
        ("0", "7", 2, "0.00"),
    ],
)
def test_shares_come_out_as_they_are_printed(numerator: str, denominator: str, decimals: int, printed: str) -> None:
    assert ratio_percent(Decimal(numerator), Decimal(denominator), decimals) == Decimal(printed)


def test_a_share_of_nothing_is_not_applicable_rather_than_zero_or_hundred() -> None:
    assert ratio_percent(Decimal(0), Decimal(0), 2) == NotApplicable("zero_denominator")


def test_a_negative_denominator_is_refused() -> None:
    with pytest.raises(ValueError, match="denominator"):
        ratio_percent(Decimal(1), Decimal(-1), 2)


@pytest.mark.parametrize("raw", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_neither_rounded_nor_written(raw: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        quantize_half_up(Decimal(raw), 2)
    with pytest.raises(ValueError, match="finite"):
        decimal_text(Decimal(raw))


@pytest.mark.parametrize("decimals", [-1, 13])
def test_an_absurd_number_of_decimals_is_refused(decimals: int) -> None:
    with pytest.raises(ValueError, match="decimals"):
        quantize_half_up(Decimal(1), decimals)


@given(stored, stored.filter(lambda d: d > 0), st.integers(0, 4))
def test_a_share_is_rounded_once_from_the_exact_quotient(top: Decimal, bottom: Decimal, decimals: int) -> None:
    exact = Fraction(top) * 100 / Fraction(bottom) * 10**decimals
    nearest = (abs(exact) + Fraction(1, 2)).__floor__()
    expected = Decimal(nearest if exact >= 0 else -nearest).scaleb(-decimals)
    assert ratio_percent(top, bottom, decimals) == expected


def test_the_ambient_decimal_context_changes_nothing() -> None:
    with localcontext() as ambient:
        ambient.prec = 3
        assert ratio_percent(Decimal("123456.7891"), Decimal("987654.3211"), 4) == Decimal("12.5000")
        assert quantize_half_up(Decimal("123456.785"), 2) == Decimal("123456.79")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1E+3", "1000"),
        ("-0", "0"),
        ("-0.000", "0"),
        ("1.500", "1.5"),
        ("100", "100"),
        ("1E-4", "0.0001"),
        ("-2.50", "-2.5"),
    ],
)
def test_a_number_has_one_text(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@given(stored)
def test_the_text_of_a_number_gives_the_number_back(value: Decimal) -> None:
    text = decimal_text(value)
    assert Decimal(text) == value
    assert "E" not in text
    assert text != "-0"


def test_canonical_json_is_sorted_tight_and_keeps_vietnamese_letters() -> None:
    moment = datetime(2025, 10, 15, 7, 0, tzinfo=timezone(timedelta(hours=7)))
    value = {
        "tên": "Sở Nội vụ",
        "b": (Pair(Decimal("1.50"), Colour.RED), None, True, 3),
        "a": date(2025, 10, 15),
        "t": moment,
    }
    assert canonical_json(value).decode() == (
        '{"a":"2025-10-15","b":[{"a":"red","b":"1.5"},null,true,3],"t":"2025-10-15T00:00:00+00:00","tên":"Sở Nội vụ"}'
    )


def test_the_two_ways_of_having_no_number_are_told_apart() -> None:
    assert len({canonical_json(v) for v in (Missing("x"), NotApplicable("x"), Decimal(0), None)}) == 4


@pytest.mark.parametrize(
    "value",
    [0.5, {"a": [1.0]}, {1, 2}, b"x", Fraction(1, 2), {1: "a"}, object(), datetime(2025, 1, 1), Pair],  # noqa: DTZ001
)
def test_what_has_no_agreed_form_is_refused(value: object) -> None:
    with pytest.raises(UnableToCanonicalize):
        canonical_json(value)


def test_two_keys_that_are_written_alike_are_refused() -> None:
    with pytest.raises(UnableToCanonicalize, match="two keys"):
        canonical_json({date(2025, 1, 1): 1, "2025-01-01": 2})


def test_the_message_says_where_the_trouble_is() -> None:
    with pytest.raises(UnableToCanonicalize, match=r"\$\.rows\[1\]\.value: float"):
        canonical_json({"rows": [{"value": 1}, {"value": 0.1}]})


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(letters) | stored | st.dates(),
    lambda children: st.lists(children) | st.dictionaries(st.text(letters), children),
    max_leaves=12,
)


@given(st.dictionaries(st.text(letters, max_size=4), plain))
def test_the_digest_knows_neither_the_order_of_keys_nor_the_time_of_asking(value: dict[str, object]) -> None:
    shuffled = dict(reversed(value.items()))
    assert digest(value) == digest(shuffled) == digest(value)
    json.loads(canonical_json(value))


def test_equal_numbers_written_differently_have_one_digest_and_different_ones_two() -> None:
    assert digest(Decimal("1.50")) == digest(Decimal("1.5"))
    assert digest(Decimal("1.5")) != digest(Decimal("1.51"))


def test_an_aware_time_is_written_in_utc() -> None:
    assert canonical_json(datetime(2025, 1, 1, tzinfo=UTC)) == b'"2025-01-01T00:00:00+00:00"'
