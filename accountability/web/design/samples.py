"""Sample values for the style page. They resemble real figures and are nobody's result."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django import forms

from accountability.web.presentation.charts import (
    BulletBar,
    DotStrip,
    Forecast,
    Member,
    Point,
    StateBar,
    TrendChart,
    bullet_bar,
    dot_strip,
    sparkline,
    state_bar,
    trend_chart,
)
from accountability.web.presentation.chips import ActiveFilter, Choice

D = Decimal
KNOWN_AT = datetime(2025, 10, 11, 1, 46, tzinfo=UTC)
FIGURE, CHANGE = D("82.1"), D("-1.24")
NAV = [
    ("Việc của tôi", "#", True),
    ("Bản cam kết", "#a", False),
    ("Tổng quan", "#b", False),
    ("Đề xuất", "#c", False),
    ("Nguồn số liệu", "#d", False),
]
NAV_LONG = [*NAV, ("Thẩm định", "#e", False), ("Nhật ký", "#f", False)]
FILTERS = [
    ActiveFilter("Nhóm", "Xã, phường, đặc khu", "?bo=nhom"),
    ActiveFilter("Tình trạng", "Không đạt", "?bo=tinh-trang"),
]
HEAT_HEADS = ("Tổng điểm", "Công khai", "Tiến độ", "Số hóa", "Trực tuyến", "Thanh toán", "Hài lòng", "Thứ hạng")
WRONG_FORM = {"title": "", "progress": "85", "kind": "duty"}

_HEAT = {
    "UBND phường Long Phú": "met met met met on_track met met met",
    "UBND xã Hòn Đất": "on_track met met at_risk on_track met met met",
    "UBND đặc khu Thổ Châu": "at_risk met no_data missed not_applicable no_data met at_risk",
    "Sở Nông nghiệp và Môi trường": "missed on_track missed at_risk at_risk waived met missed",
}
_FIGURES = ("93,33", "18,00", "19,87", "20,82", "8,16", "8,48", "18,00", "1")


class SampleForm(forms.Form):
    """A progress report with one of everything."""

    title = forms.CharField(label="Số, ký hiệu văn bản", help_text="Ví dụ: 128/KH-UBND.")
    day = forms.DateField(
        label="Ngày ban hành", required=False, widget=forms.DateInput(attrs={"placeholder": "21/11/2025"})
    )
    kind = forms.ChoiceField(
        label="Loại nội dung",
        choices=[("duty", "Nhiệm vụ có hoặc không"), ("rate", "Tỷ lệ có tử số và mẫu số")],
        widget=forms.RadioSelect,
    )
    unit = forms.ChoiceField(label="Đơn vị phối hợp", choices=[("", "Không có"), ("1", "Sở Nội vụ")], required=False)
    note = forms.CharField(label="Kết quả thực hiện", widget=forms.Textarea)
    file = forms.FileField(label="Tài liệu kiểm chứng", required=False, help_text="PDF hoặc ảnh chụp, tối đa 20 MB.")
    sure = forms.BooleanField(label="Tôi đã kiểm tra và chịu trách nhiệm về nội dung báo cáo")


def bullets() -> list[BulletBar]:
    """Give the ways a result may stand to a floor."""
    figures = {"met": D("93.33"), "on_track": D("86.4"), "at_risk": D("82.1"), "missed": D("61.07"), "no_data": None}
    return [
        bullet_bar(
            label="Tổng điểm",
            state=state,
            value=value,
            unit="điểm",
            at_least=D(85),
            baseline=D("74.5"),
            median=D("80.2"),
            ceiling=D(100),
        )
        for state, value in figures.items()
    ]


def range_bullet() -> BulletBar:
    """Give a result inside a promised range."""
    return bullet_bar(
        label="Số ngày giải quyết bình quân",
        state="met",
        value=D("6.5"),
        at_least=D(5),
        at_most=D(8),
        unit="ngày",
        decimals=1,
    )


def _year(*figures: str | None) -> list[Point]:
    return [
        Point(date(2025, month, 28), f"Tháng {month}/2025", D(figure) if figure else None)
        for month, figure in enumerate(figures, start=1)
    ]


def items() -> list[dict]:
    """Give the commitments of one head, the pressing ones first."""
    rows = (
        ("2", "Tỷ lệ hồ sơ giải quyết đúng hạn", "missed", "61.07", "95", ("88", "84.2", "79", "70.3", None, "61.07")),
        ("5", "Điểm số hóa hồ sơ", "at_risk", "17.2", "20", ("12", "13.1", "15", "15.8", "16.9", "17.2")),
        (
            "1",
            "Tổng điểm phục vụ người dân, doanh nghiệp",
            "on_track",
            "82.1",
            "85",
            ("70", "72", "75", "78", "81", "82.1"),
        ),
    )
    return [
        {
            "number": number,
            "title": title,
            "state": state,
            "bullet": bullet_bar(label=title, state=state, value=D(value), at_least=D(target)),
            "spark": sparkline(label=title, points=_year(*history), target=D(target), state=state),
        }
        for number, title, state, value, target, history in rows
    ]


def trend() -> TrendChart:
    """Give a year with a restated month, a gap and a merger."""
    figures = {3: "71.2", 4: "73.05", 5: None, 6: "76.4", 7: "78.9", 8: "80.2", 9: "74.7", 10: "80.6"}
    points = [
        Point(
            day=date(2025, month, 28),
            name=f"Tháng {month}/2025",
            value=D(figure) if figure else None,
            first_value=D("77.5") if month == 9 else None,
            break_before=month == 7,
            as_of="08:46 15/10/2025",
        )
        for month, figure in figures.items()
    ]
    return trend_chart(
        label="Tổng điểm phục vụ người dân, doanh nghiệp",
        points=points,
        unit="điểm",
        state="at_risk",
        at_least=D(85),
        until=date(2025, 12, 31),
        forecast=Forecast(date(2025, 12, 31), D("80.1"), D("84.2")),
    )


def falling_trend() -> TrendChart:
    """Give a rate that must stay below a ceiling."""
    points = _year("4.8", "4.1", "3.3", "3.6", "2.4", "1.9")
    return trend_chart(label="Tỷ lệ hồ sơ trễ hạn", points=points, unit="%", state="met", at_most=D("2.5"), decimals=2)


def cohort() -> DotStrip:
    """Give a hundred communes, piled where they are close."""
    members = [
        Member(f"Đơn vị {n}", D(93) - D((n * n) % 239) / 11 - D(n % 7) / 10, marked=n == 41) for n in range(1, 101)
    ]
    members += [Member("UBND đặc khu Thổ Châu", None), Member("UBND đặc khu Kiên Hải", None)]
    return dot_strip(
        label="Tổng điểm của 102 xã, phường, đặc khu", members=members, unit="điểm", target=D(85), median=D("83.4")
    )


def counts() -> StateBar:
    """Give the standing of one unit's commitments."""
    numbers = {"met": 12, "on_track": 9, "at_risk": 4, "missed": 2, "no_data": 3, "waived": 1, "not_applicable": 1}
    return state_bar(
        label="Tình trạng 32 nội dung cam kết", counts=numbers, urls={code: f"?tinh-trang={code}" for code in numbers}
    )


