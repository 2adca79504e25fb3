"""Charts put every figure exactly where it belongs, and leave out what is not known."""

from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accountability.web.presentation.charts import (
    Forecast,
    Member,
    Point,
    bullet_bar,
    dot_strip,
    sparkline,
    state_bar,
    trend_chart,
)
from accountability.web.presentation.charts.geometry import Scale, coord, nice_ticks

D = Decimal


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def _months(*figures: str | None) -> list[Point]:
    return [
        Point(date(2025, month, 1), f"Tháng {month}", D(figure) if figure else None)
        for month, figure in enumerate(figures, start=1)
    ]


def _number(text: str) -> Decimal:
    return D(text.rstrip("%"))


def test_coordinates_are_plain_svg_numbers_in_every_language() -> None:
    assert [coord(D(value)) for value in ("12.50", "0.005", "-0.001", "1E+2", "33.33333")] == [
        "12.5",
        "0.01",
        "0",
        "100",
        "33.33",
    ]


@given(st.decimals(-10_000, 10_000, places=4), st.decimals(-10_000, 10_000, places=4))
def test_round_figures_of_an_axis_enclose_what_is_drawn(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert len({after - before for before, after in pairwise(ticks)}) == 1
    assert len(ticks) <= 8


def test_a_scale_maps_figures_exactly() -> None:
    scale = Scale(D(0), D(3), D(0), D(100))
    assert scale.at(D(3)) == 100
    assert scale.place(D(1)) == "33.33"


def test_a_bullet_bar_measures_from_zero() -> None:
    chart = bullet_bar(
        label="Tổng điểm", state="at_risk", value=D("82.1"), at_least=D(85), baseline=D("74.5"), ceiling=D(100)
    )
    assert (chart.bar_x, chart.bar_width, chart.state) == ("0%", "82.1%", "at-risk")
    assert [(mark.kind, mark.x) for mark in chart.marks] == [("target", "85%"), ("baseline", "74.5%")]
    assert "Kết quả: 82,10; Cam kết, ít nhất: 85,00" in chart.description


@pytest.mark.parametrize(("place", "width"), [(1, "100%"), (97, "4.95%"), (102, "0%")])
def test_a_better_place_is_a_fuller_bar(place: int, width: str) -> None:
    chart = bullet_bar(label="Thứ hạng", state="missed", value=D(place), decimals=0, at_most=D(60), places=102)
    assert (chart.bar_x, chart.bar_width) == ("0%", width)
    assert (chart.low_text, chart.high_text) == ("hạng 102", "hạng 1")
    assert chart.marks[0].x == "41.58%"


def test_the_latest_figure_does_not_cover_the_figures_of_the_axis() -> None:
    points = [Point(date(2025, 10, day), str(day), D(80 + day)) for day in (1, 4)]
    label = trend_chart(label="x", points=points, until=date(2025, 12, 31)).last_label
    assert label is not None
    assert label.anchor == "start"


def test_the_latest_figure_stands_above_the_names_of_the_axis() -> None:
    points = [Point(date(2025, 10, day), str(day), D(figure)) for day, figure in ((11, "93.33"), (15, "93.2"))]
    chart = trend_chart(label="x", points=points, until=date(2025, 12, 31))
    assert chart.last_label is not None
    assert D(chart.last_label.y) < D(chart.names[-1].y) - 16


def test_a_bullet_bar_without_a_figure_has_no_length_and_says_why() -> None:
    chart = bullet_bar(label="Văn bản xin lỗi", state="not_applicable", value=None, at_least=D(100), unit="%")
    assert chart.bar_width == "0%"
    assert chart.value_text == "Không phát sinh"
    assert bullet_bar(label="x", state="met", value=D(0), at_most=D(5)).value_text == "0,00"


def test_a_promised_range_is_a_band_and_figures_beyond_the_ceiling_stay_on_the_axis() -> None:
    chart = bullet_bar(label="Số ngày", state="met", value=D(6), at_least=D(5), at_most=D(8), ceiling=D(10))
    assert chart.band == ("50%", "30%")
    beyond = bullet_bar(label="Vượt", state="met", value=D(130), at_least=D(100), ceiling=D(100))
    assert _number(beyond.bar_width) < 100


def test_a_negative_figure_runs_left_of_zero() -> None:
    chart = bullet_bar(label="Thay đổi", state="missed", value=D(-5), at_least=D(5))
    assert _number(chart.bar_x) + _number(chart.bar_width) == 50


def test_a_missing_figure_breaks_the_sparkline_and_a_lone_figure_is_a_dot() -> None:
    chart = sparkline(label="x", points=_months("1", "2", None, "4", None, "6", "7"))
    assert len(chart.segments) == 2
    assert len(chart.lone_dots) == 1
    assert chart.last_dot == ("92", "4")
    assert chart.description == "Từ 1,00 (Tháng 1) đến 7,00 (Tháng 7)."


def test_nothing_known_draws_nothing() -> None:
    chart = sparkline(label="x", points=_months(None, None))
    assert (chart.segments, chart.last_dot) == ((), None)
    assert trend_chart(label="x", points=[]).rows == ()
    assert trend_chart(label="x", points=_months(None)).dots == ()
    assert dot_strip(label="x", members=[Member("A", None)]).without_figure == 1
    assert state_bar(label="x", counts={}).parts == ()


def test_a_trend_places_points_by_date_and_by_figure() -> None:
    points = [
        Point(date(2025, 1, 1), "a", D(0)),
        Point(date(2025, 1, 11), "b", D(50)),
        Point(date(2025, 5, 1), "c", D(100)),
    ]
    chart = trend_chart(label="x", points=points)
    first, second, last = (dot.x for dot in chart.dots)
    share = (_number(second) - _number(first)) / (_number(last) - _number(first))
    assert abs(share - D(10) / D(120)) < D("0.001")
    assert [dot.y for dot in chart.dots] == ["224", "126", "28"]
    assert chart.axis_note == ""


def test_a_trend_breaks_where_figures_cannot_be_compared() -> None:
    before, gap, after = (Point(date(2025, m, 1), str(m), D(80 + m), break_before=m == 3) for m in (1, 2, 3))
    chart = trend_chart(label="x", points=[after, before, gap])
    assert len(chart.segments) == 1
    assert len(chart.break_lines) == 1
    assert [row.note for row in chart.rows] == ["", "", "không so sánh được với kỳ trước"]


def test_a_restated_point_is_hollow_and_the_table_shows_both_figures() -> None:
    changed = Point(date(2025, 9, 30), "Tháng 9/2025", D("74.7"), first_value=D("74.5"), as_of="08:46 15/10/2025")
    same = Point(date(2025, 8, 31), "Tháng 8/2025", D("80.2"), first_value=D("80.2"))
    chart = trend_chart(label="x", points=[same, changed])
    assert [dot.hollow for dot in chart.dots] == [False, True]
    assert (chart.rows[1].value, chart.rows[1].first_value) == ("74,70", "74,50")
    assert chart.rows[1].note == "số liệu đã thay đổi sau khi chốt"


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    chart = trend_chart(label="x", points=_months("80.2", "84.1"), at_least=D(85))
    assert chart.axis_note.startswith("Trục đứng bắt đầu từ 80")
    assert chart.grid[0].text == "80"


def test_the_promise_is_a_line_or_a_band_and_is_written_out() -> None:
    floor = trend_chart(label="x", points=_months("50", "60"), at_least=D(85), unit="%", decimals=0)
    assert len(floor.target_lines) == 1
    assert floor.target_label is not None
    assert floor.target_label.text == "Cam kết: ít nhất 85%"
    band = trend_chart(label="x", points=_months("5", "9"), at_least=D(4), at_most=D(8))
    assert band.target_band is not None
    assert len(band.target_lines) == 2


def test_a_forecast_starts_at_the_last_known_figure() -> None:
    points = _months("10", "20", None)
    chart = trend_chart(label="x", points=points, forecast=Forecast(date(2025, 12, 31), D(15), D(30)))
    start = chart.forecast.split()[0]
    assert start == f"{chart.dots[-1].x.rstrip('%')},{chart.dots[-1].y}"


def test_names_of_the_axis_never_stand_on_each_other() -> None:
    chart = trend_chart(label="x", points=_months(*(str(n) for n in range(1, 13))))
    for wide, names in ((False, [n for n in chart.names if not n.minor]), (True, list(chart.names))):
        places = sorted(_number(name.x) for name in names)
        gaps = [after - before for before, after in pairwise(places)]
        assert min(gaps) >= (15 if wide else 28)


def test_a_dot_strip_piles_close_units_and_puts_the_marked_one_on_top() -> None:
    members = [Member("A", D(50), marked=True), Member("B", D(50)), Member("C", D(90)), Member("D", None)]
    strip = dot_strip(label="x", members=members, target=D(85))
    assert strip.dots[-1].marked
    same = [dot for dot in strip.dots if dot.text.startswith(("A", "B"))]
    assert len({dot.x for dot in same}) == 1
    assert len({dot.y for dot in same}) == 2
    assert (strip.count, strip.without_figure) == (3, 1)
    assert "3 trong 4 đơn vị có số liệu" in strip.description


def test_counts_fill_the_whole_width_in_the_order_of_attention() -> None:
    bar = state_bar(label="x", counts={"met": 1, "missed": 2, "no_data": 0, "waived": 5})
    assert [(part.look.code, part.x, part.width) for part in bar.parts] == [
        ("missed", "0%", "25%"),
        ("met", "25%", "12.5%"),
        ("waived", "37.5%", "62.5%"),
    ]
    assert bar.description == "Không đạt: 2; Đạt: 1; Nguyên nhân khách quan: 5."


def test_what_is_drawn_cannot_be_changed_afterwards() -> None:
    chart = bullet_bar(label="x", state="met", value=D(1), at_least=D(1))
    with pytest.raises(FrozenInstanceError):
        chart.value_text = "2"  # type: ignore[misc]
