"""Reading a number as its source declared that it writes numbers. Nothing is guessed.

"1.500" is one and a half in one table and fifteen hundred in the next, so what could mean two things is a problem:

    text            point        comma
    "12", " 12 "    12           12            blanks around are no part of a number
    "1.5"           1.5          problem       a point is grouping, and this is not a group
    "1.500"         1.5          problem       could be 1500 or 1.5
    "0,125" "1,5"   problem      0.125, 1.5
    "1.234,5"       problem      1234.5        grouped, and the decimal comma proves which sign is which
    "1.234.567,8"   problem      1234567.8
    "1.234.567"     problem      problem       no decimal comma to prove the grouping
    "1,234.5"       problem      problem       grouping is never accepted beside a decimal point
    "12,34,5"       problem      problem
    "19.12345"      problem      problem       more than four decimals: a digit would be lost
    "" and blanks   missing      missing       missing is not zero
    "-"             problem      problem       "none" in one table, "unknown" in the next
    "NaN" "1e3" "١" problem      problem       only the digits 0 to 9, one sign "-", no exponent

A native number of a workbook is read with the point rule from its shortest text of 15 significant digits: that is
what a spreadsheet program keeps and shows, so 93.33000000000001 is 93.33 while 93.33001 is a problem.
"""

import re
from decimal import Decimal

from commitments.sources.connectors.table import Cell, CellKind, Problem

_WHOLE = r"(?:0|[1-9][0-9]{0,13})"
_PATTERNS = {
    "point": re.compile(rf"-?{_WHOLE}(?:\.[0-9]{{1,4}})?"),
    "comma": re.compile(rf"-?(?:{_WHOLE}(?:,[0-9]{{1,4}})?|[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}}){{1,4}},[0-9]{{1,4}})"),
}
_TOO_FINE = {
    "point": re.compile(rf"-?{_WHOLE}\.[0-9]{{5,}}"),
    "comma": re.compile(rf"-?{_WHOLE},[0-9]{{5,}}"),
}
_AMBIGUOUS = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{3})+")


def number_read(cell: Cell, number_format: str) -> Decimal | Problem | None:
    """Read a cell as an exact number; None where it is blank, a Problem where it is none or could be two.

    Args:
        number_format: "point" or "comma", as the source declares; a native number ignores it.
    """
    text = cell.text.strip(" \t\u00a0")
    if not text:
        return None
    if cell.kind not in {CellKind.TEXT, CellKind.NUMBER}:
        return Problem("number_unreadable", {"text": text})
    style = "point" if cell.kind is CellKind.NUMBER else number_format
    if _PATTERNS[style].fullmatch(text):
        plain = text.replace(".", "").replace(",", ".") if style == "comma" else text
        return Decimal(plain)
    if _TOO_FINE[style].fullmatch(text):
        return Problem("number_too_fine", {"text": text})
    if _AMBIGUOUS.fullmatch(text):
        return Problem("number_ambiguous", {"text": text})
    return Problem("number_unreadable", {"text": text})
