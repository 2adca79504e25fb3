"""Recording an objective cause (nguyên nhân khách quan) that a named authority confirmed."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commitments.agreements.models import AgreementState, Commitment, Waiver
from commitments.agreements.services.followup import same_person, standings_request
from commitments.audit.services import event_append
from commitments.lib.actors import Actor
from commitments.lib.texts import is_blank, is_storable
from commitments.organization.models import Role
from commitments.organization.selectors import Scope, scope_for


class UnableToGrantWaiver(Exception):
    """The objective cause cannot be recorded by this person or in this form; the message says why.

    `field` names what must be put right, as `waiver_grant` calls it; empty where it is not one field.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def waiver_grant(
    *,
    commitment_id: int,
    user_id: int,
    reason: str,
    authority: str,
    document: str,
    first_day: date,
    last_day: date | None,
    actor: Actor,
    day: date,
    at: datetime,
) -> int:
    """Excuse one commitment from a day on; return the waiver's id. The same paper twice is one waiver.

    Args:
        authority: who confirmed the cause, by post or body.
        document: number and date of the confirming paper.
        first_day, last_day: civil days, both included; no last day means to the end of the commitment.

    Raises:
        UnableToGrantWaiver: not a manager over the unit, or their own unit, or something is missing or contradictory.
    """
    same_person(actor, user_id)
    commitment = Commitment.objects.select_related("unit", "agreement").filter(pk=commitment_id).first()
    if commitment is None:
        raise UnableToGrantWaiver(_("Không tìm thấy nội dung cam kết này."))
    scope = scope_for(user_id=user_id, day=day)
    _refuse_granter(scope, commitment)
    texts = [text.strip() for text in (reason, authority, document)]
    _refuse_terms(commitment, texts, first_day, last_day, day)
    with transaction.atomic():
        waiver = _waiver(commitment_id, texts, first_day, last_day, scope, at)
        if waiver is None:
            return Waiver.objects.values_list("pk", flat=True).get(
                commitment_id=commitment_id, document=texts[2], first_day=first_day
            )
        event_append(
            action="waiver.grant",
            actor=actor,
            at=at,
            subject_type="commitment",
            subject_id=commitment_id,
            unit_id=commitment.unit_id,
            after={
                "waiver": waiver.pk,
                "reason": texts[0],
                "authority": texts[1],
                "document": texts[2],
                "first_day": first_day.isoformat(),
                "last_day": last_day.isoformat() if last_day else None,
            },
        )
        standings_request(key=f"standings:waiver:{waiver.pk}", params={"commitment": commitment_id}, actor=actor, at=at)
    return waiver.pk


def _refuse_granter(scope: Scope, commitment: Commitment) -> None:
    unit = commitment.unit
    if not scope.holds(Role.MANAGER):
        raise UnableToGrantWaiver(_("Chỉ người quản lý được ghi nhận nguyên nhân khách quan."))
    if scope.owns(unit.pk, unit.path):
        raise UnableToGrantWaiver(_("Bạn không được quyết định về đơn vị của chính mình."))
    if not scope.judges(unit.pk, unit.path, Role.MANAGER):
        raise UnableToGrantWaiver(_("Đơn vị này không thuộc phạm vi bạn được giao quản lý."))


def _refuse_terms(commitment: Commitment, texts: list[str], first_day: date, last_day: date | None, day: date) -> None:
    if commitment.agreement.state != AgreementState.SIGNED:
        raise UnableToGrantWaiver(_("Bản cam kết chưa được ký."))
    if any(is_blank(text) for text in texts):
        raise UnableToGrantWaiver(_("Cần ghi nguyên nhân, cơ quan xác nhận và số, ngày của văn bản."))
    if not all(is_storable(text) for text in texts):
        raise UnableToGrantWaiver(_("Nội dung có ký tự không đọc được; hãy xóa và gõ lại."))
    if len(texts[1]) > 200 or len(texts[2]) > 200:
        raise UnableToGrantWaiver(_("Tên cơ quan và số văn bản không được dài quá 200 ký tự."))
    if first_day > day:
        raise UnableToGrantWaiver(_("Ngày bắt đầu không được ở sau hôm nay."), field="first_day")
    if not commitment.first_day <= first_day <= commitment.due_date:
        raise UnableToGrantWaiver(
            _("Ngày bắt đầu phải nằm trong thời gian thực hiện nội dung cam kết."), field="first_day"
        )
    if last_day is not None and last_day < first_day:
        raise UnableToGrantWaiver(_("Ngày kết thúc không được trước ngày bắt đầu."), field="last_day")


def _waiver(
    commitment_id: int, texts: list[str], first_day: date, last_day: date | None, scope: Scope, at: datetime
) -> Waiver | None:
    """Insert the waiver, or return None when the same paper is there already."""
    try:
        with transaction.atomic():
            return Waiver.objects.create(
                commitment_id=commitment_id,
                reason=texts[0],
                authority=texts[1],
                document=texts[2],
                first_day=first_day,
                last_day=last_day,
                granted_by_id=scope.user_id,
                granted_by_name=scope.name,
                granted_at=at,
            )
    except IntegrityError:
        return None
