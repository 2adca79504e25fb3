"""The bullet bar: one result against what was promised, last year's figure and the middle of the cohort."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from accountability.web.presentation.charts.geometry import Scale, nice_ticks, percent
from accountability.web.presentation.numbers import with_unit
from accountability.web.presentation.states import state_look

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A tick across the bar, and its line in the legend. `kind` is target, baseline or median."""

    kind: str
    word: str
    text: str
    x: str


@dataclass(frozen=True, slots=True)
class BulletBar:
    """Everything the template draws; places are percentages of the width."""

    title: str
    description: str
    state: str
    value_text: str
    bar_x: str
    bar_width: str
    band: tuple[str, str] | None
    marks: tuple[Mark, ...]
    low_text: str
    high_text: str


def bullet_bar(
    *,
    label: str,
    state: str,
    value: Decimal | None,
    unit: str = "",
    decimals: int = 2,
    at_least: Decimal | None = None,
    at_most: Decimal | None = None,
    baseline: Decimal | None = None,
    median: Decimal | None = None,
    ceiling: Decimal | None = None,
    places: int | None = None,
) -> BulletBar:
    """Build a bullet bar. The axis always starts at zero, so that lengths may be compared; better is always fuller.

    Args:
        label: what is measured.
        state: the standing (met, on_track, …); it decides the colour.
        value: the result; None (no data, or nothing to count) draws no bar.
        at_least: the promised floor. With at_most it is a promised range, drawn as a band.
        at_most: the promised ceiling.
        baseline: the figure at the start.
        median: the middle of the cohort.
        ceiling: the natural end of the axis (100 for a percentage); passed when a figure is greater.
        places: how many are ranked, where the result is a place: the axis then runs from the last place to the first.
    """
    if places is None:
        scale = _scale((value, at_least, at_most, baseline, median), ceiling=ceiling, whole=decimals == 0)
    else:
        scale = _rank_scale((value, at_most, baseline), places)
    marks = _marks(scale, at_least, at_most, baseline, median, unit=unit, decimals=decimals)
    if places is not None:
        marks = tuple(_as_place(mark) for mark in marks)
    value_text = state_look(state).word
    if value is not None:
        value_text = with_unit(value, unit, decimals) if places is None else _place(value)
    origin = _ZERO if places is None else scale.low
    start, end = sorted((scale.at(origin), scale.at(value if value is not None else origin)))
    return BulletBar(
        title=label,
        description=_describe(value_text, marks),
        state=state_look(state).css,
        value_text=value_text,
        bar_x=percent(start),
        bar_width=percent(end - start),
        band=_band(scale, at_least, at_most),
        marks=marks,
        low_text=with_unit(scale.low, unit, decimals if scale.low else 0) if places is None else _place(scale.low),
        high_text=with_unit(scale.high, unit) if places is None else _place(scale.high),
    )


def _scale(figures: tuple[Decimal | None, ...], *, ceiling: Decimal | None, whole: bool) -> Scale:
    known = [figure for figure in figures if figure is not None]
    low, high = min([*known, _ZERO]), max([*known, _ZERO])
    if ceiling is not None and high <= ceiling and low == _ZERO:
        return Scale(_ZERO, ceiling, _ZERO, Decimal(100))
    # A little room beyond the last figure, so that a promise never hides in the edge.
    ticks = nice_ticks(low, high + (high - low) / 20, count=8, whole=whole)
    return Scale(ticks[0], ticks[-1], _ZERO, Decimal(100))


def _rank_scale(figures: tuple[Decimal | None, ...], places: int) -> Scale:
    """Lead from the last place on the left to the first on the right; a promised place may lie beyond the last."""
    last = max([Decimal(places), Decimal(2), *(figure for figure in figures if figure is not None)])
    return Scale(last, Decimal(1), _ZERO, Decimal(100))


def _as_place(mark: Mark) -> Mark:
    word = _("Cam kết, từ") if mark.kind == "target" else mark.word
    return replace(mark, word=word, text=_("hạng %(place)s") % {"place": mark.text})


def _place(value: Decimal) -> str:
    return _("hạng %(place)s") % {"place": with_unit(value, "", 0)}


def _marks(
    scale: Scale,
    at_least: Decimal | None,
    at_most: Decimal | None,
    baseline: Decimal | None,
    median: Decimal | None,
    *,
    unit: str,
    decimals: int,
) -> tuple[Mark, ...]:
    wanted = (
        ("target", _("Cam kết, ít nhất"), at_least),
        ("target", _("Cam kết, nhiều nhất"), at_most),
        ("baseline", _("Khi bắt đầu"), baseline),
        ("median", _("Trung vị của nhóm"), median),
    )
    return tuple(
        Mark(kind, word, with_unit(figure, unit, decimals), scale.place(figure) + "%")
        for kind, word, figure in wanted
        if figure is not None
    )


def _band(scale: Scale, at_least: Decimal | None, at_most: Decimal | None) -> tuple[str, str] | None:
    if at_least is None or at_most is None:
        return None
    return percent(scale.at(at_least)), percent(scale.at(at_most) - scale.at(at_least))


def _describe(value_text: str, marks: tuple[Mark, ...]) -> str:
    parts = [_("Kết quả: %(figure)s") % {"figure": value_text}]
    parts += [f"{mark.word}: {mark.text}" for mark in marks]
    return "; ".join(parts) + "."
