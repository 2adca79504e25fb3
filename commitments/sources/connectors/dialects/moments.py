"""Reading the moment at which a source showed its figures."""

import re
from datetime import UTC, datetime, timedelta, timezone

from commitments.sources.connectors.table import Cell, CellKind, Problem

_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?"
    r"\s?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?"
)
# Wide enough for any real table; a sentinel such as 9999-12-31 cannot be turned into a day in Viet Nam.
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_DAY_ONLY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def moment_read(cell: Cell) -> datetime | Problem | None:
    """Read "2025-10-11T13:01Z" and its like as an aware UTC moment; None where the cell is blank.

    Without a zone it is UTC, because the column says so. A day without a time is refused: in which zone it began is
    unknown, and so is whether it came before or after another pull of that day. So is a year outside 2000 to 2100.
    """
    text = cell.text.strip()
    if not text:
        return None
    found = _MOMENT.fullmatch(text) if cell.kind in {CellKind.TEXT, CellKind.MOMENT} else None
    if found is None:
        return Problem("moment_without_time" if _DAY_ONLY.fullmatch(text) else "moment_unreadable", {"text": text})
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        written = datetime(year, month, day, hour, minute, second, tzinfo=_zone(found[7]))
    except (ValueError, OverflowError):
        return Problem("moment_does_not_exist", {"text": text})
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return Problem("moment_out_of_range", {"text": text, "first": str(_FIRST_YEAR), "last": str(_LAST_YEAR)})
    return written.astimezone(UTC)


def _zone(written: str | None) -> timezone:
    if written is None or not written.startswith(("+", "-")):
        return UTC
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written.startswith("-") else offset)
