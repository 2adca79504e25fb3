"""From models to rows; no query is made here when relations are loaded."""

from commitments.agreements.models import (
    Agreement,
    AgreementState,
    Commitment,
    CommitmentKind,
    Direction,
    Evidence,
    ProgressReport,
    Reading,
    ReportState,
    Waiver,
)
from commitments.agreements.selectors.rows import AgreementRow, CommitmentRow, EvidenceRow, ReportRow, WaiverRow

COMMITMENT_RELATIONS = ("agreement", "unit", "indicator", "period", "cohort")


def commitment_row(item: Commitment) -> CommitmentRow:
    return CommitmentRow(
        commitment_id=item.pk,
        agreement_id=item.agreement_id,
        agreement_state=AgreementState(item.agreement.state),
        unit_id=item.unit_id,
        unit_path=item.unit.path,
        number=item.number,
        kind=CommitmentKind(item.kind),
        title=item.title,
        definition=item.definition,
        numerator_text=item.numerator_text,
        denominator_text=item.denominator_text,
        evidence_text=item.evidence_text,
        indicator_id=item.indicator_id,
        indicator_key=item.indicator.key,
        reading=Reading(item.reading),
        period_id=item.period_id,
        period_key=item.period.key if item.period else "",
        period_kind=item.period_kind,
        cohort_id=item.cohort_id,
        cohort_name=item.cohort.name if item.cohort else "",
        direction=Direction(item.direction),
        target=item.target,
        target_high=item.target_high,
        baseline=item.baseline,
        unit_of_measure=item.unit_of_measure,
        decimals=item.decimals,
        is_key=item.is_key,
        is_reported=item.is_reported,
        first_day=item.first_day,
        due_date=item.due_date,
    )


def evidence_row(item: Evidence) -> EvidenceRow:
    return EvidenceRow(item.pk, str(item.uuid), item.file_name, item.content_type, item.size, item.sha256)


def report_row(report: ProgressReport) -> ReportRow:
    unit = report.commitment.unit
    return ReportRow(
        report_id=report.pk,
        uuid=str(report.uuid),
        commitment_id=report.commitment_id,
        unit_id=unit.pk,
        unit_path=unit.path,
        period_key=report.period.key,
        narrative=report.narrative,
        value=report.value,
        numerator=report.numerator,
        denominator=report.denominator,
        done_on=report.done_on,
        state=ReportState(report.state),
        submitted_by_id=report.submitted_by_id,
        submitted_by_name=report.submitted_by_name,
        submitted_at=report.submitted_at,
        reviewed_by_name=report.reviewed_by_name,
        reviewed_at=report.reviewed_at,
        reason=report.reason,
        evidence=tuple(evidence_row(item) for item in report.evidence.all()),
    )


def waiver_row(waiver: Waiver) -> WaiverRow:
    return WaiverRow(
        waiver_id=waiver.pk,
        reason=waiver.reason,
        authority=waiver.authority,
        document=waiver.document,
        first_day=waiver.first_day,
        last_day=waiver.last_day,
        granted_by_name=waiver.granted_by_name,
        granted_at=waiver.granted_at,
    )


def agreement_row(agreement: Agreement) -> AgreementRow:
    return AgreementRow(
        agreement_id=agreement.pk,
        uuid=str(agreement.uuid),
        unit_id=agreement.unit_id,
        unit_path=agreement.unit.path,
        unit_name=agreement.unit.name,
        tenure_id=agreement.tenure_id,
        year=agreement.year,
        number=agreement.number,
        title=agreement.title,
        state=AgreementState(agreement.state),
        due_date=agreement.due_date,
        signed_at=agreement.signed_at,
    )
