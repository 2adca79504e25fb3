"""Figures behind standings: every value ever known of one commitment, and a cohort side by side."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from statistics import median

from django.db.models import Q

from commitments.agreements.models import Commitment, Reading
from commitments.comparison.selectors.gather import Moment, members_of_group
from commitments.comparison.selectors.judge import printed, rankings
from commitments.indicators.models import Indicator, Observation, ReportingPeriod
from commitments.organization.models import Unit
from scoring.quantities import quantize_half_up, ratio_percent


@dataclass(frozen=True, slots=True)
class CohortValue:
    """One member's printed figure; `rank` is None when it has no figure or is not ranked."""

    unit_id: int
    unit_name: str
    value: Decimal | None
    is_ranked: bool
    rank: int | None
    rank_of: int | None


@dataclass(frozen=True, slots=True)
class CohortValues:
    """A cohort's figures of one indicator and period, best first, those without a figure last.

    `median` is over the ranked members that have a figure, printed with the indicator's decimals.
    """

    values: tuple[CohortValue, ...]
    median: Decimal | None
    decimals: int
    unit_of_measure: str


@dataclass(frozen=True, slots=True)
class FigurePoint:
    """One value of one period as known at one moment. Shares carry a value in percent, printed, and both parts.

    `is_latest`: what counts today. `is_closing`: what counted when the period closed. `is_restatement`: it changed
    the figure of a period that was closed by then.
    """

    observation_id: int
    period_id: int
    period_key: str
    period_first_day: date
    period_last_day: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    known_at: datetime
    recorded_at: datetime
    run_id: int
    file_number: int
    row_number: int
    flags: str
    is_latest: bool
    is_closing: bool
    is_restatement: bool


def cohort_values(*, cohort_id: int, indicator_id: int, period_id: int, day: date) -> CohortValues:
    """Return every member's figure of one indicator and period, for dot strips and the median; three queries.

    Args:
        day: civil day of membership.
    """
    indicator = Indicator.objects.get(pk=indicator_id)
    members = members_of_group(cohort_id=cohort_id, indicator_id=indicator_id, period_id=period_id, moment=Moment(day))
    names = dict(Unit.objects.filter(id__in=[row.unit_id for row in members]).values_list("id", "name"))
    places = rankings(members)
    ranks = places[cohort_id, indicator_id, period_id].newest if members else {}
    rows = {}
    for row in members:
        place = ranks.get(row.unit_id)
        rows[row.unit_id] = CohortValue(
            unit_id=row.unit_id,
            unit_name=names[row.unit_id],
            value=printed(row.value, row.numerator, row.denominator, row.decimals),
            is_ranked=bool(row.is_ranked),
            rank=place.rank if place else None,
            rank_of=place.of if place else None,
        )
    ordered = sorted(rows.values(), key=_best_first)
    known = [row.value for row in ordered if row.value is not None and row.is_ranked]
    return CohortValues(
        values=tuple(ordered),
        median=quantize_half_up(median(known), indicator.decimals) if known else None,
        decimals=indicator.decimals,
        unit_of_measure=indicator.unit_of_measure,
    )


def figure_history(*, commitment_id: int) -> list[FigurePoint]:
    """Return every figure ever known for a commitment's periods, by period and then by when it was known.

    Three queries. Empty when there is no such commitment.
    """
    return figure_histories(commitment_ids=[commitment_id]).get(commitment_id, [])


def figure_histories(*, commitment_ids: Collection[int]) -> dict[int, list[FigurePoint]]:
    """Return the same for several commitments, by their ids, in three queries; unknown ids are left out."""
    commitments = list(
        Commitment.objects.select_related("indicator").filter(pk__in=commitment_ids).order_by("number", "pk")
    )
    periods = list(ReportingPeriod.objects.filter(_periods_wanted(commitments)))
    observations = (
        Observation.objects.filter(
            unit_id__in={one.unit_id for one in commitments},
            indicator_id__in={one.indicator_id for one in commitments},
            period__in=periods,
        )
        .select_related("period")
        .order_by("period__first_day", "period__last_day", "period_id", "known_at", "id")
    )
    pulls: dict[tuple[int, int], dict[int, list[Observation]]] = {}
    for observation in observations:
        of_figure = pulls.setdefault((observation.unit_id, observation.indicator_id), {})
        of_figure.setdefault(observation.period_id, []).append(observation)
    return {one.pk: _history(one, pulls.get((one.unit_id, one.indicator_id), {})) for one in commitments}


def _periods_wanted(commitments: Iterable[Commitment]) -> Q:
    wanted = Q(pk__in={one.period_id for one in commitments if one.period_id is not None})
    spans = {(one.period_kind, one.first_day, one.due_date) for one in commitments if one.period_id is None}
    for kind, first_day, due_date in sorted(spans):
        wanted |= Q(kind=kind, first_day__gte=first_day, last_day__lte=due_date)
    return wanted


def _reads(commitment: Commitment, period: ReportingPeriod) -> bool:
    if commitment.period_id is not None:
        return period.pk == commitment.period_id
    inside = commitment.first_day <= period.first_day and period.last_day <= commitment.due_date
    return inside and period.kind == commitment.period_kind


def _history(commitment: Commitment, pulls: Mapping[int, list[Observation]]) -> list[FigurePoint]:
    return [
        point for rows in pulls.values() if _reads(commitment, rows[0].period) for point in _points(rows, commitment)
    ]


def _points(rows: list[Observation], commitment: Commitment) -> list[FigurePoint]:
    closes_at = rows[0].period.closes_at
    in_time = [row for row in rows if row.known_at <= closes_at]
    closing = in_time[-1] if in_time else rows[0]
    points, previous = [], None
    for row in rows:
        figure = (row.value, row.numerator, row.denominator)
        late = row.known_at > closes_at
        points.append(
            FigurePoint(
                observation_id=row.pk,
                period_id=row.period_id,
                period_key=row.period.key,
                period_first_day=row.period.first_day,
                period_last_day=row.period.last_day,
                value=_printed(row, commitment),
                numerator=row.numerator,
                denominator=row.denominator,
                known_at=row.known_at,
                recorded_at=row.recorded_at,
                run_id=row.run_id,
                file_number=row.file_number,
                row_number=row.row_number,
                flags=row.flags,
                is_latest=row is rows[-1],
                is_closing=row is closing,
                is_restatement=late and previous is not None and figure != previous,
            )
        )
        previous = figure
    return points


def _printed(row: Observation, commitment: Commitment) -> Decimal | None:
    # A rank has no decimals, but the figure that it is made from has.
    is_rank = commitment.reading == Reading.RANK
    decimals = commitment.indicator.decimals if is_rank else commitment.decimals
    if row.value is not None and commitment.reading != Reading.RATIO:
        return quantize_half_up(row.value, decimals)
    if row.numerator is None or row.denominator is None or row.denominator <= 0:
        return None
    share = ratio_percent(row.numerator, row.denominator, decimals)
    return share if isinstance(share, Decimal) else None


def _best_first(row: CohortValue) -> tuple[bool, Decimal, str]:
    return row.value is None, -(row.value or Decimal(0)), row.unit_name
