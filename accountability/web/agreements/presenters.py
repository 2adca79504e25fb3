"""The agreement as the paper it is, with today's figures in the margin."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accountability.web import wording
from accountability.web.commitments.charts import state_of
from accountability.web.commitments.items import figure_of
from accountability.web.presentation.dates import civil_day, day, moment
from commitments.agreements.selectors import AgreementDocument, CommitmentRow
from commitments.comparison.selectors import StandingRow
from commitments.signing.selectors import VerificationRow


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One numbered item. The margin has a state only once the agreement is signed."""

    number: int
    title: str
    target: str
    details: tuple[tuple[str, str], ...]
    is_key: bool
    url: str
    state: str
    figure: str
    as_of: datetime | None
    changed: str


@dataclass(frozen=True, slots=True)
class Check:
    """What the check of the signature found; `rows` are (place, signed, now)."""

    is_whole: bool
    sentence: str
    rows: tuple[tuple[str, str, str], ...]
    renamings: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """Who confirmed, when, how, over which bytes."""

    signer: str
    post: str
    moment: datetime
    method: str
    scheme: str
    sha256: str
    rulebook: str
    rulebook_sha256: str
    check: Check
    text_url: str


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the paper's history."""

    when: str
    text: str
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Passed:
    """An item whose day is over before the signature, and what that will mean at once."""

    number: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything the template writes; `passed` is what must be known before signing."""

    uuid: str
    unit_name: str
    above: str
    number: str
    title: str
    year: int
    place_line: str
    signer_name: str
    signer_post: str
    counterparty: str
    programme: str
    legal_bases: tuple[str, ...]
    first_day: date
    last_day: date
    due_date: date
    due_words: str
    is_signed: bool
    items: tuple[PaperItem, ...]
    seal: Seal | None
    history: tuple[Event, ...]
    is_judged: bool
    passed: tuple[Passed, ...]

    @property
    def has_notice(self) -> bool:
        """Tell whether something must be known before reading on."""
        return self.seal is not None and not (self.seal.check.is_whole and self.is_judged)

    @property
    def differences(self) -> tuple[tuple[tuple[tuple[str, str, str], ...], str], ...]:
        """Return the tables of what differs from the signed text, each with its heading."""
        if self.seal is None:
            return ()
        check = self.seal.check
        return (
            (check.rows, _("Khác với văn bản đã ký")),
            (check.renamings, _("Tên gọi đã đổi sau khi ký; nội dung cam kết không thay đổi")),
        )


def paper_of(document: AgreementDocument, standings: Mapping[int, StandingRow], *, above: str, today: date) -> Paper:
    """Turn the document and its standings into the paper; pure.

    Args:
        above: name of the unit above, as the head of the paper gives it; empty for a province.
        today: the civil working day.
    """
    span = (document.first_day, document.last_day)
    with override("vi"):  # what is signed is Vietnamese, whatever language the reader has chosen
        texts = [(_target(row), tuple(_details(row, span))) for row in document.commitments]
        place_line = _place_line(document)
    items = tuple(
        _item(row, standings.get(row.commitment_id), *text)
        for row, text in zip(document.commitments, texts, strict=True)
    )
    signed = document.signature is not None
    return Paper(
        uuid=document.uuid,
        unit_name=document.unit_name,
        above=above,
        number=document.number,
        title=_subtitle(document.title),
        year=document.year,
        place_line=place_line,
        signer_name=document.signer_name,
        signer_post=document.signer_post,
        counterparty=document.counterparty,
        programme=document.programme_name,
        legal_bases=document.legal_bases,
        first_day=document.first_day,
        last_day=document.last_day,
        due_date=document.due_date,
        due_words=wording.days_left_text(document.due_date, today),
        is_signed=signed,
        items=items,
        seal=_seal(document),
        history=tuple(_history(document, today)),
        is_judged=all(item.state for item in items),
        passed=() if signed else tuple(_passed(document.commitments, standings, today)),
    )


def _passed(rows: Iterable[CommitmentRow], standings: Mapping[int, StandingRow], today: date) -> Iterator[Passed]:
    """Yield what is already due when the head signs, the oldest first."""
    for row in sorted(rows, key=lambda one: (one.due_date, one.number)):
        standing = standings.get(row.commitment_id)
        owed = standing.owed_on if standing and row.is_reported and row.period_id is None else None
        if row.due_date >= today:
            if owed is not None and owed < today:
                late = wording.report_late_text(owed, today)
                yield Passed(
                    row.number, row.title, _("kỳ báo cáo đến %(day)s: %(late)s") % {"day": day(owed), "late": late}
                )
            continue
        days = (today - row.due_date).days
        told = {"day": day(row.due_date), "n": days}
        if row.kind == "duty":
            text = ngettext(
                "hạn %(day)s, đã quá %(n)s ngày; ký xong là “Không đạt” cho đến khi báo cáo hoàn thành đúng hạn được "
                "chấp nhận",
                "hạn %(day)s, đã quá %(n)s ngày; ký xong là “Không đạt” cho đến khi báo cáo hoàn thành đúng hạn được "
                "chấp nhận",
                days,
            )
        elif row.is_reported:
            text = _("hết kỳ %(day)s; ký xong là “Chưa có số liệu” cho đến khi báo cáo được chấp nhận")
        else:
            text = _("hết kỳ %(day)s; ký xong là có kết luận theo số liệu đã có của kỳ đó")
        yield Passed(row.number, row.title, text % told)


def _subtitle(title: str) -> str:
    """Drop the words that the paper already carries above in large letters."""
    words = "bản cam kết"
    rest = title[len(words) :].strip() if title.casefold().startswith(words) else ""
    return rest[:1].upper() + rest[1:] if rest else title


def _place_line(document: AgreementDocument) -> str:
    if document.signed_at is None:
        return _("ngày … tháng … năm %(year)s") % {"year": document.year}
    signed = civil_day(document.signed_at)
    return _("ngày %(day)s tháng %(month)s năm %(year)s") % {
        "day": f"{signed:%d}",
        "month": f"{signed:%m}" if signed.month < 3 else signed.month,
        "year": signed.year,
    }


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


def _item(
    row: CommitmentRow, standing: StandingRow | None, target: str, details: tuple[tuple[str, str], ...]
) -> PaperItem:
    judged = standing is not None and standing.state is not None
    return PaperItem(
        number=row.number,
        title=row.title,
        target=target,
        details=details,
        is_key=row.is_key,
        url=reverse("commitment", args=[row.commitment_id]),
        state=state_of(standing) if standing and judged else "",
        figure=figure_of(standing) if standing and judged else "",
        as_of=standing.known_at if standing and judged else None,
        changed=_("số liệu đã thay đổi sau khi chốt") if standing and standing.closing_value is not None else "",
    )


def _details(row: CommitmentRow, span: tuple[date, date]) -> Iterator[tuple[str, str]]:
    """Yield what the signer must see beside the target: it decides the year as much as the target does."""
    if row.definition:
        yield _("Cách tính"), row.definition
    if row.numerator_text:
        yield _("Tử số"), row.numerator_text
    if row.denominator_text:
        yield _("Mẫu số"), row.denominator_text
    if row.evidence_text:
        yield _("Tài liệu kiểm chứng"), row.evidence_text
    if row.baseline is not None:
        start = wording.figure_text(kind="", value=row.baseline, unit=row.unit_of_measure, decimals=row.decimals)
        yield _("Khi bắt đầu"), start
    if row.kind != "duty" and (row.first_day, row.due_date) != span:
        yield _("Thời gian tính"), f"{day(row.first_day)} – {day(row.due_date)}"


def _seal(document: AgreementDocument) -> Seal | None:
    signature, check = document.signature, document.verification
    if signature is None or check is None:
        return None
    return Seal(
        signer=signature.signer_name,
        post=signature.signer_post,
        moment=signature.signed_at,
        method=signature.method_label,
        scheme=signature.scheme,
        sha256=signature.sha256,
        rulebook=document.rulebook_name,
        rulebook_sha256=document.rulebook_sha256,
        check=_check(check),
        text_url=reverse("agreement_text", args=[document.uuid]),
    )


def _check(found: VerificationRow) -> Check:
    if not found.bytes_whole:
        sentence = _("Văn bản lưu giữ không còn khớp mã kiểm tra lúc ký.")
    elif found.changes:
        sentence = _("Dữ liệu hiện nay khác với văn bản đã ký ở những chỗ dưới đây.")
    else:
        sentence = _("Đã kiểm tra khi mở trang: văn bản còn nguyên như lúc ký.")
    changes = tuple((one.path, one.signed or "", one.now or "") for one in found.changes)
    renamings = tuple((one.path, one.signed or "", one.now or "") for one in found.renamings)
    return Check(found.is_whole, sentence, changes, renamings)


def _history(document: AgreementDocument, today: date) -> Iterator[Event]:
    """Yield what happens to the paper, the latest first."""
    over = today > document.last_day
    yield Event(day(document.last_day), _("Hết thời gian thực hiện; kết quả được chốt theo từng nội dung."), over)
    if document.signature is not None:
        text = _("%(post)s ký. Chỉ tiêu, cách tính và bộ quy định được giữ nguyên từ thời điểm này.")
        yield Event(moment(document.signature.signed_at), text % {"post": document.signature.signer_post}, not over)
    else:
        yield Event(day(document.due_date), _("Hạn ký."))
        yield Event(day(today), _("Bản cam kết đã sẵn sàng, chờ người đứng đầu ký."), is_now=True)
    yield Event(day(document.first_day), _("Bắt đầu thời gian thực hiện."))
