"""What is proposed, why, by which law, and what would change it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import policy
from accountability.web.access import allows, authorize, found, permitted, viewer
from accountability.web.jobs.runs import going_of
from accountability.web.navigation import sees_recommendations
from accountability.web.recommendations import explained, presenters, work
from accountability.web.recommendations.query import LinesQuery, query_read
from commitments.exports.selectors import export_rows
from commitments.lib import clock
from commitments.organization.selectors import cohort_rows
from commitments.recommendations.selectors import (
    BatchRow,
    batch_differences,
    batch_is_in_sight,
    batch_row,
    batch_rows,
    latest_batch,
    met_counts,
    recommendation_detail,
    recommendation_rows,
)
from commitments.recommendations.selectors.since import since_issue

_MOST_CHANGES = 50


@require_GET
def recommendations(request: HttpRequest) -> HttpResponse:
    """Show the latest issue of a year: how many of each level, the lines, what changed, what can be done."""
    scope = viewer(request)
    if not sees_recommendations(scope):
        raise PermissionDenied(_("Đề xuất chỉ dành cho người được đề xuất và người theo dõi, thẩm định, quyết định."))
    query = query_read(request.GET.dict())
    batch = latest_batch(year=query.year)
    year = batch.year if batch else query.year or clock.working_day().year
    context: dict[str, Any] = {
        "year": year,
        "query": query,
        "batch": batch,
        "may_issue": allows(request, policy.RECOMMENDATIONS_ISSUE),
        "oversees": allows(request, policy.OVERVIEW_VIEW),
        **_work(request, year, batch),
    }
    if batch is not None:
        context |= _issue(request, query, batch)
    return render(request, "recommendations/list.html", context)


def _issue(request: HttpRequest, query: LinesQuery, batch: BatchRow) -> dict[str, Any]:
    shown = recommendation_rows(
        batch_id=batch.batch_id,
        scope=viewer(request),
        subject=query.subject,
        level=query.level,
        cohort=query.cohort,
        calls_review=True if query.review else None,
        page=query.page,
    )
    cohorts = [row for row in cohort_rows(day=batch.day) if row.units]
    takes_along = allows(request, policy.COUNCIL_EXPORT) and batch_is_in_sight(
        batch_id=batch.batch_id, scope=viewer(request)
    )
    met = met_counts(uuids=[row.uuid for row in shown.rows]) if batch.is_provisional else {}
    return {
        "lines": presenters.lines_of(shown.rows, met),
        "total": shown.total,
        "page": Paginator(range(shown.total), 50).get_page(shown.page),
        "levels": presenters.level_counts(shown.by_level, query),
        "subjects": presenters.subject_choices(query),
        "cohorts": presenters.cohort_choices(cohorts, query),
        "reviews": presenters.review_choices(query),
        "filters": presenters.filters_of(cohorts, query),
        "clear_url": query.url(subject="", cohort="", level="", review=False),
        "issues": batch_rows(year=batch.year),
        "takes_along": takes_along,
        "exports": export_rows(batch_id=batch.batch_id)[:5] if takes_along else [],
        **_changes(request, batch),
    }


def _changes(request: HttpRequest, batch: BatchRow) -> dict[str, Any]:
    if batch.previous_id is None:
        return {"changes": [], "changes_total": 0}
    seen = [
        one
        for one in batch_differences(batch_id=batch.batch_id, previous_id=batch.previous_id)
        if allows(request, policy.RECOMMENDATION_VIEW, one.after or one.before)
    ]
    return {"changes": presenters.changes_of(seen[:_MOST_CHANGES]), "changes_total": len(seen)}


def _work(request: HttpRequest, year: int, batch: BatchRow | None) -> dict[str, Any]:
    """What is under way, and what failed last, for those who oversee."""
    if not allows(request, policy.OVERVIEW_VIEW):
        return {"works": [], "failures": []}
    latest = work.latest_of(year=year, batch_id=batch.batch_id if batch else None)
    at = clock.now()
    return {
        "works": [going_of(run, at) for run in latest if work.is_going_on(run)],
        "failures": [work.ended_sentence(run) for run in latest if work.has_failed(run)],
    }


@require_http_methods(["GET", "POST"])
@permitted(policy.RECOMMENDATIONS_ISSUE)
def issue_now(request: HttpRequest, year: int) -> HttpResponse:
    """Say what the year's next issue will do, then ask for it; a second click finds the first one's work."""
    if not 2000 <= year <= clock.working_day().year:
        raise Http404
    if request.method == "GET":
        return render(request, "recommendations/confirm.html", _next_issue(year))
    work.work_ask(request, work.ISSUE, year=year)
    messages.info(request, _("Đã ghi nhận yêu cầu. Đề xuất được lập từ số liệu mới nhất; trang này tự cập nhật."))
    return redirect(reverse("recommendations") + f"?nam={year}")


def _next_issue(year: int) -> dict[str, Any]:
    batch, day = latest_batch(year=year), clock.working_day()
    since = since_issue(batch_id=batch.batch_id, day=day) if batch else None
    return {
        "year": year,
        "batch": batch,
        "number": batch.number + 1 if batch else 1,
        "day": day,
        "since": since,
        "news": presenters.news_of(since) if since else [],
    }


@require_POST
@permitted(policy.COUNCIL_EXPORT)
def export_now(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Ask for the council's workbook of an issue that this person may read whole."""
    batch = found(batch_row(batch_id=batch_id))
    if not batch_is_in_sight(batch_id=batch.batch_id, scope=viewer(request)):
        raise Http404
    work.work_ask(request, work.EXPORT, batch=batch.batch_id)
    messages.info(request, _("Đang ghi tệp Excel; khi xong, liên kết tải về hiện ở trang này."))
    return redirect(reverse("recommendations") + f"?nam={batch.year}")