def choices() -> list[Choice]:
    """Give a row of filters."""
    return [
        Choice("Tất cả", "?", current=True, count=117),
        Choice("Không đạt", "?s=missed", count=6, state="missed"),
        Choice("Có nguy cơ", "?s=at_risk", count=21, state="at_risk"),
        Choice("Chưa có số liệu", "?s=no_data", count=9, state="no_data"),
    ]


def heat_rows() -> list[dict]:
    """Give a few rows of the matrix."""
    rows = []
    for name, codes in _HEAT.items():
        cells = zip(codes.split(), _FIGURES, HEAT_HEADS, strict=True)
        shown = [(code, "" if code in {"no_data", "not_applicable"} else figure, head) for code, figure, head in cells]
        rows.append({"name": name, "cells": shown})
    return rows


def unit_rows() -> list[dict]:
    """Give a list of units."""
    return [
        {"name": "UBND phường Long Phú", "score": D("93.33"), "rank": 1, "change": D("0.12"), "state": "met"},
        {"name": "UBND xã Hòn Đất", "score": D("86.4"), "rank": 22, "change": D("-0.3"), "state": "on_track"},
        {
            "name": "Sở Nông nghiệp và Môi trường",
            "score": D("61.07"),
            "rank": 15,
            "change": D("-9.23"),
            "state": "missed",
        },
        {"name": "UBND đặc khu Thổ Châu", "score": None, "rank": None, "change": None, "state": "no_data"},
    ]
