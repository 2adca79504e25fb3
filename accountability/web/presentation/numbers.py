"""Exact figures as people read them: 1.234,56 in Vietnamese, 1,234.56 in English."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

MISSING = "—"
MINUS = "\u2212"
NARROW = "\u00a0"

_SEPARATORS = {"vi": (".", ","), "en": (",", ".")}


def exact(value: Decimal | int | None, decimals: int | None = None, *, language: str | None = None) -> str:
    """Write a figure with grouping and a fixed number of decimals.

    Args:
        value: the figure; None is missing and is written as a dash, never as zero.
        decimals: digits after the separator, rounded half up. None keeps what the figure has, without
            trailing zeros.
        language: "vi" or "en"; None takes the active language.

    Raises:
        TypeError: the value is a float, which has already lost digits.
    """
    if value is None:
        return MISSING
    rounded = _rounded(value, decimals)
    group, point = _SEPARATORS[_language(language)]
    digits = f"{abs(rounded):,f}"
    whole, _dot, fraction = digits.partition(".")
    text = whole.replace(",", group) + (point + fraction if fraction else "")
    return MINUS + text if rounded < 0 else text


def signed(value: Decimal | int | None, decimals: int | None = None, *, language: str | None = None) -> str:
    """Write a difference with its sign; no difference carries none."""
    text = exact(value, decimals, language=language)
    if value is None or _rounded(value, decimals) <= 0:
        return text
    return "+" + text


def with_unit(
    value: Decimal | int | None, unit: str, decimals: int | None = None, *, language: str | None = None
) -> str:
    """Write a figure with its unit; the percent sign stands close, words after a space that does not break."""
    text = exact(value, decimals, language=language)
    return text if value is None else text + unit_suffix(unit)


def unit_suffix(unit: str) -> str:
    """Give what follows a figure: "%" alone, any other unit after a space that does not break."""
    if not unit:
        return ""
    return unit if unit == "%" else NARROW + unit


def difference(
    value: Decimal | int | None, unit: str, decimals: int | None = None, *, language: str | None = None
) -> str:
    """Write a signed difference; between two percentages it is counted in percentage points."""
    text = signed(value, decimals, language=language)
    if value is None:
        return text
    return text + unit_suffix(_("điểm phần trăm") if unit == "%" else unit)


def fraction(numerator: Decimal | int | None, denominator: Decimal | int | None, *, language: str | None = None) -> str:
    """Write a count out of a count, both as they are: "1.204 / 1.300"."""
    return f"{exact(numerator, language=language)} / {exact(denominator, language=language)}"


def _rounded(value: Decimal | int, decimals: int | None) -> Decimal:
    if isinstance(value, float):
        raise TypeError("A float has already lost digits: pass a Decimal.")
    number = Decimal(value)
    if decimals is not None:
        return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole = number.to_integral_value()
    return whole.quantize(Decimal(1)) if number == whole else number.normalize()


def _language(language: str | None) -> str:
    code = (language or get_language() or "vi")[:2]
    return code if code in _SEPARATORS else "vi"
