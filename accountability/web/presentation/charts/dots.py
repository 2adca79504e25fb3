"""The dot strip: a whole cohort on one line, with one unit marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _

from accountability.web.presentation.charts.geometry import Scale, coord, nice_ticks, percent
from accountability.web.presentation.numbers import with_unit

LEFT, RIGHT, COLUMN = Decimal(3), Decimal(97), Decimal(2)
STEP, RADIUS, TALLEST = Decimal(7), 3, Decimal(84)


@dataclass(frozen=True, slots=True)
class Member:
    """One unit of the cohort; a unit without a figure is counted, not drawn."""

    name: str
    value: Decimal | None
    marked: bool = False


@dataclass(frozen=True, slots=True)
class StripDot:
    """One unit on the strip."""

    x: str
    y: str
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class DotStrip:
    """Everything the template draws. The marked unit comes last, so that nothing covers it."""

    title: str
    description: str
    dots: tuple[StripDot, ...]
    target_x: str | None
    median_x: str | None
    low_text: str
    high_text: str
    count: int
    without_figure: int
    height: str
    base_y: str
    text_y: str


def dot_strip(
    *,
    label: str,
    members: Sequence[Member],
    unit: str = "",
    decimals: int = 2,
    target: Decimal | None = None,
    median: Decimal | None = None,
) -> DotStrip:
    """Build a dot strip; equal or close figures stand on each other's shoulders.

    Args:
        members: the cohort in any order; at most one is marked.
        target: the common promise, if there is one.
        median: the middle of the cohort, worked out where the figures are kept.
    """
    known = sorted((m for m in members if m.value is not None), key=lambda m: (m.value, m.name))
    figures = [m.value for m in known if m.value is not None]
    figures += [figure for figure in (target, median) if figure is not None]
    ticks = nice_ticks(min(figures), max(figures), whole=decimals == 0) if figures else (Decimal(0), Decimal(1))
    scale = Scale(ticks[0], ticks[-1], LEFT, RIGHT)
    columns = _columns(known, scale)
    tallest = max((level for _m, _x, level in columns), default=0)
    step = min(STEP, TALLEST / tallest) if tallest else STEP
    base = step * tallest + 16
    dots = [
        StripDot(percent(x), coord(base - step * level), f"{m.name}: {with_unit(m.value, unit, decimals)}", m.marked)
        for m, x, level in columns
    ]
    return DotStrip(
        title=label,
        description=_describe(known, len(members), unit, decimals),
        dots=tuple(sorted(dots, key=lambda dot: dot.marked)),
        target_x=percent(scale.at(target)) if target is not None else None,
        median_x=percent(scale.at(median)) if median is not None else None,
        low_text=with_unit(ticks[0], unit),
        high_text=with_unit(ticks[-1], unit),
        count=len(known),
        without_figure=len(members) - len(known),
        height=coord(base + 32),
        base_y=coord(base + 9),
        text_y=coord(base + 26),
    )


def _columns(known: Sequence[Member], scale: Scale) -> list[tuple[Member, Decimal, int]]:
    """Give each unit its exact place across and its level in the pile of its column."""
    heights: dict[Decimal, int] = {}
    placed = []
    for member in known:
        assert member.value is not None  # noqa: S101  known figures only
        x = scale.at(member.value)
        column = (x / COLUMN).to_integral_value(ROUND_FLOOR)
        level = heights.get(column, 0)
        heights[column] = level + 1
        placed.append((member, x, level))
    return placed


def _describe(known: Sequence[Member], total: int, unit: str, decimals: int) -> str:
    if not known:
        return _("Chưa có số liệu.")
    facts = {
        "count": len(known),
        "total": total,
        "low": with_unit(known[0].value, unit, decimals),
        "high": with_unit(known[-1].value, unit, decimals),
    }
    text = _("%(count)s trong %(total)s đơn vị có số liệu, từ %(low)s đến %(high)s.") % facts
    marked = next((member for member in known if member.marked), None)
    return f"{text} {marked.name}: {with_unit(marked.value, unit, decimals)}." if marked else text