@require_GET
@permitted(policy.OVERVIEW_VIEW)
def work_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """Answer the page that waits: how far it is, or, once it has ended, the whole page anew."""
    run = found(work.work_row(run_id))
    if not request.headers.get("HX-Request"):
        return redirect("recommendations")
    if work.is_going_on(run):
        return render(request, "recommendations/_work.html", {"work": going_of(run, clock.now())})
    if not work.has_failed(run):
        messages.success(request, work.ended_sentence(run))
    return HttpResponse(headers={"HX-Refresh": "true"})


@require_GET
def recommendation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Explain one line: a sentence, why, what would change it, where every figure came from."""
    detail = found(recommendation_detail(uuid=uuid))
    authorize(request, policy.RECOMMENDATION_VIEW, detail.row)
    line = detail.line
    takes_along = allows(request, policy.COUNCIL_EXPORT) and batch_is_in_sight(
        batch_id=detail.batch.batch_id, scope=viewer(request)
    )
    context = {
        "detail": detail,
        "line": line,
        "row": presenters.line_of(detail.row),
        "unit_url": reverse("unit", args=[detail.row.unit_uuid])
        if allows(request, policy.UNIT_VIEW, detail.row)
        else "",
        "oversees": allows(request, policy.OVERVIEW_VIEW),
        "groups": explained.groups_of(line),
        "blocking": explained.blocking_of(line),
        "hints": explained.hints_of(line),
        "flags": explained.flags_of(line),
        "facts": explained.facts_of(line, detail.observations, links=allows(request, policy.JOBS_VIEW)),
        "previous": presenters.line_of(detail.previous) if detail.previous else None,
        "is_latest": _is_latest(detail.batch),
        "exports": export_rows(batch_id=detail.batch.batch_id)[:3] if takes_along else [],
    }
    return render(request, "recommendations/one.html", context)


def _is_latest(batch: BatchRow) -> bool:
    latest = latest_batch(year=batch.year)
    return latest is not None and latest.batch_id == batch.batch_id
