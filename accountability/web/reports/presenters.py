"""The reviewer's desk: what waits on the left, one report with its proofs and the standing on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from accountability.web.commitments.items import Item, item_of
from accountability.web.commitments.presenters import Report, report_of_row
from accountability.web.presentation.dates import day
from commitments.agreements.selectors import CommitmentDetail, WaitingReportRow
from commitments.comparison.selectors import StandingRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the list."""

    report_id: int
    url: str
    title: str
    unit_name: str
    submitted_at: datetime
    files: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Current:
    """The report on the desk; `demands` is what the signed item asks for."""

    report_id: int
    unit_name: str
    number: int
    title: str
    url: str
    report: Report
    demands: tuple[tuple[str, str], ...]
    item: Item | None


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the template writes; `next_url` is the report after this one.

    `after_url` is where the reviewer goes on once this one is decided: the next one, or the first that is left.
    """

    waiting: tuple[Waiting, ...]
    current: Current | None
    place: int
    next_url: str
    previous_url: str
    after_url: str


def desk_of(
    rows: Sequence[WaitingReportRow],
    current: WaitingReportRow | None,
    detail: CommitmentDetail | None,
    standing: StandingRow | None,
    *,
    today: date,
) -> Desk:
    """Lay out the desk; pure."""
    waiting = tuple(_waiting(row, current) for row in rows)
    place = next((number for number, row in enumerate(waiting) if row.is_current), 0)
    return Desk(
        waiting=waiting,
        current=_current(current, detail, standing, today),
        place=place + 1,
        next_url=waiting[place + 1].url if place + 1 < len(waiting) else "",
        previous_url=waiting[place - 1].url if place else "",
        after_url=waiting[place + 1].url if place + 1 < len(waiting) else reverse("reviews"),
    )


def _waiting(row: WaitingReportRow, current: WaitingReportRow | None) -> Waiting:
    return Waiting(
        report_id=row.report_id,
        url=f"{reverse('reviews')}?bao-cao={row.report_id}",
        title=row.title,
        unit_name=row.unit_name,
        submitted_at=row.submitted_at,
        files=row.evidence_files,
        is_current=current is not None and row.report_id == current.report_id,
    )


def _current(
    row: WaitingReportRow | None, detail: CommitmentDetail | None, standing: StandingRow | None, today: date
) -> Current | None:
    if row is None or detail is None:
        return None
    report = next((one for one in detail.reports if one.report_id == row.report_id), None)
    if report is None:
        return None
    terms = detail.commitment
    demands = (
        ("definition", terms.definition),
        ("evidence", terms.evidence_text),
        ("due", day(terms.due_date)),
    )
    return Current(
        report_id=row.report_id,
        unit_name=row.unit_name,
        number=row.number,
        title=row.title,
        url=reverse("commitment", args=[row.commitment_id]),
        report=report_of_row(report, terms),
        demands=tuple((name, text) for name, text in demands if text),
        item=item_of(standing, (), today=today) if standing else None,
    )
