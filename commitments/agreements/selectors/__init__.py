"""What may be read of agreements, commitments, reports and waivers; one module for each question's subject."""

from commitments.agreements.selectors.documents import (
    agreement_document,
    agreement_id_of,
    agreement_of,
    agreement_payload,
    agreement_rows,
    agreements_unsealed,
    signature_verify,
    signatures_verify,
)
from commitments.agreements.selectors.items import commitment_detail, commitment_rows_for_unit
from commitments.agreements.selectors.reports import (
    EvidencePlace,
    PeriodToReport,
    ReviewedReportRow,
    evidence_of,
    periods_to_report,
    report_of,
    reports_reviewed_since,
    reports_waiting,
)
from commitments.agreements.selectors.rows import (
    AgreementDocument,
    AgreementRow,
    CommitmentDetail,
    CommitmentRow,
    EvidenceRow,
    ReportRow,
    TaskKind,
    TaskRow,
    WaitingReportRow,
    WaiverRow,
)
from commitments.agreements.selectors.tasks import horizon, tasks_for_head

__all__ = [
    "AgreementDocument",
    "AgreementRow",
    "CommitmentDetail",
    "CommitmentRow",
    "EvidencePlace",
    "EvidenceRow",
    "PeriodToReport",
    "ReportRow",
    "ReviewedReportRow",
    "TaskKind",
    "TaskRow",
    "WaitingReportRow",
    "WaiverRow",
    "agreement_document",
    "agreement_id_of",
    "agreement_of",
    "agreement_payload",
    "agreement_rows",
    "agreements_unsealed",
    "commitment_detail",
    "commitment_rows_for_unit",
    "evidence_of",
    "horizon",
    "periods_to_report",
    "report_of",
    "reports_reviewed_since",
    "reports_waiting",
    "signature_verify",
    "signatures_verify",
    "tasks_for_head",
]
