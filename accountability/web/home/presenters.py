"""What must I do now, by when; how do I stand; what has changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accountability.web import wording
from accountability.web.commitments.charts import state_of
from accountability.web.commitments.items import Item, counts_of, items_by_attention
from accountability.web.presentation.charts import StateBar
from accountability.web.presentation.dates import CIVIL_ZONE, civil_day, day, moment, period_name
from accountability.web.presentation.states import state_look
from commitments.agreements.selectors import AgreementRow, ReviewedReportRow, TaskKind, TaskRow, WaitingReportRow
from commitments.comparison.selectors import FigurePoint, StandingRow, StandingsPage

SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the checklist."""

    text: str
    url: str
    due: str
    is_soon: bool
    note: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was at the last visit. `at` is when it was recorded, `when` what the page tells.

    The page tells the time of the working day, as the pages behind the links do; a demonstration has two clocks.
    """

    text: str
    url: str
    at: datetime
    when: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """A line for whoever oversees units: what there is to look at, and where."""

    text: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class UnitPart:
    """One unit that this person acts for: its agreement, how it stands, its commitments."""

    name: str
    agreement_url: str
    agreement_line: str
    is_signed: bool
    counts: StateBar
    items: tuple[Item, ...]
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Issued:
    """An issue of recommendations with a line that this person may read."""

    number: int
    year: int
    day: date
    is_provisional: bool
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything the template writes; `changes` is None at a first visit."""

    heading: str
    tasks: tuple[Task, ...]
    units: tuple[UnitPart, ...]
    since: datetime | None
    changes: tuple[Change, ...]
    waiting: tuple[WaitingReportRow, ...]
    waiting_count: int
    is_reviewer: bool
    pointers: tuple[Pointer, ...]


def heading_of(tasks: Sequence[TaskRow], *, today: date) -> str:
    """Say how much there is to do, and by when: "8 việc cần làm: 7 đã quá hạn, 1 đến hạn 31/10/2025"."""
    if not tasks:
        return _("Không còn việc nào phải làm ngay")
    late = sum(task.due_date < today for task in tasks)
    ahead = [task.due_date for task in tasks if task.due_date >= today]
    heading = ngettext("%(n)s việc cần làm", "%(n)s việc cần làm", len(tasks)) % {"n": len(tasks)}
    if not ahead:
        overdue = _("%(tasks)s, đều đã quá hạn") if late > 1 else _("%(tasks)s, đã quá hạn")
        return overdue % {"tasks": heading}
    if len(tasks) == 1:
        return _("%(tasks)s, đến hạn %(day)s") % {"tasks": heading, "day": day(ahead[0])}
    parts = [ngettext("%(n)s đã quá hạn", "%(n)s đã quá hạn", late) % {"n": late}] if late else []
    told = {"n": len(ahead), "first": day(min(ahead)), "last": day(max(ahead))}
    if min(ahead) == max(ahead):
        parts.append(ngettext("%(n)s đến hạn %(last)s", "%(n)s đến hạn %(last)s", len(ahead)) % told)
    else:
        parts.append(_("%(n)s đến hạn từ %(first)s đến %(last)s") % told)
    return f"{heading}: {', '.join(parts)}"


def pointers_of(units: StandingsPage | None, held: int | None) -> Iterator[Pointer]:
    """Say how many units need attention and how many rows were held back, each with the way there; pure.

    Args:
        units: over everything this person oversees; None where they do not.
        held: rows held back by the newest pulls; None for whoever may not see pulls.
    """
    if units is not None:
        told = {"n": units.attention, "all": units.units}
        text = ngettext(
            "%(n)s trong %(all)s đơn vị có nội dung không đạt hoặc có nguy cơ không đạt",
            "%(n)s trong %(all)s đơn vị có nội dung không đạt hoặc có nguy cơ không đạt",
            units.attention,
        )
        yield Pointer(text % told, reverse("overview"), _("Xem tổng quan các đơn vị"))
    if held is not None:
        if held:
            text = ngettext(
                "%(n)s dòng số liệu bị giữ lại để kiểm tra trong lượt lấy mới nhất",
                "%(n)s dòng số liệu bị giữ lại để kiểm tra trong lượt lấy mới nhất",
                held,
            ) % {"n": held}
        else:
            text = _("Không có dòng số liệu nào bị giữ lại trong lượt lấy mới nhất")
        yield Pointer(text, reverse("jobs"), _("Xem nguồn số liệu"))


def tasks_of(
    tasks: Sequence[TaskRow], agreements: Mapping[int, AgreementRow], *, may_sign: bool, several: bool, today: date
) -> Iterator[Task]:
    """Turn tasks into lines, each one tap from done; pure.

    Args:
        agreements: by id; the address of an agreement to sign.
        several: units are named where there is more than one.
    """
    for task in tasks:
        is_signing = task.kind == TaskKind.SIGN
        if is_signing:
            row = agreements.get(task.agreement_id)
            url = reverse("agreement", args=[row.uuid]) if row else reverse("own_agreement")
        else:
            url = reverse("commitment", args=[task.commitment_id]) + "#bao-cao"
        text = _task_text(task)
        yield Task(
            text=f"{task.unit_name}: {text}" if several else text,
            url=url,
            due=f"{wording.days_left_text(task.due_date, today)} · {day(task.due_date)}",
            is_soon=(task.due_date - today).days <= SOON_DAYS,
            note=_note(task, may_sign=may_sign),
        )


