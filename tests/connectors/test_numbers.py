"""The rule table of commitments/sources/connectors/numbers.py, line by line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.sources.connectors.numbers import number_read
from commitments.sources.connectors.table import Cell, CellKind, Problem

AMBIGUOUS, UNREADABLE, FINE = "number_ambiguous", "number_unreadable", "number_too_fine"


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("12", "12", "12"),
        (" 12 ", "12", "12"),
        ("\u00a012", "12", "12"),
        ("-3", "-3", "-3"),
        ("0", "0", "0"),
        ("1.5", "1.5", UNREADABLE),
        ("1.500", "1.500", AMBIGUOUS),
        ("0,125", AMBIGUOUS, "0.125"),
        ("1,5", UNREADABLE, "1.5"),
        ("1.234,5", UNREADABLE, "1234.5"),
        ("1.234.567,8", UNREADABLE, "1234567.8"),
        ("1.234.567", AMBIGUOUS, AMBIGUOUS),
        ("1,234.5", UNREADABLE, UNREADABLE),
        ("12,34,5", UNREADABLE, UNREADABLE),
        ("1.23,4", UNREADABLE, UNREADABLE),
        ("0.123,4", UNREADABLE, UNREADABLE),
        ("19.12345", FINE, UNREADABLE),
        ("19,12345", UNREADABLE, FINE),
        ("007", UNREADABLE, UNREADABLE),
        ("+5", UNREADABLE, UNREADABLE),
        (".5", UNREADABLE, UNREADABLE),
        ("5.", UNREADABLE, UNREADABLE),
        ("5 %", UNREADABLE, UNREADABLE),
        ("-", UNREADABLE, UNREADABLE),
        ("NaN", UNREADABLE, UNREADABLE),
        ("Infinity", UNREADABLE, UNREADABLE),
        ("1e3", UNREADABLE, UNREADABLE),
        ("1_000", UNREADABLE, UNREADABLE),
        ("١", UNREADABLE, UNREADABLE),
        ("１２", UNREADABLE, UNREADABLE),
        ("9" * 15, UNREADABLE, UNREADABLE),
        ("#DIV/0!", UNREADABLE, UNREADABLE),
    ],
)
def test_a_text_is_one_number_or_a_problem(text: str, point: str, comma: str) -> None:
    for number_format, wanted in (("point", point), ("comma", comma)):
        read = number_read(Cell(CellKind.TEXT, text), number_format)
        if isinstance(read, Problem):
            assert read.code == wanted
        else:
            assert read == Decimal(wanted)


@pytest.mark.parametrize("text", ["", " ", "\u00a0"])
def test_blank_is_missing_and_not_zero(text: str) -> None:
    assert number_read(Cell(CellKind.TEXT, text), "point") is None


def test_a_native_number_is_read_alike_whatever_the_source_declares() -> None:
    for number_format in ("point", "comma"):
        assert number_read(Cell(CellKind.NUMBER, "1.5"), number_format) == Decimal("1.5")
    assert isinstance(number_read(Cell(CellKind.TRUTH, "True"), "point"), Problem)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_every_exact_number_survives_both_ways_of_writing(value: Decimal) -> None:
    assert number_read(Cell(CellKind.TEXT, f"{value:f}"), "point") == value
    grouped = f"{value:,f}".translate(str.maketrans(",.", ".,"))
    assert number_read(Cell(CellKind.TEXT, grouped), "comma") == value


@given(st.text(max_size=12))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for number_format in ("point", "comma"):
        read = number_read(Cell(CellKind.TEXT, text), number_format)
        assert read is None or isinstance(read, Problem) or read.is_finite()
