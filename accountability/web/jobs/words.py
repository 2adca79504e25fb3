"""Background work in the words of the office: what it is called, how often it comes, how long it took."""

import re
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accountability.web.presentation.dates import duration

KINDS = {
    "source_pull": gettext_lazy("Lấy số liệu"),
    "standings_refresh": gettext_lazy("Đánh giá tình trạng thực hiện"),
    "report_acceptance": gettext_lazy("Ghi nhận báo cáo được chấp nhận"),
    "recommendations_issue": gettext_lazy("Phát hành đề xuất"),
    "council_export": gettext_lazy("Xuất Excel cho Hội đồng"),
    "audit_seal": gettext_lazy("Niêm phong nhật ký"),
}
_NOUNS = {
    "source_pull": gettext_lazy("dòng"),
    "standings_refresh": gettext_lazy("nội dung"),
    "recommendations_issue": gettext_lazy("đề xuất"),
    "council_export": gettext_lazy("đơn vị"),
}
_WEEKDAYS = (
    gettext_lazy("Chủ nhật"),
    gettext_lazy("thứ Hai"),
    gettext_lazy("thứ Ba"),
    gettext_lazy("thứ Tư"),
    gettext_lazy("thứ Năm"),
    gettext_lazy("thứ Sáu"),
    gettext_lazy("thứ Bảy"),
)
_EVERY = re.compile(r"\*/(\d+) \* \* \* \*$")
_AT = re.compile(r"(\d+) (\d+) (\*|L|\d+) \* (\*|[0-6])$")


def kind_word(kind: str) -> str:
    """Name a kind of work; one that is not known here keeps its code."""
    return str(KINDS.get(kind, kind))


def noun_of(kind: str) -> str:
    """Name what a kind of work counts."""
    return str(_NOUNS.get(kind, ""))


def schedule_words(cron: str) -> str:
    """Say how often a schedule comes due: "5 phút một lần", "hằng ngày lúc 00:30"; civil time of Viet Nam."""
    if cron == "* * * * *":
        return _("mỗi phút một lần")
    every = _EVERY.match(cron)
    if every:
        minutes = int(every[1])
        return ngettext("%(n)s phút một lần", "%(n)s phút một lần", minutes) % {"n": minutes}
    at = _AT.match(cron)
    if at is None:
        return _("theo lịch riêng (%(cron)s)") % {"cron": cron}
    time, day, weekday = f"{int(at[2]):02d}:{int(at[1]):02d}", at[3], at[4]
    if weekday != "*":
        return _("%(weekday)s hằng tuần lúc %(time)s") % {"weekday": _WEEKDAYS[int(weekday)], "time": time}
    if day == "L":
        return _("ngày cuối tháng lúc %(time)s") % {"time": time}
    if day != "*":
        return _("ngày %(day)s hằng tháng lúc %(time)s") % {"day": day, "time": time}
    return _("hằng ngày lúc %(time)s") % {"time": time}


def took(started_at: datetime | None, finished_at: datetime | None) -> str:
    """Say how long work took; empty while it has not ended."""
    if started_at is None or finished_at is None:
        return ""
    seconds = int((finished_at - started_at).total_seconds())
    return duration(seconds) if seconds else _("dưới 1 giây")
