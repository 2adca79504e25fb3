"""The trend of one figure through time, with what was promised.

The picture takes the width it is given: places across are percentages, places down and letters are pixels, so that a
label is as large on a phone as on a wall.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from accountability.web.presentation.charts.geometry import Scale, coord, nice_ticks, percent
from accountability.web.presentation.charts.labels import Label, Place, name_labels, target_label, value_label
from accountability.web.presentation.charts.points import Point, day_number, day_scale, ordered, unbroken_pairs
from accountability.web.presentation.charts.sparkline import Segment
from accountability.web.presentation.numbers import exact, with_unit

HEIGHT, TOP, BOTTOM = 264, Decimal(28), Decimal(224)
LEFT, RIGHT = Decimal(12), Decimal(90)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the figure would be on a day if nothing changes: between low and high."""

    day: date
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised of the figure, and how figures are written."""

    at_least: Decimal | None
    at_most: Decimal | None
    unit: str
    decimals: int

    @property
    def figures(self) -> tuple[Decimal, ...]:
        """Give the promised limits that there are."""
        return tuple(limit for limit in (self.at_least, self.at_most) if limit is not None)

    def write(self, value: Decimal | None) -> str:
        """Write a figure with its unit."""
        return with_unit(value, self.unit, self.decimals)

    def text(self) -> str:
        """Say the promise in words; nothing promised is an empty string."""
        low, high = self.write(self.at_least), self.write(self.at_most)
        if len(self.figures) == 2:
            return _("Cam kết: từ %(low)s đến %(high)s") % {"low": low, "high": high}
        if self.at_least is not None:
            return _("Cam kết: ít nhất %(low)s") % {"low": low}
        return _("Cam kết: nhiều nhất %(high)s") % {"high": high} if self.at_most is not None else ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A known figure; hollow when the source changed it, then `first_y` is the place of the earlier figure."""

    x: str
    y: str
    hollow: bool
    first_y: str | None
    text: str


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One line of the same figures as a table."""

    name: str
    value: str
    first_value: str
    as_of: str
    note: str


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Everything the template draws, and the rows that say the same."""

    title: str
    description: str
    state: str
    grid: tuple[Label, ...]
    segments: tuple[Segment, ...]
    dots: tuple[Dot, ...]
    break_lines: tuple[str, ...]
    names: tuple[Label, ...]
    target_lines: tuple[str, ...]
    target_band: tuple[str, str] | None
    target_label: Label | None
    last_label: Label | None
    forecast: str
    axis_note: str
    rows: tuple[TrendRow, ...]
    has_restated: bool
    has_as_of: bool
    has_notes: bool
    height: int = HEIGHT
    base_y: str = coord(BOTTOM)


