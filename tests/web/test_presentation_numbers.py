"""Figures and dates as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accountability.web.presentation import dates, numbers

D = Decimal
EXACT = st.decimals(min_value=D("-9e14"), max_value=D("9e14"), allow_nan=False, places=4)


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (D("1234.56"), 2, "1.234,56", "1,234.56"),
        (D("82.1"), 2, "82,10", "82.10"),
        (D("82.1000"), None, "82,1", "82.1"),
        (D("100.0000"), None, "100", "100"),
        (1_000_000, None, "1.000.000", "1,000,000"),
        (D("0"), 2, "0,00", "0.00"),
        (D("-1.235"), 2, "−1,24", "−1.24"),
        (D("0.005"), 2, "0,01", "0.01"),
        (D("-0.001"), 2, "0,00", "0.00"),
        (D("1E+3"), None, "1.000", "1,000"),
        (None, 2, "—", "—"),
    ],
)
def test_a_figure_is_written_in_the_readers_way(
    value: Decimal | int | None, decimals: int | None, vietnamese: str, english: str
) -> None:
    assert numbers.exact(value, decimals, language="vi") == vietnamese
    assert numbers.exact(value, decimals, language="en") == english


def test_a_float_is_refused_because_it_has_lost_digits() -> None:
    with pytest.raises(TypeError):
        numbers.exact(0.1 + 0.2, 2)  # type: ignore[arg-type]


@given(EXACT)
def test_what_is_written_reads_back_as_the_same_figure(value: Decimal) -> None:
    written = numbers.exact(value, language="vi").replace(".", "").replace(",", ".").replace(numbers.MINUS, "-")
    assert Decimal(written) == value


@given(EXACT, st.integers(min_value=0, max_value=4))
def test_the_number_of_decimals_is_always_the_declared_one(value: Decimal, decimals: int) -> None:
    _whole, _comma, fraction = numbers.exact(value, decimals, language="vi").partition(",")
    assert len(fraction) == decimals


def test_a_difference_of_percentages_is_counted_in_percentage_points() -> None:
    with translation.override("vi"):
        assert numbers.difference(D("1.2"), "%", 2) == "+1,20\u00a0điểm phần trăm"
        assert numbers.difference(D("-1.24"), "điểm", 2) == "−1,24\u00a0điểm"
        assert numbers.difference(D("0"), "%", 2) == "0,00\u00a0điểm phần trăm"
        assert numbers.difference(None, "%", 2) == "—"


def test_a_difference_that_rounds_to_nothing_carries_no_sign() -> None:
    assert numbers.signed(D("0.004"), 2, language="vi") == "0,00"


def test_the_percent_sign_stands_close_and_words_stand_off() -> None:
    assert numbers.with_unit(D("99.5"), "%", 1, language="vi") == "99,5%"
    assert numbers.with_unit(D("85"), "điểm", 0, language="vi") == "85\u00a0điểm"
    assert numbers.with_unit(None, "điểm", 0, language="vi") == "—"
    assert numbers.fraction(1204, D("1300.0000"), language="vi") == "1.204 / 1.300"


def test_a_moment_is_told_in_the_time_of_vietnam() -> None:
    just_before_midnight = datetime(2025, 10, 14, 17, 30, tzinfo=UTC)
    with translation.override("vi"):
        assert dates.moment(just_before_midnight) == "00:30 15/10/2025"
        assert dates.day(just_before_midnight) == "15/10/2025"
        assert dates.day(date(2026, 11, 21)) == "21/11/2026"
    with translation.override("en"):
        assert dates.day(date(2026, 11, 21)) == "21 Nov 2026"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        dates.moment(datetime(2025, 10, 15, 8, 46))  # noqa: DTZ001  the fault under test


@pytest.mark.parametrize(
    ("value", "reference", "words"),
    [
        (date(2025, 10, 11), date(2025, 10, 15), "4 ngày trước"),
        (datetime(2025, 10, 10, 18, 0, tzinfo=UTC), date(2025, 10, 15), "4 ngày trước"),
        (date(2025, 10, 15), date(2025, 10, 15), "hôm nay"),
        (date(2025, 10, 14), date(2025, 10, 15), "hôm qua"),
        (date(2025, 11, 30), date(2025, 10, 15), "còn 46 ngày"),
        (date(2025, 7, 1), date(2025, 10, 15), "3 tháng trước"),
        (date(2023, 10, 1), date(2025, 10, 15), "2 năm trước"),
        (datetime(2025, 10, 15, 1, tzinfo=UTC), datetime(2025, 10, 15, 1, 5, tzinfo=UTC), "5 phút trước"),
        (datetime(2025, 10, 15, 1, tzinfo=UTC), datetime(2025, 10, 15, 1, 0, 9, tzinfo=UTC), "vừa xong"),
        (datetime(2025, 10, 14, 1, tzinfo=UTC), datetime(2025, 10, 15, 1, tzinfo=UTC), "hôm qua"),
        (None, date(2025, 10, 15), ""),
    ],
)
def test_age_is_told_in_words(value: date | None, reference: date, words: str) -> None:
    with translation.override("vi"):
        assert dates.age(value, reference) == words


@pytest.mark.parametrize(
    ("kind", "first", "last", "name"),
    [
        ("month", date(2025, 9, 1), date(2025, 9, 30), "Tháng 9/2025"),
        ("quarter", date(2025, 7, 1), date(2025, 9, 30), "Quý III/2025"),
        ("half_year", date(2025, 1, 1), date(2025, 6, 30), "6 tháng đầu năm 2025"),
        ("year", date(2025, 1, 1), date(2025, 12, 31), "Năm 2025"),
        ("year_to_date", date(2025, 1, 1), date(2025, 10, 15), "Năm 2025 (lũy kế)"),
        ("month_to_date", date(2025, 10, 1), date(2025, 10, 15), "Tháng 10/2025 (lũy kế)"),
        ("month", date(2022, 7, 21), date(2022, 8, 20), "Tháng 8/2022 (21/07/2022 – 20/08/2022)"),
        ("quarter", date(2019, 12, 1), date(2020, 2, 29), "Quý I/2020 (01/12/2019 – 29/02/2020)"),
        ("term", date(2025, 7, 1), date(2025, 12, 31), "01/07/2025 – 31/12/2025"),
    ],
)
def test_a_period_has_a_name_and_says_when_it_leaves_the_calendar(
    kind: str, first: date, last: date, name: str
) -> None:
    with translation.override("vi"):
        assert dates.period_name(kind, first, last) == name


def test_a_length_of_time_is_told_in_two_parts_at_most() -> None:
    with translation.override("vi"):
        assert [dates.duration(seconds) for seconds in (45, 60, 200, 3600, 7500)] == [
            "45 giây",
            "1 phút",
            "3 phút 20 giây",
            "1 giờ",
            "2 giờ 5 phút",
        ]
