"""Signing: one transaction, one conditional change of state."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.agreements.models import Agreement, AgreementState, Commitment
from commitments.agreements.services.canonical import SCHEME, SUBJECT, Confirmation, agreement_bytes
from commitments.agreements.services.followup import same_person, standings_request
from commitments.audit.services import event_append
from commitments.lib import clock
from commitments.lib.actors import Actor
from commitments.organization.selectors import scope_for
from commitments.rulebooks.services import release_current
from commitments.signing.models import Signature
from commitments.signing.selectors import SignatureRow, signature_row
from commitments.signing.services import METHOD_PASSWORD_AGAIN, signature_add


class UnableToSignAgreement(Exception):
    """The agreement cannot be signed by this person on this day; the message says why."""


def agreement_sign(
    *, agreement_id: int, user_id: int, actor: Actor, day: date, at: datetime, follow_up: bool = True
) -> SignatureRow:
    """Sign an agreement: freeze its terms and its rulebook, and keep the canonical text with its sha256.

    Whoever signs has just given the password again; the caller checks that. A second click of the same signer finds
    the signature of the first.

    Args:
        day: civil day; the signer must be in the agreement's own tenure on it.
        at: UTC, real time; becomes the moment of signing.
        follow_up: False when the caller refreshes all standings itself, as a first load does.

    Raises:
        UnableToSignAgreement: not the head in that tenure, already signed by another, over, empty, or unknown.
    """
    same_person(actor, user_id)
    with transaction.atomic():
        agreement = _locked(agreement_id)
        if agreement.signature is not None:
            return _signed_before(agreement.signature, user_id)
        _refuse_signer(agreement, user_id, day)
        signature = _seal(agreement, user_id, clock.moment_on(day, at), recorded_at=at)
        event_append(
            action="agreement.sign",
            actor=actor,
            at=at,
            subject_type=SUBJECT,
            subject_id=agreement_id,
            unit_id=agreement.unit_id,
            before={"state": AgreementState.READY.value},
            after={"state": AgreementState.SIGNED.value, "sha256": signature.sha256, "scheme": SCHEME},
        )
        if follow_up:
            key = f"standings:agreement:{agreement_id}"
            standings_request(key=key, params={"agreement": agreement_id}, actor=actor, at=at)
    return signature_row(signature)


def _locked(agreement_id: int) -> Agreement:
    # Two queries: PostgreSQL looks again at a row that it waited for, but not at the rows joined to it.
    if not Agreement.objects.select_for_update().filter(pk=agreement_id).values_list("pk"):
        raise UnableToSignAgreement(_("Không tìm thấy bản cam kết này."))
    return Agreement.objects.select_related("programme", "unit", "tenure__leader", "signature").get(pk=agreement_id)


def _signed_before(signature: Signature, user_id: int) -> SignatureRow:
    if signature.signer_id == user_id:
        return signature_row(signature)
    raise UnableToSignAgreement(
        _("Bản cam kết này đã được %(name)s ký lúc %(moment)s.")
        % {
            "name": signature.signer_post or signature.signer_name,
            "moment": f"{signature.signed_at.astimezone(clock.CIVIL_ZONE):%H:%M %d/%m/%Y}",
        }
    )


def _refuse_signer(agreement: Agreement, user_id: int, day: date) -> None:
    scope = scope_for(user_id=user_id, day=day)
    if agreement.unit_id not in scope.headed_unit_ids:
        raise UnableToSignAgreement(_("Chỉ người đứng đầu đơn vị đang tại chức mới được ký bản cam kết."))
    if agreement.tenure_id not in scope.current_tenure_ids or agreement.tenure.unit_id != agreement.unit_id:
        raise UnableToSignAgreement(_("Bản cam kết này được lập cho người đứng đầu khác; cần lập lại trước khi ký."))
    if day > agreement.last_day:
        raise UnableToSignAgreement(_("Thời gian cam kết đã kết thúc nên không ký được nữa."))


def _seal(agreement: Agreement, user_id: int, at: datetime, *, recorded_at: datetime) -> Signature:
    # The items are locked as well: until this commits, the guard on their table still sees an unsigned agreement.
    commitments = list(
        Commitment.objects.select_for_update(of=("self",))
        .filter(agreement=agreement)
        .select_related("unit", "indicator", "period", "cohort")
        .order_by("number")
    )
    if not commitments:
        raise UnableToSignAgreement(_("Bản cam kết này chưa có nội dung nào để ký."))
    release = release_current(at=recorded_at)
    tenure = agreement.tenure
    confirmation = Confirmation(user_id, tenure.leader.name, tenure.post, METHOD_PASSWORD_AGAIN, at)
    signature = signature_add(
        subject_type=SUBJECT,
        subject_id=agreement.pk,
        scheme=SCHEME,
        payload=agreement_bytes(
            agreement=agreement,
            commitments=commitments,
            confirmation=confirmation,
            rulebook_sha256=release.sha256,
            signed_at=at,
        ),
        signer_id=confirmation.signer_id,
        signer_name=confirmation.signer_name,
        signer_post=confirmation.signer_post,
        method=confirmation.method,
        at=at,
    )
    changed = Agreement.objects.filter(pk=agreement.pk, state=AgreementState.READY).update(
        state=AgreementState.SIGNED,
        signature=signature,
        signed_at=at,
        signing_recorded_at=recorded_at,
        rulebook_release=release,
    )
    if not changed:
        raise UnableToSignAgreement(_("Bản cam kết này vừa được ký ở nơi khác; hãy mở lại trang."))
    return signature