def trend_chart(
    *,
    label: str,
    points: Sequence[Point],
    unit: str = "",
    decimals: int = 2,
    state: str = "no_data",
    at_least: Decimal | None = None,
    at_most: Decimal | None = None,
    forecast: Forecast | None = None,
    until: date | None = None,
) -> TrendChart:
    """Build a trend chart.

    Args:
        points: figures in any order; missing ones break the line and stay in the table.
        at_least: the promised floor, a line; with at_most a band.
        forecast: where it leads if nothing changes; drawn from the last known figure.
        until: last day of the axis (the due date), when later than the last figure.
    """
    row = ordered(points)
    promise = Promise(at_least, at_most, unit, decimals)
    ticks = _ticks(_figures(row, promise, forecast), whole=decimals == 0)
    drawing = _Drawing(_days(row, forecast, until), Scale(ticks[0], ticks[-1], BOTTOM, TOP), promise)
    known = [point for point in row if point.value is not None]
    last_label = drawing.last_label(known)
    rows = tuple(_table_row(point, promise) for point in row)
    return TrendChart(
        title=label,
        description=_describe(known, promise),
        state=state.replace("_", "-"),
        grid=tuple(Label("0", drawing.down(tick), exact(tick), "start") for tick in ticks),
        segments=drawing.segments(row),
        dots=tuple(drawing.dot(point) for point in known),
        break_lines=drawing.break_lines(row),
        names=name_labels([(drawing.at(point)[0], point.name) for point in row], y=BOTTOM + 22),
        target_lines=tuple(drawing.down(limit) for limit in promise.figures),
        target_band=drawing.band(),
        target_label=drawing.target_label(known, last_label),
        last_label=last_label,
        forecast=drawing.forecast(known, forecast),
        axis_note=_("Trục đứng bắt đầu từ %(low)s, không phải từ 0.") % {"low": exact(ticks[0])} if ticks[0] else "",
        rows=rows,
        has_restated=any(point.restated for point in known),
        has_as_of=any(line.as_of for line in rows),
        has_notes=any(line.note for line in rows),
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    x: Scale
    y: Scale
    promise: Promise

    def at(self, point: Point) -> Place:
        return self.x.at(day_number(point.day)), self.y.at(point.value if point.value is not None else self.y.low)

    def down(self, value: Decimal) -> str:
        return coord(self.y.at(value))

    def segments(self, row: Sequence[Point]) -> tuple[Segment, ...]:
        joined = ((self.at(before), self.at(after)) for before, after in unbroken_pairs(row))
        return tuple(Segment(percent(x1), coord(y1), percent(x2), coord(y2)) for (x1, y1), (x2, y2) in joined)

    def dot(self, point: Point) -> Dot:
        x, y = self.at(point)
        text = f"{point.name}: {self.promise.write(point.value)}"
        first_y = self.down(point.first_value) if point.restated and point.first_value is not None else None
        return Dot(percent(x), coord(y), point.restated, first_y, text)

    def break_lines(self, row: Sequence[Point]) -> tuple[str, ...]:
        pairs = ((before, after) for before, after in pairwise(row) if after.break_before)
        return tuple(percent((self.at(before)[0] + self.at(after)[0]) / 2) for before, after in pairs)

    def band(self) -> tuple[str, str] | None:
        if len(self.promise.figures) < 2:
            return None
        low, high = self.promise.figures
        return self.down(high), coord(self.y.at(low) - self.y.at(high))

    def last_label(self, known: Sequence[Point]) -> Label | None:
        if not known:
            return None
        heights = [self.y.at(limit) for limit in self.promise.figures]
        line = [self.at(point) for point in known]
        return value_label(line, self.promise.write(known[-1].value), heights, floor=BOTTOM)

    def target_label(self, known: Sequence[Point], taken: Label | None) -> Label | None:
        if not self.promise.figures:
            return None
        line = [self.at(point) for point in known]
        return target_label(self.y.at(self.promise.figures[-1]), self.promise.text(), line, taken)

    def forecast(self, known: Sequence[Point], forecast: Forecast | None) -> str:
        if not known or not forecast:
            return ""
        end = self.x.at(day_number(forecast.day))
        corners = (self.at(known[-1]), (end, self.y.at(forecast.high)), (end, self.y.at(forecast.low)))
        return " ".join(f"{coord(x)},{coord(y)}" for x, y in corners)


def _days(row: Sequence[Point], forecast: Forecast | None, until: date | None) -> Scale:
    days = [point.day for point in row] + [day for day in (until, forecast.day if forecast else None) if day]
    return day_scale(min(days, default=date.min), max(days, default=date.min), start=LEFT, end=RIGHT)


def _figures(row: Sequence[Point], promise: Promise, forecast: Forecast | None) -> list[Decimal]:
    found = [point.value for point in row] + [point.first_value for point in row]
    found += [forecast.low, forecast.high] if forecast else []
    return [*promise.figures, *(figure for figure in found if figure is not None)]


def _ticks(figures: Sequence[Decimal], *, whole: bool) -> tuple[Decimal, ...]:
    if not figures:
        return Decimal(0), Decimal(1)
    low, high = min(figures), max(figures)
    near_zero = low >= 0 and high - low > high / 3
    return nice_ticks(Decimal(0) if near_zero else low, high, whole=whole)


def _table_row(point: Point, promise: Promise) -> TrendRow:
    notes = [_("số liệu đã thay đổi sau khi chốt")] if point.restated else []
    notes += [_("không so sánh được với kỳ trước")] if point.break_before else []
    value = promise.write(point.value) if point.value is not None else _("Chưa có số liệu")
    first = promise.write(point.first_value) if point.restated else ""
    return TrendRow(point.name, value, first, point.as_of, "; ".join(notes))


def _describe(known: Sequence[Point], promise: Promise) -> str:
    if not known:
        return _("Chưa có số liệu.")
    ends = known[:1] if len(known) == 1 else [known[0], known[-1]]
    parts = [f"{point.name}: {promise.write(point.value)}" for point in ends]
    target = promise.text()
    return "; ".join([*parts, target] if target else parts) + "."
