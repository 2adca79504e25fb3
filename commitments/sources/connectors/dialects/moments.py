"""Reading the moment at which a source showed its figures."""

import re
from datetime import UTC, datetime, timedelta, timezone

from commitments.sources.connectors.table import Cell, CellKind, Problem

_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?"
    r"\s?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?"
)
_DAY_ONLY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def moment_read(cell: Cell) -> datetime | Problem | None:
    """Read "2025-10-11T13:01Z" and its like as an aware UTC moment; None where the cell is blank.

    Without a zone it is UTC, because the column says so. A day without a time is refused: in which zone it began is
    unknown, and so is whether it came before or after another pull of that day.
    """
    text = cell.text.strip()
    if not text:
        return None
    found = _MOMENT.fullmatch(text) if cell.kind in {CellKind.TEXT, CellKind.MOMENT} else None
    if found is None:
        return Problem("moment_without_time" if _DAY_ONLY.fullmatch(text) else "moment_unreadable", {"text": text})
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=_zone(found[7])).astimezone(UTC)
    except (ValueError, OverflowError):
        return Problem("moment_does_not_exist", {"text": text})


def _zone(written: str | None) -> timezone:
    if written is None or not written.startswith(("+", "-")):
        return UTC
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written.startswith("-") else offset)
