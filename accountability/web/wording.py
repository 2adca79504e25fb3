"""Terms and standings in words, the same on every page: what was promised, how far it is, why it stands so."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accountability.web.presentation.dates import day
from accountability.web.presentation.numbers import NARROW, exact, unit_suffix, with_unit

REASONS = {
    "waived": gettext_lazy("Cấp có thẩm quyền đã xác nhận nguyên nhân khách quan."),
    "zero_denominator": gettext_lazy("Trong kỳ không phát sinh trường hợp nào để tính, nên không có tỷ lệ."),
    "negative_denominator": gettext_lazy("Mẫu số của nguồn là số âm, nên chưa tính được tỷ lệ."),
    "no_observation": gettext_lazy("Nguồn chưa có số liệu của kỳ này."),
    "report_pending": gettext_lazy("Báo cáo đã gửi và đang chờ thẩm định."),
    "satisfied_at_end": gettext_lazy("Đã hết kỳ và kết quả đạt mức cam kết."),
    "satisfied_for_good": gettext_lazy("Đã đạt; kết quả này không còn thay đổi đến cuối kỳ."),
    "satisfied_so_far": gettext_lazy("Đang đạt mức cam kết; kỳ chưa kết thúc nên còn có thể thay đổi."),
    "ended_unsatisfied": gettext_lazy("Đã hết kỳ mà kết quả chưa đạt mức cam kết."),
    "beyond_repair": gettext_lazy("Đã vượt mức cho phép; đến cuối kỳ không thể trở lại mức cam kết."),
    "keeping_pace": gettext_lazy("Chưa đạt, nhưng đang theo kịp tiến độ cần có để đạt khi đến hạn."),
    "behind_pace": gettext_lazy("Chưa đạt và đang chậm so với tiến độ cần có để đạt khi đến hạn."),
    "no_pace": gettext_lazy("Chưa đạt; không có mức ban đầu để biết tiến độ có kịp hay không."),
    "duty_overdue": gettext_lazy("Đã quá hạn mà chưa có báo cáo được chấp nhận."),
    "duty_due_soon": gettext_lazy("Sắp đến hạn mà chưa có báo cáo được chấp nhận."),
    "duty_not_due": gettext_lazy("Chưa đến hạn và chưa có báo cáo."),
    "periods_missing": gettext_lazy("Một số kỳ đã kết thúc mà chưa có số liệu, nên chưa thể kết luận."),
}


def reason_text(code: str, *, kind: str = "") -> str:
    """Say why a commitment stands where it stands; an empty code says nothing."""
    if kind == "duty" and code == "no_observation":
        code = "duty_not_due"
    return str(REASONS[code]) if code else ""


def target_text(
    *,
    kind: str,
    direction: str,
    target: Decimal,
    target_high: Decimal | None,
    unit: str,
    decimals: int,
    due: date,
    cohort: str = "",
) -> str:
    """Say what was promised in a few words: "ít nhất 92,00 điểm", "xong trước hết ngày 31/08/2025"."""
    if kind == "duty":
        return _("hoàn thành chậm nhất ngày %(day)s") % {"day": day(due)}
    if kind == "rank":
        place = exact(target, 0)
        if cohort:
            return _("từ hạng %(place)s trở lên trong nhóm %(cohort)s") % {"place": place, "cohort": cohort}
        return _("từ hạng %(place)s trở lên trong nhóm") % {"place": place}
    figure = with_unit(target, unit, decimals)
    if direction == "range":
        high = with_unit(target_high, unit, decimals)
        return _("trong khoảng từ %(low)s đến %(high)s") % {"low": figure, "high": high}
    if direction == "down":
        return _("không quá %(figure)s") % {"figure": figure}
    return _("ít nhất %(figure)s") % {"figure": figure}


def figure_text(
    *, kind: str, value: Decimal | None, unit: str, decimals: int, rank: int | None = None, rank_of: int | None = None
) -> str:
    """Write the compared figure: "88,64 điểm", "hạng 12 trong 102", "đã hoàn thành"; empty when there is none."""
    if kind == "rank":
        place = rank if rank is not None else value
        if place is None:
            return ""
        text = _("hạng %(place)s") % {"place": exact(place, 0)}
        return text if rank_of is None else _("%(rank)s trong %(of)s") % {"rank": text, "of": exact(rank_of)}
    if value is None:
        return ""
    if kind == "duty":
        return _("đã hoàn thành") if value >= 1 else _("chưa hoàn thành")
    return with_unit(value, unit, decimals)


def gap_text(*, kind: str, direction: str, gap: Decimal | None, unit: str, decimals: int) -> str:
    """Say how far a figure is from its target; zero or more satisfies it. Empty for a duty or without a figure."""
    if gap is None or kind == "duty":
        return ""
    if kind == "rank":
        places = int(abs(gap))
        if gap < 0:
            return ngettext("còn kém %(n)s bậc", "còn kém %(n)s bậc", places) % {"n": places}
        if places:
            return ngettext("hơn mức cam kết %(n)s bậc", "hơn mức cam kết %(n)s bậc", places) % {"n": places}
        return _("vừa bằng mức cam kết")
    measure = _("điểm phần trăm") if unit == "%" else unit
    figure = exact(abs(gap), decimals) + (NARROW + measure if measure else "")
    if gap == 0:
        return _("vừa bằng mức cam kết")
    if gap > 0:
        return _("tốt hơn mức cam kết %(figure)s") % {"figure": figure}
    if direction == "down":
        return _("vượt mức cho phép %(figure)s") % {"figure": figure}
    if direction == "range":
        return _("cách khoảng cam kết %(figure)s") % {"figure": figure}
    return _("còn thiếu %(figure)s") % {"figure": figure}


def days_left_text(due: date, today: date) -> str:
    """Say how long there is until a civil day: "còn 16 ngày", "hạn là hôm nay", "quá hạn 3 ngày"."""
    days = (due - today).days
    if days == 0:
        return _("hạn là hôm nay")
    if days > 0:
        return ngettext("còn %(n)s ngày", "còn %(n)s ngày", days) % {"n": days}
    return ngettext("quá hạn %(n)s ngày", "quá hạn %(n)s ngày", -days) % {"n": -days}


def term_text(due: date, today: date, *, kind: str) -> str:
    """Say how long an item still runs; a figure whose time is over is not late, it is settled."""
    if kind != "duty" and due < today:
        return _("đã hết kỳ ngày %(day)s") % {"day": day(due)}
    return days_left_text(due, today)


def rank_method_text() -> str:
    """Say how a place comes about."""
    return _(
        "Các đơn vị trong nhóm được xếp theo số liệu, tốt nhất ở hạng 1. Số liệu bằng nhau thì cùng nhận hạng tốt hơn: "
        "1, 2, 2, 4. Đơn vị chưa có số liệu và đơn vị không xếp hạng không được tính."
    )


def rank_field_text(cohort: str, rank_of: int | None) -> str:
    """Say among whom a place counts, and why it may differ from the one that the source prints."""
    told = {"cohort": cohort, "n": exact(rank_of) if rank_of else ""}
    if rank_of:
        among = _("%(n)s đơn vị của nhóm %(cohort)s, do hệ thống xếp lại.") % told
    else:
        among = _("nhóm %(cohort)s, do hệ thống xếp lại.") % told
    return among + " " + _("Thứ hạng do nguồn công bố có thể khác vì tính chung cả các nhóm khác.")


def done_text(done_on: date, due: date) -> str:
    """Say when a duty was done: "xong 19/09/2025, đúng hạn", "xong 03/10/2025, sau hạn 3 ngày"."""
    late = (done_on - due).days
    told = {"day": day(done_on), "n": late}
    if late <= 0:
        return _("xong %(day)s, đúng hạn") % told
    return ngettext("xong %(day)s, sau hạn %(n)s ngày", "xong %(day)s, sau hạn %(n)s ngày", late) % told


def waiting_text(sent_on: date, today: date) -> str:
    """Say how long a report has been waiting for review: "chờ thẩm định 7 ngày"."""
    days = (today - sent_on).days
    if days <= 0:
        return _("chờ thẩm định từ hôm nay")
    return ngettext("chờ thẩm định %(n)s ngày", "chờ thẩm định %(n)s ngày", days) % {"n": days}


def report_late_text(due: date, today: date) -> str:
    """Say that the time to report is over: "quá hạn báo cáo 15 ngày"."""
    days = (today - due).days
    return ngettext("quá hạn báo cáo %(n)s ngày", "quá hạn báo cáo %(n)s ngày", days) % {"n": days}


def size_text(size: int) -> str:
    """Write the size of a file: "812 KB", "1,4 MB"."""
    if size < 1024 * 1024:
        return f"{exact(max(1, round(Decimal(size) / 1024)))}{unit_suffix('KB')}"
    return f"{exact(Decimal(size) / (1024 * 1024), 1)}{unit_suffix('MB')}"
