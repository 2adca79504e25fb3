"""Reports that wait for review, the decision on each, and the proofs behind them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import policy
from accountability.web.access import actor, authorize, found, viewer
from accountability.web.commitments.forms import ReturnForm
from accountability.web.reports.presenters import desk_of
from commitments.agreements.selectors import ReportRow, commitment_detail, evidence_of, report_of, reports_waiting
from commitments.agreements.services import UnableToReviewReport, report_accept, report_return
from commitments.agreements.services.evidence import UnableToOpenEvidence, evidence_open
from commitments.comparison.selectors import standing_detail
from commitments.lib import clock
from commitments.organization.selectors.scope import REVIEWING


@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """Show what waits, and the chosen (or first) report with its proofs beside it."""
    return _desk(request, request.GET.get("bao-cao", ""))


@require_POST
def report_accept_now(request: HttpRequest, report_id: int) -> HttpResponse:
    """Accept a report; its figure counts from this moment."""
    _report(request, report_id)
    try:
        report_accept(report_id=report_id, **_decision(request))
    except UnableToReviewReport as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã chấp nhận báo cáo. Tình trạng của nội dung được cập nhật trong ít phút."))
    return redirect(_next(request))


@require_http_methods(["GET", "POST"])
def report_return_now(request: HttpRequest, report_id: int) -> HttpResponse:
    """Return a report with the reason; the address opened again leads to the desk."""
    report = _report(request, report_id)
    if request.method == "GET":
        return redirect(f"{reverse('reviews')}?bao-cao={report_id}")
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            report_return(report_id=report_id, reason=form.cleaned_data["reason"], **_decision(request))
        except UnableToReviewReport as error:
            # Somebody else was first: where the report stands, what was decided is to be read.
            messages.error(request, str(error))
            return redirect("commitment", report.commitment_id)
        else:
            messages.success(
                request, _("Đã trả lại báo cáo kèm lý do. Đơn vị thấy việc này trong danh sách việc cần làm.")
            )
            return redirect(_next(request))
    return _desk(request, str(report_id), form, status=422)


@require_GET
def evidence(request: HttpRequest, uuid: UUID) -> FileResponse | HttpResponse:
    """Hand out a proof, after its bytes were checked; always as a download, never shown inside our own pages."""
    place = found(evidence_of(uuid=str(uuid)))
    authorize(request, policy.EVIDENCE_VIEW, place)
    try:
        file = evidence_open(place.file.evidence_id)
    except UnableToOpenEvidence as error:
        context = {"reason": str(error), "back": reverse("commitment", args=[place.commitment_id])}
        return render(request, "reports/evidence_broken.html", context, status=409)
    response = FileResponse(
        file, as_attachment=True, filename=place.file.file_name, content_type=place.file.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _report(request: HttpRequest, report_id: int) -> ReportRow:
    report = found(report_of(report_id))
    authorize(request, policy.REPORT_REVIEW, report)
    return report


def _decision(request: HttpRequest) -> dict[str, Any]:
    return {
        "user_id": viewer(request).user_id,
        "actor": actor(request),
        "day": clock.working_day(),
        "at": clock.now(),
    }


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("reviews")


def _desk(request: HttpRequest, chosen: str, form: ReturnForm | None = None, status: int = 200) -> HttpResponse:
    scope = viewer(request)
    if not scope.holds(*REVIEWING):
        raise PermissionDenied(_("Trang này dành cho người được giao thẩm định báo cáo."))
    rows = reports_waiting(scope=scope)
    current = next((row for row in rows if str(row.report_id) == chosen), rows[0] if rows else None)
    detail = commitment_detail(current.commitment_id) if current else None
    standing = standing_detail(commitment_id=current.commitment_id) if current else None
    desk = desk_of(rows, current, detail, standing, today=clock.working_day())
    context = {
        "desk": desk,
        "return_form": form or ReturnForm(),
        "next": desk.after_url,
    }
    return render(request, "reports/reviews.html", context, status=status)
