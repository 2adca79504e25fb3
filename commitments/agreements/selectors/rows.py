"""What the reads of this app return: plain, frozen, nothing that reaches the database again.

Every row that policy is asked about carries `unit_id` and `unit_path`. Days are civil days, both ends included;
moments are UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from commitments.agreements.models import AgreementState, CommitmentKind, Direction, Reading, ReportState
from commitments.signing.selectors import SignatureRow, VerificationRow


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """One numbered item with everything that decides it."""

    commitment_id: int
    agreement_id: int
    agreement_state: AgreementState
    unit_id: int
    unit_path: str
    number: int
    kind: CommitmentKind
    title: str
    definition: str
    numerator_text: str
    denominator_text: str
    evidence_text: str
    indicator_id: int
    indicator_key: str
    reading: Reading
    period_id: int | None
    period_key: str
    period_kind: str
    cohort_id: int | None
    cohort_name: str
    direction: Direction
    target: Decimal
    target_high: Decimal | None
    baseline: Decimal | None
    unit_of_measure: str
    decimals: int
    is_key: bool
    is_reported: bool
    first_day: date
    due_date: date


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A proof file as pages list it."""

    evidence_id: int
    uuid: str
    file_name: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What was reported on one commitment, and what became of it."""

    report_id: int
    uuid: str
    commitment_id: int
    unit_id: int
    unit_path: str
    period_key: str
    narrative: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    done_on: date | None
    state: ReportState
    submitted_by_id: int
    submitted_by_name: str
    submitted_at: datetime
    reviewed_by_name: str
    reviewed_at: datetime | None
    reason: str
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """An objective cause that excuses a commitment."""

    waiver_id: int
    reason: str
    authority: str
    document: str
    first_day: date
    last_day: date | None
    granted_by_name: str
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement in a list."""

    agreement_id: int
    uuid: str
    unit_id: int
    unit_path: str
    unit_name: str
    tenure_id: int
    year: int
    number: str
    title: str
    state: AgreementState
    due_date: date
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AgreementDocument:
    """Everything that the paper shows, with its signature and what a check of it found (None while unsigned)."""

    agreement_id: int
    uuid: str
    unit_id: int
    unit_path: str
    unit_name: str
    tenure_id: int
    signer_user_id: int | None
    signer_name: str
    signer_post: str
    counterparty: str
    programme_name: str
    legal_bases: tuple[str, ...]
    year: int
    number: str
    title: str
    first_day: date
    last_day: date
    due_date: date
    state: AgreementState
    signed_at: datetime | None
    rulebook_release_id: int | None
    rulebook_name: str
    rulebook_sha256: str
    commitments: tuple[CommitmentRow, ...]
    signature: SignatureRow | None
    verification: VerificationRow | None


@dataclass(frozen=True, slots=True)
class CommitmentDetail:
    """One commitment with its agreement's name, its reports (newest first) and its waivers."""

    commitment: CommitmentRow
    unit_id: int
    unit_path: str
    unit_name: str
    agreement_uuid: str
    agreement_number: str
    year: int
    signed_at: datetime | None
    reports: tuple[ReportRow, ...]
    waivers: tuple[WaiverRow, ...]


class TaskKind(StrEnum):
    """What a head has to do now."""

    SIGN = "sign"
    FIX_REPORT = "fix_report"
    REPORT_OVERDUE = "report_overdue"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One thing to do by a day. Which ids are set depends on the kind."""

    kind: TaskKind
    unit_id: int
    unit_path: str
    unit_name: str
    due_date: date
    title: str
    agreement_id: int
    commitment_id: int | None = None
    number: int | None = None
    period_id: int | None = None
    report_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WaitingReportRow:
    """A report that waits for this reviewer."""

    report_id: int
    commitment_id: int
    unit_id: int
    unit_path: str
    unit_name: str
    number: int
    title: str
    due_date: date
    submitted_by_id: int
    submitted_by_name: str
    submitted_at: datetime
    evidence_files: int
