"""Everything about one unit, this year."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accountability import policy
from accountability.web.access import allows, authorize, found, viewer
from accountability.web.commitments.items import counts_of, items_by_attention
from accountability.web.units import charts, presenters
from commitments.agreements.selectors import agreement_of
from commitments.comparison.selectors import cohort_values, figure_histories, standing_rows_for_unit, unit_series
from commitments.indicators.selectors import restatements_for
from commitments.lib import clock
from commitments.organization.selectors import UnitRow, cohort_rows, tenures_of, unit_row, unit_row_by_uuid
from commitments.recommendations.selectors import RecommendationRow, latest_batch, recommendation_rows
from commitments.recommendations.selectors import observations_behind as origins_of


@require_GET
def unit_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who heads the unit, what it promised, how that stands, and where the figures come from."""
    unit = found(unit_row_by_uuid(uuid=uuid))
    authorize(request, policy.UNIT_VIEW, unit)
    today = clock.working_day()
    above = unit_row(unit_id=unit.parent_id) if unit.parent_id else None
    rows = standing_rows_for_unit(unit_id=unit.unit_id, year=today.year)
    histories = figure_histories(commitment_ids=[row.commitment_id for row in rows])
    headline, place = charts.headline_of(rows, settings.HEADLINE_INDICATOR)
    cohort = None
    if place is not None and place.cohort_id is not None and place.period_id is not None:
        cohort = cohort_values(
            cohort_id=place.cohort_id, indicator_id=place.indicator_id, period_id=place.period_id, day=today
        )
    series = unit_series(unit_id=unit.unit_id, year=today.year)
    names: dict[int | None, str] = {row.cohort_id: row.name for row in cohort_rows(day=today)}
    origins = origins_of([row.observation_id for row in rows if row.observation_id is not None])
    context = {
        "unit": unit,
        "kind": presenters.kind_word(unit.kind),
        "above": presenters.link_of(above) if above and allows(request, policy.UNIT_VIEW, above) else None,
        "sees_overview": allows(request, policy.OVERVIEW_VIEW),
        "year": today.year,
        "heads": presenters.heads_of(tenures_of(unit_id=unit.unit_id, year=today.year), today=today),
        "agreement": agreement_of(unit_id=unit.unit_id, year=today.year),
        "counts": counts_of(rows, label=unit.name) if rows else None,
        "items": items_by_attention(rows, histories, today=today),
        "headline": charts.headline_figure(headline) if headline else None,
        "trend": charts.headline_trend(headline, histories),
        "place": presenters.place_of(place, cohort, names),
        "series": charts.series_of(series),
        "restatements": presenters.restatements_of(restatements_for(unit_id=unit.unit_id, year=today.year), series),
        "recommendations": _recommendations(request, unit, today.year),
        "origins": presenters.origins_of(
            origins.values(),
            links=allows(request, policy.JOBS_VIEW),
            opens_files=allows(request, policy.SOURCE_FILE_VIEW),
        ),
    }
    return render(request, "units/unit.html", context)


def _recommendations(request: HttpRequest, unit: UnitRow, year: int) -> list[RecommendationRow]:
    batch = latest_batch(year=year)
    if batch is None:
        return []
    shown = recommendation_rows(batch_id=batch.batch_id, scope=viewer(request), unit_id=unit.unit_id)
    return [row for row in shown.rows if allows(request, policy.RECOMMENDATION_VIEW, row)]
