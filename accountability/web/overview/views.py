"""Who needs attention, and where is the pattern?"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accountability import policy
from accountability.web.access import permitted, viewer
from accountability.web.overview import presenters
from accountability.web.overview.download import csv_lines
from accountability.web.overview.listing import UnitList, unit_list
from accountability.web.overview.matrix import legend_of, matrices_of
from accountability.web.overview.query import ListQuery, query_read
from commitments.comparison.selectors import PAGE_SIZE, heat_matrix, item_counts
from commitments.lib import clock


@require_GET
@permitted(policy.OVERVIEW_VIEW)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the units in sight: counts, filters, matrix, groups, table; fifty units a page."""
    query, found = _found(request)
    page = Paginator(found.entries, PAGE_SIZE).get_page(query.page)
    entries = list(page.object_list)
    urls = {entry.unit.unit_id: reverse("unit", args=[entry.unit.uuid]) for entry in entries}
    cohorts = presenters.cohort_choices(found, query)
    matrices = matrices_of(heat_matrix(unit_ids=list(urls), year=_year()), urls)
    context = {
        "query": query,
        "page": page,
        "total": len(found.entries),
        "in_sight": len(found.in_sight),
        "unsigned": sum(not entry.standings.is_signed for entry in found.entries),
        "items": sum(entry.standings.total for entry in found.entries),
        "counts": presenters.counts_bar(found.entries, query),
        "cohorts": cohorts,
        "cohort_rows": [row for row in found.cohorts if found.of_cohort[row.key] or row.key == query.cohort],
        "cohorts_in_a_list": presenters.cohorts_in_a_list(cohorts),
        "states": presenters.state_choices(found, query),
        "orders": presenters.order_choices(query),
        "filters": presenters.filters_of(found, query),
        "columns": presenters.columns_of(query),
        "lines": presenters.lines_of(entries),
        "strips": presenters.strips_of(found, query),
        "hard_items": presenters.hard_items(
            item_counts(unit_ids=[entry.unit.unit_id for entry in found.entries], year=_year())
        ),
        "matrices": matrices,
        "legend": legend_of(matrices),
        "download_url": reverse("overview_download") + query.url(),
        "clear_url": query.url(cohort="", state="", text=""),
        "year": _year(),
    }
    return render(request, "overview/overview.html", context)


@require_GET
@permitted(policy.OVERVIEW_VIEW)
def overview_download(request: HttpRequest) -> StreamingHttpResponse:
    """Give the list as it is seen, all of its pages, as a file."""
    _query, found = _found(request)
    name = f"tong-quan-{clock.working_day():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        csv_lines(found.entries),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _found(request: HttpRequest) -> tuple[ListQuery, UnitList]:
    query = query_read(request.GET.dict())
    return query, unit_list(scope=viewer(request), query=query, year=_year(), day=clock.working_day())


def _year() -> int:
    return clock.working_day().year
