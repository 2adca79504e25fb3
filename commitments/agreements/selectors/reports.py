"""Reading reports: those that wait for a reviewer, one of them, one proof."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from commitments.agreements.models import Commitment, Evidence, ProgressReport, ReportState
from commitments.agreements.selectors.build import evidence_row, report_row
from commitments.agreements.selectors.rows import EvidenceRow, ReportRow, WaitingReportRow
from commitments.audit.models import AuditEvent
from commitments.indicators.models import ReportingPeriod
from commitments.organization.selectors import Scope

_DECISIONS = ("report.accept", "report.return")


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """A proof with the unit that it is about, so that policy can be asked before it is opened."""

    unit_id: int
    unit_path: str
    report_id: int
    commitment_id: int
    file: EvidenceRow


@dataclass(frozen=True, slots=True)
class PeriodToReport:
    """A period that a report on an item that adds up periods may be about."""

    period_id: int
    key: str
    kind: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class ReviewedReportRow:
    """What became of a report of these units; `recorded_at` is real time, `reviewed_at` that of the working day."""

    commitment_id: int
    number: int
    title: str
    state: ReportState
    reviewed_by_name: str
    recorded_at: datetime
    reviewed_at: datetime | None
    reason: str


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


def reports_reviewed_since(*, unit_ids: Collection[int], since: datetime) -> list[ReviewedReportRow]:
    """Return the reports of these units that were accepted or returned after a moment, the latest first; two queries.

    Args:
        since: UTC, real time. Decisions are dated by the working day; the audit record knows when they were made.
    """
    decided: dict[int, datetime] = {
        int(subject_id): occurred_at
        for subject_id, occurred_at in AuditEvent.objects.filter(
            unit_id__in=unit_ids, occurred_at__gt=since, action__in=_DECISIONS, subject_type="report"
        ).values_list("subject_id", "occurred_at")
    }
    reports = ProgressReport.objects.filter(pk__in=decided).select_related("commitment")
    rows = [
        ReviewedReportRow(
            commitment_id=report.commitment_id,
            number=report.commitment.number,
            title=report.commitment.title,
            state=ReportState(report.state),
            reviewed_by_name=report.reviewed_by_name,
            recorded_at=decided[report.pk],
            reviewed_at=report.reviewed_at,
            reason=report.reason,
        )
        for report in reports
    ]
    return sorted(rows, key=lambda row: row.recorded_at, reverse=True)


def periods_to_report(*, commitment_id: int, day: date) -> list[PeriodToReport]:
    """Return the periods begun by a day that a report on this item may be about, the latest first, in two queries.

    Empty where the item has a period of its own: then there is nothing to choose.
    """
    item = Commitment.objects.filter(pk=commitment_id, period=None).first()
    if item is None:
        return []
    periods = ReportingPeriod.objects.filter(
        kind=item.period_kind, first_day__gte=item.first_day, last_day__lte=item.due_date, first_day__lte=day
    ).order_by("-first_day")
    return [PeriodToReport(one.pk, one.key, one.kind, one.first_day, one.last_day) for one in periods]
