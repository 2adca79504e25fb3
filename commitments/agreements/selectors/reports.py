"""Reading reports: those that wait for a reviewer, one of them, one proof."""

from dataclasses import dataclass

from django.db.models import Count

from commitments.agreements.models import Evidence, ProgressReport, ReportState
from commitments.agreements.selectors.build import evidence_row, report_row
from commitments.agreements.selectors.rows import EvidenceRow, ReportRow, WaitingReportRow
from commitments.organization.selectors import Scope


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """A proof with the unit that it is about, so that policy can be asked before it is opened."""

    unit_id: int
    unit_path: str
    report_id: int
    commitment_id: int
    file: EvidenceRow


def reports_waiting(*, scope: Scope) -> list[WaitingReportRow]:
    """Return the reports that wait for this person's review as of the scope's day, the oldest first, in one query.

    Neither their own unit's nor what they sent themselves is among them.
    """
    reports = (
        ProgressReport.objects.filter(scope.review_filter("commitment__unit__"), state=ReportState.SUBMITTED)
        .exclude(submitted_by_id=scope.user_id)
        .select_related("commitment__unit")
        .annotate(files=Count("evidence"))
        .order_by("submitted_at", "pk")
    )
    return [
        WaitingReportRow(
            report_id=report.pk,
            commitment_id=report.commitment_id,
            unit_id=report.commitment.unit_id,
            unit_path=report.commitment.unit.path,
            unit_name=report.commitment.unit.name,
            number=report.commitment.number,
            title=report.commitment.title,
            due_date=report.commitment.due_date,
            submitted_by_id=report.submitted_by_id,
            submitted_by_name=report.submitted_by_name,
            submitted_at=report.submitted_at,
            evidence_files=report.files,
        )
        for report in reports
    ]


def report_of(report_id: int) -> ReportRow | None:
    """Return one report with its evidence, or None, in two queries."""
    report = (
        ProgressReport.objects.select_related("commitment__unit", "period")
        .prefetch_related("evidence")
        .filter(pk=report_id)
        .first()
    )
    return report_row(report) if report else None


def evidence_of(*, uuid: str) -> EvidencePlace | None:
    """Return a proof by its public address, or None, in one query."""
    item = Evidence.objects.select_related("report__commitment__unit").filter(uuid=uuid).first()
    if item is None:
        return None
    commitment = item.report.commitment
    return EvidencePlace(commitment.unit_id, commitment.unit.path, item.report_id, commitment.pk, evidence_row(item))
