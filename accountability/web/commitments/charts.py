"""The figures of one commitment as pictures: bullet bar, sparkline, trend, dot strip."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from accountability.web.presentation.charts import (
    BulletBar,
    DotStrip,
    Forecast,
    Member,
    Point,
    Sparkline,
    TrendChart,
    bullet_bar,
    dot_strip,
    sparkline,
    trend_chart,
)
from accountability.web.presentation.dates import civil_day, day, moment, period_name
from commitments.comparison.selectors import CohortValues, FigurePoint, StandingRow

_HUNDRED = Decimal(100)
# A limit far beyond every promise only guards against mistyped figures; a bar up to there would be empty.
_WIDEST_SCALE = 10
LEAST_COMPARED = 2


def state_of(row: StandingRow) -> str:
    """Return the standing as a code; a commitment that nobody has judged yet has no data."""
    return row.state.value if row.state else "no_data"


def bounds(row: StandingRow) -> tuple[Decimal | None, Decimal | None]:
    """Return the floor and the ceiling that were promised; a rank is a ceiling: the last place good enough."""
    if row.kind == "rank" or row.direction == "down":
        return None, row.target
    if row.direction == "range":
        return row.target, row.target_high
    return row.target, None


def bullet_of(row: StandingRow, *, median: Decimal | None = None) -> BulletBar | None:
    """Draw the result against the promise; neither a duty, done or not done, nor a unit without a place has a bar."""
    if row.kind == "duty":
        return None
    is_rank = row.kind == "rank"
    if is_rank and not row.rank_of:
        return None
    at_least, at_most = bounds(row)
    return bullet_bar(
        label=row.title,
        state=state_of(row),
        value=row.value,
        unit="" if is_rank else row.unit_of_measure,
        decimals=0 if is_rank else row.decimals,
        at_least=at_least,
        at_most=at_most,
        baseline=row.baseline,
        median=None if is_rank else median,
        ceiling=None if is_rank else _ceiling(row),
        places=row.rank_of if is_rank else None,
    )


def _ceiling(row: StandingRow) -> Decimal | None:
    """Return where the bar ends: the most that the indicator can be, where that is near what was promised."""
    if row.unit_of_measure == "%":
        return _HUNDRED
    promised = row.target_high if row.target_high is not None else row.target
    return row.most if row.most is not None and row.most <= _WIDEST_SCALE * promised else None


def points_of(row: StandingRow, history: Sequence[FigurePoint]) -> list[Point]:
    """Turn the figures into points.

    An item with a period of its own is read again and again: a point for each day on which the source showed it. One
    that adds up periods has a point for each, with its newest figure. A figure that changed after its period was
    closed carries the closing one.
    """
    if row.period_id is not None:
        by_day = groupby(history, key=lambda one: civil_day(one.known_at))
        closing = next((one.value for one in history if one.is_closing), None)
        return [_as_known(shown, list(ones)[-1], closing) for shown, ones in by_day]
    return [
        _of_period(list(ones), row.period_kind) for _period, ones in groupby(history, key=lambda one: one.period_id)
    ]


def _as_known(shown: date, last: FigurePoint, closing: Decimal | None) -> Point:
    first = closing if last.is_restatement and closing != last.value else None
    return Point(shown, day(shown), last.value, first_value=first, as_of=moment(last.known_at))


def _of_period(ones: list[FigurePoint], kind: str) -> Point:
    last = ones[-1]
    closing = next((one.value for one in ones if one.is_closing), None)
    changed = any(one.is_restatement for one in ones) and closing != last.value
    name = period_name(kind, last.period_first_day, last.period_last_day)
    first = closing if changed else None
    return Point(last.period_last_day, name, last.value, first_value=first, as_of=moment(last.known_at))


def spark_of(row: StandingRow, history: Sequence[FigurePoint]) -> Sparkline | None:
    """Draw the shape of the year; None where fewer than two figures make no line."""
    points = points_of(row, history)
    if row.kind == "duty" or len(points) < 2:
        return None
    is_rank = row.kind == "rank"
    at_least, at_most = bounds(row)
    return sparkline(
        label=row.title,
        points=points,
        target=None if is_rank else (at_least if at_least is not None else at_most),
        unit=row.unit_of_measure if not is_rank else "",
        decimals=row.decimals,
        state=state_of(row),
    )


def trend_of(
    row: StandingRow, history: Sequence[FigurePoint], *, unit: str | None = None, decimals: int | None = None
) -> TrendChart | None:
    """Draw the line with its target and where it leads; None for a duty, or where two figures are not yet known.

    Args:
        unit, decimals: of the figures, where they are not those of the item, as for a rank.
    """
    points = points_of(row, history)
    if row.kind == "duty" or len(points) < 2:
        return None
    is_rank = row.kind == "rank"
    at_least, at_most = (None, None) if is_rank else bounds(row)
    return trend_chart(
        label=row.title,
        points=points,
        unit=row.unit_of_measure if unit is None else unit,
        decimals=row.decimals if decimals is None else decimals,
        state=state_of(row),
        at_least=at_least,
        at_most=at_most,
        forecast=None if is_rank else _forecast(points, row),
        until=row.due_date,
    )


def _forecast(points: Sequence[Point], row: StandingRow) -> Forecast | None:
    """Spread from "it stays as it is" to "it goes on changing as it did", within what the indicator can be."""
    known = [point for point in points if point.value is not None]
    if len(known) < 2 or known[-1].day >= row.due_date:
        return None
    first, last = known[0], known[-1]
    if first.value is None or last.value is None or first.day == last.day:
        return None
    step = (last.value - first.value) / (last.day - first.day).days * (row.due_date - last.day).days
    # A week's move says little about three months: never let it lead further than twice what was seen so far.
    most = 2 * abs(last.value - first.value)
    end = last.value + max(-most, min(most, step))
    end = end if row.most is None else min(end, row.most)
    end = end if row.least is None else max(end, row.least)
    return Forecast(row.due_date, low=min(end, last.value), high=max(end, last.value))


def is_comparable(cohort: CohortValues | None) -> bool:
    """Tell whether there is another unit with a figure to be compared with."""
    return cohort is not None and sum(one.value is not None for one in cohort.values) >= LEAST_COMPARED


def strip_of(row: StandingRow, cohort: CohortValues | None, *, label: str) -> DotStrip | None:
    """Draw the cohort with this unit marked; None where too few units have a figure to be compared."""
    if not is_comparable(cohort) or cohort is None:
        return None
    members = [Member(one.unit_name, one.value, one.unit_id == row.unit_id) for one in cohort.values]
    at_least, at_most = (None, None) if row.kind == "rank" else bounds(row)
    return dot_strip(
        label=label,
        members=members,
        unit=cohort.unit_of_measure,
        decimals=cohort.decimals,
        target=at_least if at_least is not None else at_most,
        median=cohort.median,
    )
