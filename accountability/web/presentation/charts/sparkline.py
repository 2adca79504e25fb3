"""The sparkline: the shape of a year, small enough to stand beside a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accountability.web.presentation.charts.geometry import Scale, coord
from accountability.web.presentation.charts.points import Point, day_number, day_scale, ordered, unbroken_pairs
from accountability.web.presentation.numbers import with_unit

WIDTH, HEIGHT, EDGE = Decimal(96), Decimal(28), Decimal(4)


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight piece of a line."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Everything the template draws, in a box of 96 × 28; the last known figure is a dot."""

    title: str
    description: str
    state: str
    segments: tuple[Segment, ...]
    lone_dots: tuple[tuple[str, str], ...]
    last_dot: tuple[str, str] | None
    target_y: str | None
    width: str = coord(WIDTH)
    height: str = coord(HEIGHT)


def sparkline(
    *,
    label: str,
    points: Sequence[Point],
    target: Decimal | None = None,
    unit: str = "",
    decimals: int = 2,
    state: str = "no-data",
) -> Sparkline:
    """Build a sparkline; a missing figure or a break leaves a gap, and a figure alone between gaps is a dot."""
    row = ordered(points)
    known = [point for point in row if point.value is not None]
    figures = [point.value for point in known if point.value is not None]
    if not figures:
        return Sparkline(label, _("Chưa có số liệu."), state, (), (), None, None)
    every = [*figures, target] if target is not None else figures
    low, high = min(every), max(every)
    y = Scale(low, high, HEIGHT - EDGE, EDGE) if low != high else Scale(low - 1, high + 1, HEIGHT - EDGE, EDGE)
    x = day_scale(row[0].day, row[-1].day, start=EDGE, end=WIDTH - EDGE)
    places = {
        point: (x.place(day_number(point.day)), y.place(point.value)) for point in known if point.value is not None
    }
    pairs = tuple(unbroken_pairs(row))
    joined = {point for pair in pairs for point in pair}
    return Sparkline(
        title=label,
        description=_describe(known, unit, decimals),
        state=state.replace("_", "-"),
        segments=tuple(Segment(*places[before], *places[after]) for before, after in pairs),
        lone_dots=tuple(places[point] for point in known[:-1] if point not in joined),
        last_dot=places[known[-1]],
        target_y=y.place(target) if target is not None else None,
    )


def _describe(known: Sequence[Point], unit: str, decimals: int) -> str:
    first, last = known[0], known[-1]
    facts = {
        "first": with_unit(first.value, unit, decimals),
        "first_name": first.name,
        "last": with_unit(last.value, unit, decimals),
        "last_name": last.name,
    }
    if first is last:
        return _("%(last_name)s: %(last)s.") % facts
    return _("Từ %(first)s (%(first_name)s) đến %(last)s (%(last_name)s).") % facts
