"""What the demonstration's heads have reported so far, and what was said about it. All of it is an illustration."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accountability.jobs.demo.province import HOME_AFFAIRS, SILENT
from commitments.accounts.models import User
from commitments.agreements.models import Agreement, AgreementState, Commitment, CommitmentKind
from commitments.agreements.services import report_accept, report_return, report_submit
from commitments.agreements.services.evidence import NewEvidence
from commitments.indicators.models import ReportingPeriod
from commitments.lib.actors import Actor

REPORTING_DAY = date(2025, 10, 8)
_REASON = "Tài liệu kiểm chứng chưa có số, ngày ban hành; đề nghị bổ sung."


@dataclass(frozen=True, slots=True)
class _Story:
    """What happened to one report: accepted, waiting or returned; an item without a story was never reported."""

    outcome: str = "accepted"
    done_on: date | None = None
    figures: tuple[Decimal, Decimal] | None = None
    value: Decimal | None = None


def _story(unit_number: int, item: Commitment) -> _Story | None:
    """Choose by the unit's place in the list, so that every load tells the same story."""
    turn = unit_number % 12
    if item.unit.code == SILENT:
        return _Story(figures=(Decimal(0), Decimal(0))) if item.kind == CommitmentKind.RATE else None
    if item.kind == CommitmentKind.RATE:
        return _rate_story(unit_number, turn)
    if item.kind == CommitmentKind.COUNT:
        return None if turn == 9 else _Story(value=Decimal(1 if turn == 7 else 2 + unit_number % 4))
    return _duty_story(unit_number, turn, item.due_date)


def _rate_story(unit_number: int, turn: int) -> _Story | None:
    if turn == 7:
        return None
    late = Decimal((unit_number * 7) % 23) if turn != 3 else Decimal(0)
    sent = late if unit_number % 5 else max(late - 2, Decimal(0))
    return _Story(figures=(sent, late))


def _duty_story(unit_number: int, turn: int, due: date) -> _Story | None:
    if turn == 1:  # ahead of everything
        return _Story(done_on=min(due, date(2025, 10, 6)))
    if due <= date(2025, 8, 31):
        return None if turn == 5 else _Story(done_on=date(2025, 8, 5 + unit_number % 20))
    if due <= date(2025, 9, 30):
        if turn in (2, 9):
            return None
        done = date(2025, 9, 3 + unit_number % 25)
        return _Story("waiting", done_on=done) if turn == 4 else _Story(done_on=done)
    if due <= date(2025, 10, 31) and turn in (6, 8):
        return _Story("waiting" if turn == 6 else "returned", done_on=date(2025, 10, 6))
    return None


def reports_tell(*, at: Callable[[], datetime], progress: Callable[[int, int], None]) -> int:
    """Send, accept, return or leave out each report of the story; return how many were sent."""
    officers = {user.username: user for user in User.objects.filter(username__startswith="thamdinh.")}
    quarter_id = ReportingPeriod.objects.get(key="2025-q3").pk
    items = list(_items())
    sent = 0
    for done, (number, item) in enumerate(items, start=1):
        story = _story(number, item)
        if story is not None:
            reviewer = officers["thamdinh.vpubnd" if item.unit.code == HOME_AFFAIRS else "thamdinh.noivu"]
            _tell(item, story, reviewer, quarter_id, at())
            sent += 1
        progress(done, len(items))
    return sent


def _items() -> Iterator[tuple[int, Commitment]]:
    """Yield the reported items, with their unit's place in the list; those already told are passed over."""
    signed = Commitment.objects.filter(agreement__state=AgreementState.SIGNED, is_reported=True)
    told = set(signed.filter(reports__isnull=False).values_list("pk", flat=True))
    units: dict[int, int] = {}
    for item in signed.select_related("unit", "agreement__tenure__leader__user").order_by("agreement_id", "number"):
        number = units.setdefault(item.unit_id, len(units) + 1)
        if item.pk not in told:
            yield number, item


def _tell(item: Commitment, story: _Story, reviewer: User, quarter_id: int, at: datetime) -> None:
    head = head_account(item.agreement)
    numerator, denominator = story.figures or (None, None)
    report_id = report_submit(
        commitment_id=item.pk,
        user_id=head.pk,
        narrative=f"{item.title}: đã thực hiện (nội dung minh họa).",
        evidence=[NewEvidence("tai_lieu_minh_hoa.pdf", io.BytesIO(_pdf()))],
        actor=Actor(head.pk, head.full_name, "head"),
        day=REPORTING_DAY,
        at=at,
        numerator=numerator,
        denominator=denominator,
        done_on=story.done_on,
        value=story.value,
        period_id=quarter_id if story.figures else None,
        follow_up=False,
    )
    decider = Actor(reviewer.pk, reviewer.full_name, "reviewer")
    if story.outcome == "accepted":
        report_accept(
            report_id=report_id, user_id=reviewer.pk, actor=decider, day=REPORTING_DAY, at=at, follow_up=False
        )
    elif story.outcome == "returned":
        report_return(
            report_id=report_id,
            user_id=reviewer.pk,
            reason=_REASON,
            actor=decider,
            day=REPORTING_DAY,
            at=at,
            follow_up=False,
        )


def head_account(agreement: Agreement) -> User:
    """Return the account of the head who signs an agreement; in the demonstration every head has one."""
    head = agreement.tenure.leader.user
    if head is None:
        raise LookupError(f"the head of agreement {agreement.number} has no account")
    return head


def _pdf() -> bytes:
    """Return the smallest honest PDF: one blank page whose title says that it is an illustration."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        b"<< /Title (Tai lieu minh hoa) >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + (
        b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(body))
    )
