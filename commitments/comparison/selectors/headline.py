"""One figure that stands for a whole agreement in a list, and a unit's figures period by period."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, cast

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from commitments.agreements.models import Commitment, Reading
from commitments.indicators.models import Observation, PeriodKind
from commitments.organization.models import CohortMembership, Unit
from scoring.comparison import State
from scoring.quantities import quantize_half_up, ratio_percent

_SPANS = (PeriodKind.QUARTER, PeriodKind.MONTH)


@dataclass(frozen=True, slots=True)
class HeadlineFigure:
    """A unit's figure of the indicator by which units are listed, with its place in the cohort if it promised one.

    `unranked_reason` says why the unit has a figure but no place; empty where it is ranked.
    """

    unit_id: int
    value: Decimal | None
    target: Decimal | None
    state: State | None
    decimals: int
    unit_of_measure: str
    known_at: datetime | None
    rank: int | None
    rank_of: int | None
    unranked_reason: str


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """How one item of the agreements stands over several units; items of one number and name count as one."""

    number: int
    title: str
    units: int
    counts: dict[State, int]


@dataclass(frozen=True, slots=True)
class SpanFigure:
    """What a source says of one month or quarter: when the period closed (`closing`), and now."""

    first_day: date
    last_day: date
    closing: Decimal | None
    latest: Decimal | None
    known_at: datetime
    is_restated: bool


@dataclass(frozen=True, slots=True)
class SpanSeries:
    """One indicator of one unit over the months or quarters of a year, in their order."""

    indicator_key: str
    indicator_name: str
    unit_of_measure: str
    decimals: int
    kind: str
    figures: tuple[SpanFigure, ...]


def headline_figures(*, units: Q, year: int, indicator_key: str) -> dict[int, HeadlineFigure]:
    """Return by unit id how the agreements of a year stand on one indicator, in one query.

    Where an agreement names the indicator more than once, its first item counts; the same for its rank.

    Args:
        units: condition on Unit, such as `Scope.visible_filter()`.
    """
    rows = (
        Commitment.objects.filter(
            unit__in=Unit.objects.filter(units), agreement__year=year, indicator__key=indicator_key
        )
        .order_by("unit_id", "number")
        .values("unit_id", "reading", "target", "decimals", "unit_of_measure", *(f"standing__{n}" for n in _STANDING))
        .annotate(unranked_reason=Subquery(_membership().values("unranked_reason")[:1]))
    )
    return {unit_id: _headline(unit_id, list(items)) for unit_id, items in groupby(rows, lambda row: row["unit_id"])}


def _membership() -> QuerySet[CohortMembership]:
    return CohortMembership.objects.filter(cohort=OuterRef("cohort_id"), unit=OuterRef("unit_id")).order_by(
        "-valid_from"
    )


_STANDING = ("state", "value", "known_at", "rank", "rank_of")


def _headline(unit_id: int, items: list[dict[str, Any]]) -> HeadlineFigure:
    own = next((item for item in items if item["reading"] != Reading.RANK), None)
    place = next((item for item in items if item["reading"] == Reading.RANK), None)
    shown = own or items[0]
    state = own["standing__state"] if own else None
    return HeadlineFigure(
        unit_id=unit_id,
        value=own["standing__value"] if own else None,
        target=own["target"] if own else None,
        state=State(state) if state else None,
        decimals=shown["decimals"],
        unit_of_measure=shown["unit_of_measure"],
        known_at=shown["standing__known_at"],
        rank=place["standing__rank"] if place else None,
        rank_of=place["standing__rank_of"] if place else None,
        unranked_reason=(place["unranked_reason"] or "") if place and place["standing__rank"] is None else "",
    )


def item_counts(*, unit_ids: Collection[int], year: int) -> list[ItemCounts]:
    """Return how each item stands over some units, by number and name, in one query."""
    counts = {state.value: Count("pk", filter=Q(standing__state=state.value)) for state in State}
    items = Commitment.objects.filter(unit_id__in=unit_ids, agreement__year=year).order_by("number", "title")
    counted = items.values("number", "title").annotate(units=Count("pk"), **counts)
    rows: Iterable[dict[str, Any]] = cast("Iterable[dict[str, Any]]", counted)
    return [
        ItemCounts(row["number"], row["title"], row["units"], {state: row[state.value] for state in State})
        for row in rows
    ]


def unit_series(*, unit_id: int, year: int) -> list[SpanSeries]:
    """Return a unit's figures by month and by quarter of a year, quarters first, in one query.

    Values are printed with the indicator's decimals; shares are in percent.
    """
    rows = (
        Observation.objects.filter(unit_id=unit_id, period__year=year, period__kind__in=_SPANS)
        .select_related("indicator", "period")
        .order_by("indicator__key", "-period__kind", "period__first_day", "known_at", "id")
    )
    return [_series(list(found)) for _key, found in groupby(rows, lambda row: (row.indicator_id, row.period.kind))]


def _series(rows: list[Observation]) -> SpanSeries:
    indicator = rows[0].indicator
    return SpanSeries(
        indicator_key=indicator.key,
        indicator_name=indicator.name,
        unit_of_measure=indicator.unit_of_measure,
        decimals=indicator.decimals,
        kind=rows[0].period.kind,
        figures=tuple(_span(list(told)) for _period, told in groupby(rows, lambda row: row.period_id)),
    )


def _span(told: Iterable[Observation]) -> SpanFigure:
    versions = list(told)
    period, latest = versions[0].period, versions[-1]
    in_time = [row for row in versions if row.known_at <= period.closes_at]
    closing = in_time[-1] if in_time else versions[0]
    before, now = _printed(closing), _printed(latest)
    return SpanFigure(
        first_day=period.first_day,
        last_day=period.last_day,
        closing=before,
        latest=now,
        known_at=latest.known_at,
        is_restated=latest.known_at > period.closes_at and before != now,
    )


def _printed(row: Observation) -> Decimal | None:
    if row.value is not None:
        return quantize_half_up(row.value, row.indicator.decimals)
    if row.numerator is None or row.denominator is None or row.denominator <= 0:
        return None
    share = ratio_percent(row.numerator, row.denominator, row.indicator.decimals)
    return share if isinstance(share, Decimal) else None
