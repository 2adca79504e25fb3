"""The pictures of a unit: its headline figure through the year, and each month or quarter with what was changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accountability.web.commitments.charts import state_of, trend_of
from accountability.web.commitments.items import target_of
from accountability.web.presentation.charts import Point, TrendChart, trend_chart
from accountability.web.presentation.dates import moment, period_name
from commitments.comparison.selectors import FigurePoint, SpanFigure, SpanSeries, StandingRow

# Two points are a change, not a line of the year.
_FEWEST_POINTS = 3
_MOST_SERIES = 6


@dataclass(frozen=True, slots=True)
class Headline:
    """The figure that stands for the unit, with its promise."""

    label: str
    value: Decimal | None
    unit: str
    decimals: int
    target: str
    state: str
    known_at: datetime | None


def headline_of(rows: Sequence[StandingRow], indicator_key: str) -> tuple[StandingRow | None, StandingRow | None]:
    """Find the items that promise the headline figure, and a place by it; the first of each counts."""
    named = [row for row in rows if row.indicator_key == indicator_key]
    own = next((row for row in named if row.kind != "rank"), None)
    place = next((row for row in named if row.kind == "rank"), None)
    return own, place


def headline_figure(row: StandingRow) -> Headline:
    """Write the headline figure."""
    return Headline(
        label=row.title,
        value=row.value,
        unit=row.unit_of_measure,
        decimals=row.decimals,
        target=target_of(row),
        state=state_of(row),
        known_at=row.known_at,
    )


def headline_trend(row: StandingRow | None, histories: Mapping[int, Sequence[FigurePoint]]) -> TrendChart | None:
    """Draw the headline figure as it became known."""
    return trend_of(row, histories.get(row.commitment_id, ())) if row else None


def series_of(series: Iterable[SpanSeries]) -> list[TrendChart]:
    """Draw each indicator that has enough months or quarters; changed points are hollow, with both values."""
    drawn = [_chart(one) for one in series if len(one.figures) >= _FEWEST_POINTS]
    return drawn[:_MOST_SERIES]


def _chart(one: SpanSeries) -> TrendChart:
    words = {"quarter": _("%(name)s, theo quý"), "month": _("%(name)s, theo tháng")}
    return trend_chart(
        label=words[one.kind] % {"name": one.indicator_name},
        points=[_point(one.kind, figure) for figure in one.figures],
        unit=one.unit_of_measure,
        decimals=one.decimals,
    )


def _point(kind: str, figure: SpanFigure) -> Point:
    return Point(
        day=figure.last_day,
        name=period_name(kind, figure.first_day, figure.last_day),
        value=figure.latest,
        first_value=figure.closing if figure.is_restated else None,
        as_of=moment(figure.known_at),
    )
