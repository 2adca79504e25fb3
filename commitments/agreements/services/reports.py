"""Reporting progress with evidence, and accepting or returning it. Nobody reviews their own."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commitments.agreements.models import (
    AgreementState,
    Commitment,
    Evidence,
    ProgressReport,
    Reading,
    ReportState,
)
from commitments.agreements.services.evidence import NewEvidence, StoredEvidence, UnableToStoreEvidence, evidence_store
from commitments.agreements.services.figures import Figures, UnableToSubmitReport, figures_refuse, report_period
from commitments.agreements.services.followup import same_person, standings_request
from commitments.audit.services import event_append
from commitments.indicators.services import NewObservation, observations_append
from commitments.lib import clock
from commitments.lib.actors import Actor
from commitments.lib.texts import is_blank, is_storable
from commitments.organization.selectors import Scope, scope_for
from commitments.runs.services import run_record

_MOST_FILES = 10
DONE_LATE = "done_late"


class UnableToReviewReport(Exception):
    """The report cannot be accepted or returned by this person; the message says why."""


def report_submit(
    *,
    commitment_id: int,
    user_id: int,
    narrative: str,
    evidence: Sequence[NewEvidence],
    actor: Actor,
    day: date,
    at: datetime,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    done_on: date | None = None,
    value: Decimal | None = None,
    period_id: int | None = None,
    follow_up: bool = True,
) -> int:
    """Send a head's word on one commitment to review, with its proofs; return the report's id.

    Args:
        numerator, denominator: for a rate, both; in the items that its definition names.
        done_on: for a duty, the civil day on which it was done.
        value: for a count or score that is reported, in the commitment's unit.
        period_id: for figures that are added up, the period they are about; None means the latest one begun.
        follow_up: False when the caller refreshes all standings itself, as a first load does.
        day: civil day; the person must head the unit or be its focal officer on it.

    Raises:
        UnableToSubmitReport: the person may not, the item is not reported or has a report waiting, or something is
            missing, impossible or in the future.
    """
    same_person(actor, user_id)
    figures = Figures(value=value, numerator=numerator, denominator=denominator, done_on=done_on)
    commitment = _reportable(commitment_id)
    scope = scope_for(user_id=user_id, day=day)
    if commitment.unit_id not in scope.acting_unit_ids:
        raise UnableToSubmitReport(_("Chỉ người đứng đầu hoặc cán bộ đầu mối của đơn vị được gửi báo cáo."))
    narrative = narrative.strip()
    if is_blank(narrative):
        raise UnableToSubmitReport(_("Cần ghi kết quả thực hiện."), field="narrative")
    if not is_storable(narrative):
        raise UnableToSubmitReport(_("Nội dung có ký tự không đọc được; hãy xóa và gõ lại."), field="narrative")
    figures_refuse(commitment=commitment, figures=figures, day=day)
    period = report_period(commitment=commitment, period_id=period_id, day=day)
    _refuse_repeated(commitment)
    report = ProgressReport(
        commitment=commitment,
        period_id=period,
        narrative=narrative,
        value=value,
        numerator=numerator,
        denominator=denominator,
        done_on=done_on,
        submitted_by_id=user_id,
        submitted_by_name=scope.name,
        submitted_at=clock.moment_on(day, at),
        submission_recorded_at=at,
    )
    # Files go to disk before the transaction: a slow upload must not hold the only writer of SQLite.
    return _report_store(report, _evidence_stored(commitment, evidence), actor, at, follow_up)


def _reportable(commitment_id: int) -> Commitment:
    commitment = Commitment.objects.select_related("agreement").filter(pk=commitment_id).first()
    if commitment is None:
        raise UnableToSubmitReport(_("Không tìm thấy nội dung cam kết này."))
    if commitment.agreement.state != AgreementState.SIGNED:
        raise UnableToSubmitReport(_("Bản cam kết chưa được ký nên chưa báo cáo được."))
    if not commitment.is_reported:
        raise UnableToSubmitReport(_("Số liệu của nội dung này do hệ thống lấy tự động, không cần báo cáo."))
    return commitment


def _refuse_repeated(commitment: Commitment) -> None:
    states = set(ProgressReport.objects.filter(commitment=commitment).values_list("state", flat=True))
    if ReportState.SUBMITTED in states:
        raise UnableToSubmitReport(_("Đã có một báo cáo của nội dung này đang chờ thẩm định."))
    if commitment.reading == Reading.DUTY and ReportState.ACCEPTED in states:
        raise UnableToSubmitReport(_("Báo cáo của nội dung này đã được chấp nhận."))


def _evidence_stored(commitment: Commitment, evidence: Sequence[NewEvidence]) -> list[StoredEvidence]:
    if commitment.evidence_text and not evidence:
        raise UnableToSubmitReport(
            _("Cần kèm tài liệu kiểm chứng: %(text)s.") % {"text": commitment.evidence_text.rstrip(".")},
            field="evidence",
        )
    if len(evidence) > _MOST_FILES:
        text = _("Mỗi báo cáo kèm nhiều nhất %(count)s tệp.") % {"count": _MOST_FILES}
        raise UnableToSubmitReport(text, field="evidence")
    try:
        return [evidence_store(item) for item in evidence]
    except UnableToStoreEvidence as error:
        raise UnableToSubmitReport(str(error), field="evidence") from error


def _report_store(
    report: ProgressReport, stored: list[StoredEvidence], actor: Actor, at: datetime, follow_up: bool
) -> int:
    try:
        with transaction.atomic():
            report.save(force_insert=True)
            Evidence.objects.bulk_create(
                Evidence(
                    report=report,
                    file_name=item.file_name,
                    content_type=item.content_type,
                    size=item.size,
                    sha256=item.sha256,
                    stored_path=item.stored_path,
                    added_at=at,
                )
                for item in stored
            )
            files = [{"name": item.file_name, "sha256": item.sha256} for item in stored]
            _event(report, "report.submit", actor, at, None, {**_said(report), "evidence": files})
            if follow_up:
                _refresh(report, "submitted", actor, at)
    except IntegrityError:
        if ProgressReport.objects.filter(commitment=report.commitment, state=ReportState.SUBMITTED).exists():
            raise UnableToSubmitReport(_("Đã có một báo cáo của nội dung này đang chờ thẩm định.")) from None
        raise
    return report.pk


def report_accept(
    *, report_id: int, user_id: int, actor: Actor, day: date, at: datetime, follow_up: bool = True
) -> None:
    """Accept a report: its figure becomes an observation, known from this moment. A second click changes nothing.

    A duty done by its due date is observed as 1, one done later as 0 with the flag "done_late".

    Raises:
        UnableToReviewReport: not a reviewer of the unit, their own unit or report, or already decided otherwise.
    """
    same_person(actor, user_id)
    scope = scope_for(user_id=user_id, day=day)
    with transaction.atomic():
        report = _reviewed(report_id, scope, ReportState.ACCEPTED)
        if report is None:
            return
        _decide(report, ReportState.ACCEPTED, scope, day, at)
        run = run_record(
            key=f"report:{report.pk}",
            kind="report_acceptance",
            params={"report": report.pk},
            at=at,
            requested_by=actor.name,
        )
        observations_append(rows=[_observation(report, clock.moment_on(day, at))], run_id=run.pk, recorded_at=at)
        _event(report, "report.accept", actor, at, {"state": "submitted"}, {"state": "accepted", **_said(report)})
        if follow_up:
            _refresh(report, "accepted", actor, at, parent_id=run.pk)


def report_return(
    *, report_id: int, user_id: int, reason: str, actor: Actor, day: date, at: datetime, follow_up: bool = True
) -> None:
    """Return a report with the reason, so that a better one can be sent. A second click changes nothing.

    Raises:
        UnableToReviewReport: no reason, not a reviewer of the unit, their own, or already decided otherwise.
    """
    same_person(actor, user_id)
    reason = reason.strip()
    if is_blank(reason):
        raise UnableToReviewReport(_("Cần ghi lý do trả lại để đơn vị biết phải bổ sung gì."))
    if not is_storable(reason):
        raise UnableToReviewReport(_("Nội dung có ký tự không đọc được; hãy xóa và gõ lại."))
    scope = scope_for(user_id=user_id, day=day)
    with transaction.atomic():
        report = _reviewed(report_id, scope, ReportState.RETURNED)
        if report is None:
            return
        _decide(report, ReportState.RETURNED, scope, day, at, reason)
        _event(report, "report.return", actor, at, {"state": "submitted"}, {"state": "returned", "reason": reason})
        if follow_up:
            _refresh(report, "returned", actor, at)


def _reviewed(report_id: int, scope: Scope, decision: ReportState) -> ProgressReport | None:
    """Lock a report for a decision; None when this person has already decided the same."""
    report = (
        ProgressReport.objects.select_for_update(of=("self",))
        .select_related("commitment__unit")
        .filter(pk=report_id)
        .first()
    )
    if report is None:
        raise UnableToReviewReport(_("Không tìm thấy báo cáo này."))
    _refuse_reviewer(report, scope)
    if report.state == ReportState.SUBMITTED:
        return report
    if report.state == decision and report.reviewed_by_id == scope.user_id:
        return None
    moment = report.reviewed_at.astimezone(clock.CIVIL_ZONE) if report.reviewed_at else None
    raise UnableToReviewReport(
        _("Báo cáo này đã được %(name)s xử lý lúc %(moment)s.")
        % {"name": report.reviewed_by_name, "moment": f"{moment:%H:%M %d/%m/%Y}" if moment else ""}
    )


def _refuse_reviewer(report: ProgressReport, scope: Scope) -> None:
    unit = report.commitment.unit
    if report.submitted_by_id == scope.user_id:
        raise UnableToReviewReport(_("Bạn không được thẩm định báo cáo do chính mình gửi."))
    if scope.owns(unit.pk, unit.path):
        raise UnableToReviewReport(_("Bạn không được thẩm định báo cáo của đơn vị mình."))
    if not scope.reviews(unit.pk, unit.path):
        raise UnableToReviewReport(_("Đơn vị này không thuộc phạm vi bạn được giao thẩm định."))


def _decide(
    report: ProgressReport, state: ReportState, scope: Scope, day: date, at: datetime, reason: str = ""
) -> None:
    changed = ProgressReport.objects.filter(pk=report.pk, state=ReportState.SUBMITTED).update(
        state=state,
        reviewed_by_id=scope.user_id,
        reviewed_by_name=scope.name,
        reviewed_at=clock.moment_on(day, at),
        decision_recorded_at=at,
        reason=reason,
    )
    if not changed:
        raise UnableToReviewReport(_("Báo cáo này vừa được xử lý ở nơi khác; hãy mở lại trang."))


def _observation(report: ProgressReport, at: datetime) -> NewObservation:
    commitment = report.commitment
    value, flags = report.value, ""
    if commitment.reading == Reading.DUTY:
        late = report.done_on is not None and report.done_on > commitment.due_date
        value, flags = (Decimal(0), DONE_LATE) if late else (Decimal(1), "")
    return NewObservation(
        unit_id=commitment.unit_id,
        indicator_id=commitment.indicator_id,
        period_id=report.period_id,
        value=value,
        numerator=report.numerator,
        denominator=report.denominator,
        known_at=at,
        file_number=0,
        row_number=0,
        flags=flags,
    )


def _said(report: ProgressReport) -> dict[str, str | int | None]:
    def text(part: Decimal | date | None) -> str | None:
        return None if part is None else str(part)

    return {
        "report": report.pk,
        "period": report.period_id,
        "narrative": report.narrative,
        "value": text(report.value),
        "numerator": text(report.numerator),
        "denominator": text(report.denominator),
        "done_on": text(report.done_on),
    }


def _event(
    report: ProgressReport,
    action: str,
    actor: Actor,
    at: datetime,
    before: dict[str, str] | None,
    after: dict[str, object],
) -> None:
    event_append(
        action=action,
        actor=actor,
        at=at,
        subject_type="report",
        subject_id=report.pk,
        unit_id=report.commitment.unit_id,
        before=before,
        after=after,
    )


def _refresh(report: ProgressReport, what: str, actor: Actor, at: datetime, parent_id: int | None = None) -> None:
    """A report waiting, accepted or returned each changes where its commitment stands."""
    standings_request(
        key=f"standings:report:{report.pk}:{what}",
        params={"commitment": report.commitment_id},
        actor=actor,
        at=at,
        parent_id=parent_id,
    )
