"""Days, moments, periods and ages as people read them. Civil time is that of Vietnam."""

import calendar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

CIVIL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_ROMAN = ("I", "II", "III", "IV")
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date | datetime | None) -> str:
    """Write a civil day: 21/11/2026, or 21 Nov 2026 in English. Missing is an empty string."""
    if value is None:
        return ""
    civil = civil_day(value)
    if (get_language() or "vi").startswith("en"):
        return f"{civil.day} {_ENGLISH_MONTHS[civil.month - 1]} {civil.year}"
    return f"{civil:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """Write an aware moment in civil time: "08:46 15/10/2025". Missing is an empty string."""
    if value is None:
        return ""
    local = civil_moment(value)
    return f"{local:%H:%M} {day(local)}"


def civil_moment(value: datetime) -> datetime:
    """Turn an aware moment into Vietnam's time.

    Raises:
        ValueError: the moment names no time zone, so nobody can say when it was.
    """
    if value.tzinfo is None:
        raise ValueError("A moment without a time zone cannot be shown.")
    return value.astimezone(CIVIL_ZONE)


def civil_day(value: date | datetime) -> date:
    """Give the civil day of a day or of an aware moment."""
    return civil_moment(value).date() if isinstance(value, datetime) else value


def age(value: date | datetime | None, reference: date | datetime) -> str:
    """Say in words how long before the reference something was: "4 ngày trước".

    Args:
        value: a civil day or an aware moment; None gives an empty string.
        reference: the working day (then whole civil days are counted) or the present moment (then
            minutes and hours are told within one day).
    """
    if value is None:
        return ""
    if isinstance(value, datetime) and isinstance(reference, datetime):
        gap = civil_moment(reference) - civil_moment(value)
        if timedelta(0) <= gap < timedelta(hours=12):
            return _short_age(gap)
    return _age_in_days((civil_day(reference) - civil_day(value)).days)


def _short_age(gap: timedelta) -> str:
    minutes = int(gap.total_seconds()) // 60
    if minutes < 1:
        return _("vừa xong")
    if minutes < 60:
        return ngettext("%(n)s phút trước", "%(n)s phút trước", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("%(n)s giờ trước", "%(n)s giờ trước", hours) % {"n": hours}


def _age_in_days(days: int) -> str:
    if days < 0:
        ahead = -days
        return ngettext("còn %(n)s ngày", "còn %(n)s ngày", ahead) % {"n": ahead}
    if days < 2:
        return _("hôm qua") if days else _("hôm nay")
    if days < 60:
        return ngettext("%(n)s ngày trước", "%(n)s ngày trước", days) % {"n": days}
    if days < 730:
        months = days // 30
        return ngettext("%(n)s tháng trước", "%(n)s tháng trước", months) % {"n": months}
    years = days // 365
    return ngettext("%(n)s năm trước", "%(n)s năm trước", years) % {"n": years}


def duration(seconds: int) -> str:
    """Write a length of time: "45 giây", "3 phút 20 giây", "2 giờ 5 phút"."""
    if seconds < 60:
        return _("%(n)s giây") % {"n": seconds}
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return _("%(m)s phút %(s)s giây") % {"m": minutes, "s": rest} if rest else _minutes(minutes)
    hours, rest = divmod(minutes, 60)
    return _("%(h)s giờ %(m)s phút") % {"h": hours, "m": rest} if rest else _("%(n)s giờ") % {"n": hours}


def _minutes(minutes: int) -> str:
    return _("%(n)s phút") % {"n": minutes}


def period_name(kind: str, first_day: date, last_day: date) -> str:
    """Name a period: "Quý III/2025", "Tháng 9/2025", "Năm 2025 (lũy kế)".

    Args:
        kind: month, quarter, half_year, year, month_to_date or year_to_date; anything else is named by its days.
        first_day: first civil day. A period that does not follow the calendar also carries its days.
        last_day: last civil day; the name follows it.
    """
    name = _calendar_name(kind, last_day)
    if name is None:
        return f"{day(first_day)} – {day(last_day)}"
    if kind.endswith("_to_date") or _follows_calendar(kind, first_day, last_day):
        return name
    return f"{name} ({day(first_day)} – {day(last_day)})"


def _calendar_name(kind: str, last_day: date) -> str | None:
    year, month = last_day.year, last_day.month
    facts = {"month": month, "quarter": _ROMAN[(month - 1) // 3], "year": year}
    match kind:
        case "month":
            return _("Tháng %(month)s/%(year)s") % facts
        case "month_to_date":
            return _("Tháng %(month)s/%(year)s (lũy kế)") % facts
        case "quarter":
            return _("Quý %(quarter)s/%(year)s") % facts
        case "half_year":
            first_half = month <= 6
            return (_("6 tháng đầu năm %(year)s") if first_half else _("6 tháng cuối năm %(year)s")) % facts
        case "year":
            return _("Năm %(year)s") % facts
        case "year_to_date":
            return _("Năm %(year)s (lũy kế)") % facts
    return None


def _follows_calendar(kind: str, first_day: date, last_day: date) -> bool:
    months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[kind]
    starts_well = first_day.day == 1 and (first_day.month - 1) % months == 0
    last_month = first_day.month + months - 1
    if not starts_well or last_month > 12:
        return False
    return last_day == date(first_day.year, last_month, calendar.monthrange(first_day.year, last_month)[1])
