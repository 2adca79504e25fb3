"""One commitment: read it, report on it, excuse it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accountability import policy
from accountability.web.access import actor, allows, authorize, found, viewer
from accountability.web.commitments.forms import ReportForm, ReturnForm, WaiverForm
from accountability.web.commitments.presenters import commitment_page as page_of
from commitments.agreements.selectors import CommitmentDetail, commitment_detail, periods_to_report
from commitments.agreements.services import UnableToGrantWaiver, UnableToSubmitReport, report_submit, waiver_grant
from commitments.comparison.selectors import CohortValues, StandingRow, cohort_values, figure_history, standing_detail
from commitments.lib import clock
from commitments.organization.selectors import cohort_rows, cohorts_of, unit_row
from commitments.organization.selectors.scope import REVIEWING
from commitments.sources.selectors import observation_trail


@require_GET
def commitment_page(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Show how far, since when, from which source, and what if nothing changes."""
    return _page(request, _detail(request, commitment_id))


@require_http_methods(["GET", "POST"])
def commitment_report(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Take a head's report; after an error everything typed is still there (files must be chosen again)."""
    detail = _detail(request, commitment_id)
    if request.method == "GET":  # the page of an error opened again
        return redirect("commitment", commitment_id)
    authorize(request, policy.REPORT_SUBMIT, detail)
    form = _report_form(detail, request.POST, request.FILES)
    if form.is_valid():
        try:
            report_submit(
                commitment_id=commitment_id,
                user_id=viewer(request).user_id,
                actor=actor(request),
                day=clock.working_day(),
                at=clock.now(),
                **form.facts(),
            )
        except UnableToSubmitReport as error:
            form.refuse(error)
        else:
            messages.success(request, _("Đã gửi báo cáo. Người thẩm định sẽ chấp nhận, hoặc trả lại kèm lý do."))
            return redirect("commitment", commitment_id)
    return _page(request, detail, report_form=form, status=422)


@require_http_methods(["GET", "POST"])
def commitment_excuse(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Record an objective cause that a named authority confirmed."""
    detail = _detail(request, commitment_id)
    if request.method == "GET":
        return redirect("commitment", commitment_id)
    authorize(request, policy.WAIVER_GRANT, detail)
    form = _waiver_form(detail, request.POST)
    if form.is_valid():
        try:
            waiver_grant(
                commitment_id=commitment_id,
                user_id=viewer(request).user_id,
                actor=actor(request),
                day=clock.working_day(),
                at=clock.now(),
                **form.cleaned_data,
            )
        except UnableToGrantWaiver as error:
            form.refuse(error)
        else:
            messages.success(request, _("Đã ghi nhận nguyên nhân khách quan. Tình trạng được cập nhật trong ít phút."))
            return redirect("commitment", commitment_id)
    return _page(request, detail, waiver_form=form, status=422)


def _detail(request: HttpRequest, commitment_id: int) -> CommitmentDetail:
    detail = found(commitment_detail(commitment_id))
    authorize(request, policy.COMMITMENT_VIEW, detail)
    return detail


def _report_form(detail: CommitmentDetail, *data: Any) -> ReportForm:
    today = clock.working_day()
    periods = periods_to_report(commitment_id=detail.commitment.commitment_id, day=today)
    told = {report.period_key for report in detail.reports if report.state == "accepted"}
    # The earliest one that nobody has accounted for is the one that is owed.
    owed = next((one.period_id for one in reversed(periods) if one.key not in told), None)
    initial = {"period": owed, **_returned(detail, {one.key: one.period_id for one in periods})}
    return ReportForm(*data, row=detail.commitment, periods=periods, today=today, initial=initial)


def _returned(detail: CommitmentDetail, periods: Mapping[str, int]) -> dict[str, Any]:
    """Give what the newest report said where it was returned, so that only what was missing is added."""
    last = detail.reports[0] if detail.reports else None
    if last is None or last.state != "returned":
        return {}
    told = {name: getattr(last, name) for name in ("narrative", "done_on", "numerator", "denominator", "value")}
    return told | ({"period": periods[last.period_key]} if last.period_key in periods else {})


def _waiver_form(detail: CommitmentDetail, *data: Any) -> WaiverForm:
    return WaiverForm(*data, row=detail.commitment, today=clock.working_day())


def _page(
    request: HttpRequest,
    detail: CommitmentDetail,
    *,
    report_form: ReportForm | None = None,
    waiver_form: WaiverForm | None = None,
    status: int = 200,
) -> HttpResponse:
    terms = detail.commitment
    row = found(standing_detail(commitment_id=terms.commitment_id))
    history = figure_history(commitment_id=terms.commitment_id)
    trail = observation_trail(observation_ids=[one.observation_id for one in history])
    page = page_of(
        detail,
        row,
        history,
        trail,
        _cohort(detail, row),
        today=clock.working_day(),
        opens_runs=allows(request, policy.JOBS_VIEW),
    )
    context: dict[str, Any] = {
        "page": page,
        "unit_uuid": found(unit_row(unit_id=detail.unit_id)).uuid,
        "report_form": report_form or _open_report_form(request, detail),
        "waiver_form": waiver_form or (_waiver_form(detail) if _excusable(request, detail) else None),
        "waiver_open": waiver_form is not None,
        "waiting": _waiting(request, detail),
        "return_form": ReturnForm(auto_id="tra-lai-%s"),
        "next": request.path,
        "is_correction": bool(detail.reports) and detail.reports[0].state == "returned",
    }
    return render(request, "commitments/commitment.html", context, status=status)


def _open_report_form(request: HttpRequest, detail: CommitmentDetail) -> ReportForm | None:
    """Offer the form to whoever may report, while there is something to report."""
    states = {report.state for report in detail.reports}
    closed = "submitted" in states or (detail.commitment.reading == "duty" and "accepted" in states)
    is_open = detail.commitment.is_reported and detail.signed_at is not None and not closed
    if not is_open or not allows(request, policy.REPORT_SUBMIT, detail):
        return None
    return _report_form(detail)


def _excusable(request: HttpRequest, detail: CommitmentDetail) -> bool:
    return detail.signed_at is not None and allows(request, policy.WAIVER_GRANT, detail)


def _waiting(request: HttpRequest, detail: CommitmentDetail) -> dict[str, Any] | None:
    """Tell which report waits and whether this person may decide on it, or why not."""
    report = next((one for one in detail.reports if one.state == "submitted"), None)
    if report is None:
        return None
    scope = viewer(request)
    may = allows(request, policy.REPORT_REVIEW, report)
    why_not = ""
    if not may and scope.holds(*REVIEWING):
        why_not = policy.explain(scope, policy.REPORT_REVIEW, report, day=clock.working_day())
    return {"report_id": report.report_id, "may": may, "why_not": why_not}


def _cohort(detail: CommitmentDetail, row: StandingRow) -> CohortValues | None:
    """Return the figures of the unit's ranking group: the signed one of a rank item, else the unit's first."""
    day = clock.working_day()
    if row.period_id is None or row.kind == "duty":
        return None
    cohort_id = row.cohort_id
    if cohort_id is None:
        keys = cohorts_of(unit_ids=[detail.unit_id], day=day).get(detail.unit_id, [])
        ids = {one.key: one.cohort_id for one in cohort_rows(day=day)} if keys else {}
        cohort_id = ids.get(keys[0]) if keys else None
    if cohort_id is None:
        return None
    return cohort_values(cohort_id=cohort_id, indicator_id=row.indicator_id, period_id=row.period_id, day=day)
