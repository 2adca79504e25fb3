"""One commitment with everything that was said, measured and decided about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.web import wording
from accountability.web.commitments.charts import bullet_of, is_comparable, state_of, strip_of, trend_of
from accountability.web.commitments.items import figure_of, reason_of, term_of
from accountability.web.commitments.outlook import outlook_text
from accountability.web.presentation.charts import BulletBar, DotStrip, TrendChart
from accountability.web.presentation.dates import age, civil_day, day, period_name
from accountability.web.presentation.numbers import exact, fraction, with_unit
from accountability.web.wording import size_text
from commitments.agreements.selectors import CommitmentDetail, CommitmentRow, ReportRow, WaiverRow
from commitments.comparison.selectors import CohortValues, FigurePoint, StandingRow
from commitments.sources.checks.messages import NAMES
from commitments.sources.selectors import ObservationTrail

# Told by the row itself.
_SAID_ANYWAY = {"unchanged", "restated"}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One value of one period, as known at one moment, and the way back to where it came from."""

    period: str
    value: str
    parts: str
    known_at: datetime
    recorded_at: datetime
    source: str
    run_id: int
    run_url: str
    file_name: str
    row_number: int
    sha256: str
    remarks: tuple[str, ...]
    is_latest: bool
    is_restatement: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """One file attached to a report."""

    name: str
    url: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was reported, and what became of it."""

    report_id: int
    state: str
    by: str
    at: datetime
    facts: tuple[tuple[str, str], ...]
    narrative: str
    proofs: tuple[Proof, ...]
    reviewed_by: str
    reviewed_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Restated:
    """A closed figure that a later pull changed: what it was at closing, what it is, what each meant."""

    before: str
    before_state: str
    now: str
    now_state: str


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """Everything the template writes."""

    commitment_id: int
    number: int
    title: str
    unit_name: str
    agreement_url: str
    agreement_number: str
    is_signed: bool
    is_key: bool
    kind: str
    is_reported: bool
    state: str
    reason: str
    since: date | None
    figure: str
    figure_missing: str
    as_of: datetime | None
    age: str
    gap: str
    target: str
    due: str
    outlook: str
    bullet: BulletBar | None
    trend: TrendChart | None
    trend_note: str
    strip: DotStrip | None
    restated: Restated | None
    definition: tuple[tuple[str, str], ...]
    figures: tuple[FigureRow, ...]
    reports: tuple[Report, ...]
    waivers: tuple[WaiverRow, ...]


def commitment_page(
    detail: CommitmentDetail,
    row: StandingRow,
    history: Sequence[FigurePoint],
    trail: Mapping[int, ObservationTrail],
    cohort: CohortValues | None,
    *,
    today: date,
    opens_runs: bool,
) -> CommitmentPage:
    """Put one commitment together; pure.

    Args:
        opens_runs: whether this person may open the page of a pull; else it is named but not linked.
    """
    terms = detail.commitment
    unit, decimals = figures_measure(row, cohort)
    return CommitmentPage(
        commitment_id=terms.commitment_id,
        number=terms.number,
        title=terms.title,
        unit_name=detail.unit_name,
        agreement_url=reverse("agreement", args=[detail.agreement_uuid]),
        agreement_number=detail.agreement_number,
        is_signed=detail.signed_at is not None,
        is_key=terms.is_key,
        kind=terms.kind,
        is_reported=terms.is_reported,
        state=state_of(row),
        reason=reason_of(row, today=today),
        since=row.day,
        figure=figure_of(row),
        figure_missing=_figure_missing(row),
        as_of=row.known_at,
        age=age(row.known_at, today) if row.known_at and civil_day(row.known_at) <= today else "",
        gap=wording.gap_text(
            kind=row.kind, direction=row.direction, gap=row.gap, unit=row.unit_of_measure, decimals=row.decimals
        ),
        target=_target(terms),
        due=term_of(row, today=today),
        outlook=outlook_text(row, today=today),
        bullet=bullet_of(row, median=cohort.median if cohort and is_comparable(cohort) else None),
        trend=trend_of(row, history, unit=unit, decimals=decimals),
        trend_note=_("Đường này là số liệu dùng để xếp hạng, không phải thứ hạng.") if row.kind == "rank" else "",
        strip=strip_of(row, cohort, label=_("Vị trí trong nhóm")),
        restated=_restated(row),
        definition=tuple(_definition(terms, row)),
        figures=tuple(
            _figure(one, row, trail.get(one.observation_id), unit, decimals, opens_runs) for one in reversed(history)
        ),
        reports=tuple(report_of_row(one, terms) for one in detail.reports),
        waivers=detail.waivers,
    )


def _figure_missing(row: StandingRow) -> str:
    if row.unranked_reason:
        return _("Không xếp hạng")
    if row.report_state == "submitted":
        return _("Chờ thẩm định")
    return _("Chưa hoàn thành") if row.kind == "duty" else _("Chưa có số liệu")


def _target(row: CommitmentRow) -> str:
    return wording.target_text(
        kind=row.kind,
        direction=row.direction,
        target=row.target,
        target_high=row.target_high,
        unit=row.unit_of_measure,
        decimals=row.decimals,
        due=row.due_date,
        cohort=row.cohort_name,
    )


def _restated(row: StandingRow) -> Restated | None:
    if row.closing_value is None:
        return None
    kind = "" if row.kind == "rank" else row.kind
    write = {"kind": kind, "unit": row.unit_of_measure, "decimals": row.decimals}
    return Restated(
        before=wording.figure_text(value=row.closing_value, **write),  # type: ignore[arg-type]
        before_state=row.closing_state.value if row.closing_state else "",
        now=figure_of(row),
        now_state=state_of(row),
    )


def _definition(terms: CommitmentRow, row: StandingRow) -> Iterator[tuple[str, str]]:
    yield _("Cam kết"), _target(terms)
    if terms.kind == "rank":
        yield _("Cách tính"), wording.rank_method_text()
        yield _("Xếp hạng trong"), wording.rank_field_text(terms.cohort_name, row.rank_of)
    if terms.definition:
        yield _("Số liệu dùng để xếp hạng") if terms.kind == "rank" else _("Cách tính"), terms.definition
    if terms.numerator_text:
        yield _("Tử số"), terms.numerator_text
    if terms.denominator_text:
        yield _("Mẫu số"), terms.denominator_text
    if row.numerator is not None:
        yield _("Tử số / mẫu số hiện nay"), fraction(row.numerator, row.denominator)
    if terms.baseline is not None:
        yield _("Khi bắt đầu"), with_unit(terms.baseline, terms.unit_of_measure, terms.decimals)
    if terms.evidence_text:
        yield _("Tài liệu kiểm chứng"), terms.evidence_text
    if row.periods_due:
        told = {"known": row.periods_known or 0, "due": row.periods_due}
        yield _("Số kỳ đã có số liệu"), _("%(known)s trong %(due)s kỳ đã bắt đầu") % told
    yield _("Thời gian tính"), f"{day(terms.first_day)} – {day(terms.due_date)}"
    yield (
        _("Số liệu lấy từ"),
        _("báo cáo của đơn vị, sau thẩm định") if terms.is_reported else _("nguồn chính thức, lấy tự động"),
    )


def _figure(
    one: FigurePoint, row: StandingRow, trail: ObservationTrail | None, unit: str, decimals: int, opens_runs: bool
) -> FigureRow:
    is_report = trail is not None and trail.run_kind == "report_acceptance"
    return FigureRow(
        period=period_name(row.period_kind, one.period_first_day, one.period_last_day),
        value=wording.figure_text(
            kind="" if row.kind == "rank" else row.kind, value=one.value, unit=unit, decimals=decimals
        ),
        parts=fraction(one.numerator, one.denominator) if one.numerator is not None else "",
        known_at=one.known_at,
        recorded_at=one.recorded_at,
        source=_("Báo cáo được chấp nhận") if is_report else (trail.source_name if trail else ""),
        run_id=0 if is_report else one.run_id,
        run_url=reverse("run", args=[one.run_id]) if opens_runs and not is_report else "",
        file_name=trail.file_name if trail else "",
        row_number=one.row_number,
        sha256=trail.sha256 if trail else "",
        remarks=tuple(_remark(code) for code in one.flags.split() if code not in _SAID_ANYWAY),
        is_latest=one.is_latest,
        is_restatement=one.is_restatement,
    )


def figures_measure(row: StandingRow, cohort: CohortValues | None) -> tuple[str, int]:
    """Return unit and decimals of the figures behind an item: a rank is made from figures of another measure."""
    if row.kind != "rank":
        return row.unit_of_measure, row.decimals
    return (cohort.unit_of_measure, cohort.decimals) if cohort else ("", row.decimals)


def _remark(code: str) -> str:
    if code == "done_late":
        return _("hoàn thành sau hạn")
    return _(NAMES[code]) if code in NAMES else code


def report_of_row(report: ReportRow, terms: CommitmentRow) -> Report:
    """Turn a report into words; pure."""
    return Report(
        report_id=report.report_id,
        state=report.state,
        by=report.submitted_by_name,
        at=report.submitted_at,
        facts=tuple(_facts(report, terms)),
        narrative=report.narrative,
        proofs=tuple(
            Proof(one.file_name, reverse("evidence", args=[one.uuid]), size_text(one.size), one.sha256)
            for one in report.evidence
        ),
        reviewed_by=report.reviewed_by_name,
        reviewed_at=report.reviewed_at,
        reason=report.reason,
    )


def _facts(report: ReportRow, terms: CommitmentRow) -> Iterator[tuple[str, str]]:
    if report.done_on is not None:
        late = report.done_on > terms.due_date
        yield (
            _("Ngày hoàn thành"),
            _("%(day)s (sau hạn)") % {"day": day(report.done_on)} if late else day(report.done_on),
        )
    if report.numerator is not None:
        yield terms.numerator_text or _("Tử số"), exact(report.numerator)
        yield terms.denominator_text or _("Mẫu số"), exact(report.denominator)
    if report.value is not None:
        yield _("Kết quả đạt được"), with_unit(report.value, terms.unit_of_measure)
