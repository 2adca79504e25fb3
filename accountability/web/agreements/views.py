"""Read an agreement, sign it, take its text along."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accountability import policy
from accountability.web.access import actor, allows, authorize, found, viewer
from accountability.web.agreements.forms import SignForm
from accountability.web.agreements.presenters import paper_of
from commitments.agreements.selectors import (
    AgreementDocument,
    agreement_document,
    agreement_id_of,
    agreement_rows,
)
from commitments.agreements.services import UnableToSignAgreement, agreement_sign
from commitments.comparison.selectors import standing_rows_for_unit
from commitments.lib import clock
from commitments.organization.selectors import unit_row
from commitments.signing.selectors import signature_payload

# The standing comes within a minute; after that a person is told to look again later.
_MOST_POLLS = 45


@require_GET
def own_agreement(request: HttpRequest) -> HttpResponse:
    """Lead a head or focal officer to their unit's agreement of the year; to a list when there are several."""
    scope = viewer(request)
    year = clock.working_day().year
    rows = [row for row in agreement_rows(scope=scope, year=year) if row.unit_id in scope.acting_unit_ids]
    if len(rows) == 1:
        return redirect("agreement", rows[0].uuid)
    return render(request, "agreements/own.html", {"rows": rows, "year": year})


@require_GET
def agreement_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the paper, its signature and, to whoever may sign it, the way to do so."""
    document = _document(request, uuid)
    form = SignForm(user=request.user) if allows(request, policy.AGREEMENT_SIGN, document) else None
    return _page(request, document, form)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def agreement_sign_now(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Sign. A second click finds the signature of the first; the address opened again leads to the paper."""
    document = _document(request, uuid)
    if request.method == "GET":
        return redirect("agreement", document.uuid)
    if document.signature is not None and document.signature.signer_id == request.user.pk:
        messages.info(request, _("Bạn đã ký bản cam kết này rồi; không có gì thay đổi."))
        return redirect("agreement", document.uuid)
    authorize(request, policy.AGREEMENT_SIGN, document)
    form = SignForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            agreement_sign(
                agreement_id=document.agreement_id,
                user_id=viewer(request).user_id,
                actor=actor(request),
                day=clock.working_day(),
                at=clock.now(),
            )
        except UnableToSignAgreement as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã ký bản cam kết. Trong ít phút, số liệu sẽ hiện cạnh từng nội dung."))
            return redirect("agreement", document.uuid)
    return _page(request, document, form, status=422)


@require_GET
def agreement_text(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give the very bytes that were confirmed, so that anyone can compute their sha256."""
    document = _document(request, uuid)
    signature = found(document.signature)
    name = f"ban-cam-ket-{document.year}-{signature.sha256[:12]}.json"
    return HttpResponse(
        signature_payload(signature.signature_id),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_GET
def agreement_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Answer the page that waits for the first standings: look again, or load the page anew."""
    document = _document(request, uuid)
    rows = standing_rows_for_unit(unit_id=document.unit_id, year=document.year)
    if rows and all(row.state is not None for row in rows):
        return HttpResponse(headers={"HX-Refresh": "true"})
    asked = request.GET.get("lan", "0")
    times = int(asked) + 1 if asked.isdecimal() and len(asked) < 4 else _MOST_POLLS
    context = {"paper": {"uuid": document.uuid}, "times": times, "goes_on": times < _MOST_POLLS}
    return render(request, "agreements/_waiting.html", context)


def _document(request: HttpRequest, uuid: UUID) -> AgreementDocument:
    document = found(agreement_document(found(agreement_id_of(uuid=str(uuid)))))
    authorize(request, policy.AGREEMENT_VIEW, document)
    return document


def _page(request: HttpRequest, document: AgreementDocument, form: SignForm | None, status: int = 200) -> HttpResponse:
    unit = found(unit_row(unit_id=document.unit_id))
    above = unit_row(unit_id=unit.parent_id) if unit.parent_id else None
    standings = {row.commitment_id: row for row in standing_rows_for_unit(unit_id=unit.unit_id, year=document.year)}
    today = clock.working_day()
    context: dict[str, Any] = {
        "paper": paper_of(document, standings, above=above.name if above else "", today=today),
        "unit_uuid": unit.uuid,
        "form": form,
        "goes_on": True,
        "times": 0,
    }
    if form is None and document.signature is None:
        context["why_not"] = policy.explain(viewer(request), policy.AGREEMENT_SIGN, document, day=today)
    return render(request, "agreements/agreement.html", context, status=status)