def _task_text(task: TaskRow) -> str:
    told = {"number": task.number, "title": task.title}
    match task.kind:
        case TaskKind.SIGN:
            return _("Đọc và ký bản cam kết của năm")
        case TaskKind.FIX_REPORT:
            return _("Bổ sung báo cáo bị trả lại: %(number)s. %(title)s") % told
        case _:
            return _("Báo cáo: %(number)s. %(title)s") % told


def _note(task: TaskRow, *, may_sign: bool) -> str:
    if task.kind == TaskKind.SIGN and not may_sign:
        return _("Chỉ người đứng đầu ký được; bạn xem trước và nhắc người đứng đầu.")
    if task.kind == TaskKind.FIX_REPORT:
        return _("Lý do trả lại: %(reason)s") % {"reason": task.reason}
    return ""


def unit_part(
    name: str,
    agreement: AgreementRow | None,
    rows: Sequence[StandingRow],
    histories: Mapping[int, Sequence[FigurePoint]],
    *,
    today: date,
) -> UnitPart:
    """Put one unit together; pure."""
    signed_at = agreement.signed_at if agreement else None
    if agreement is None:
        line = _("Chưa có bản cam kết của năm nay.")
    elif signed_at is None:
        line = _("Bản cam kết chưa ký; hạn ký %(day)s.") % {"day": day(agreement.due_date)}
    else:
        line = _("Đã ký lúc %(moment)s.") % {"moment": moment(signed_at)}
    signed = rows if signed_at is not None else ()
    return UnitPart(
        name=name,
        agreement_url=reverse("agreement", args=[agreement.uuid]) if agreement else "",
        agreement_line=line,
        is_signed=signed_at is not None,
        counts=counts_of(signed, label=_("Tình trạng các nội dung cam kết")),
        items=tuple(items_by_attention(signed, histories, today=today)),
        as_of=max((row.known_at for row in signed if row.known_at), default=None),
    )


def changes_of(
    rows: Sequence[StandingRow],
    histories: Mapping[int, Sequence[FigurePoint]],
    reviewed: Sequence[ReviewedReportRow],
    since: datetime | None,
    issued: Sequence[Issued] = (),
) -> tuple[Change, ...]:
    """Tell what was recorded after the last visit, the latest first; pure.

    Newer figures, decisions on reports, standings that turned with the calendar, and recommendations issued.
    """
    if since is None:
        return ()
    found = [change for row in rows for change in _figure_changes(row, histories.get(row.commitment_id, ()), since)]
    found += [_decision(one) for one in reviewed]
    found += [_turned(row) for row in rows if row.day is not None and row.day > civil_day(since)]
    found += [_issued(one) for one in issued]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _figure_changes(row: StandingRow, history: Sequence[FigurePoint], since: datetime) -> Iterator[Change]:
    for period_id in dict.fromkeys(one.period_id for one in history):
        ones = [one for one in history if one.period_id == period_id]
        before = [one for one in ones if one.recorded_at <= since]
        last = ones[-1]
        if last.recorded_at <= since or (before and before[-1].value == last.value) or row.kind == "duty":
            continue
        unit = {"unit": "" if row.kind == "rank" else row.unit_of_measure, "decimals": row.decimals}
        now = wording.figure_text(kind="", value=last.value, **unit)  # type: ignore[arg-type]
        told = {
            "number": row.number,
            "title": row.title,
            "period": period_name(row.period_kind, last.period_first_day, last.period_last_day),
            "now": now,
        }
        if row.kind == "rank":
            continue
        if before:
            told["before"] = wording.figure_text(kind="", value=before[-1].value, **unit)  # type: ignore[arg-type]
            text = _("%(number)s. %(title)s, %(period)s: từ %(before)s thành %(now)s.") % told
        else:
            text = _("%(number)s. %(title)s, %(period)s: có số liệu %(now)s.") % told
        if row.state is not None:
            text += " " + _("Tình trạng hiện nay: %(state)s.") % {"state": state_look(row.state.value).word}
        if last.is_restatement:
            text += " " + _("Nguồn sửa sau khi đã chốt kỳ.")
        yield Change(text, reverse("commitment", args=[row.commitment_id]), last.recorded_at, moment(last.known_at))


def _decision(one: ReviewedReportRow) -> Change:
    told = {"number": one.number, "title": one.title, "who": one.reviewed_by_name, "reason": one.reason}
    if one.state == "returned":
        text = _("%(number)s. %(title)s: %(who)s trả lại báo cáo: %(reason)s") % told
    else:
        text = _("%(number)s. %(title)s: %(who)s chấp nhận báo cáo.") % told
    when = moment(one.reviewed_at or one.recorded_at)
    return Change(text, reverse("commitment", args=[one.commitment_id]), one.recorded_at, when)


def _turned(row: StandingRow) -> Change:
    assert row.day is not None  # noqa: S101  asked for by the caller
    told = {"number": row.number, "title": row.title, "state": state_look(state_of(row)).word}
    text = _("%(number)s. %(title)s: tình trạng chuyển thành “%(state)s”.") % told
    turned_at = datetime.combine(row.day, time.min, CIVIL_ZONE)
    return Change(text, reverse("commitment", args=[row.commitment_id]), turned_at, day(row.day))


def _issued(one: Issued) -> Change:
    text = _("Đề xuất đợt %(number)s của năm %(year)s có phần về bạn hoặc đơn vị của bạn.")
    if one.is_provisional:
        text = _("Đề xuất tạm thời đợt %(number)s của năm %(year)s có phần về bạn hoặc đơn vị của bạn.")
    told = {"number": one.number, "year": one.year}
    return Change(text % told, reverse("recommendations"), one.issued_at, day(one.day))
