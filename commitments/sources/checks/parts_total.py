"""The parts should add up to the total. Printed statistics often do not, so it is remarked and kept."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from commitments.sources.checks.model import Context, Failure, Severity
from commitments.sources.connectors.table import Row, TableKind

# Six figures rounded to two decimals each: the portal's own rows are off by up to 0.02.
_TOLERANCE = Decimal("0.02")
_NOT_PARTS = {"total", "rank"}


def parts_total(rows: Sequence[Row], context: Context) -> Iterator[Failure]:
    for row in rows:
        if row.table is not TableKind.UNIT or set(row.missing) - {"rank"}:
            continue
        total = next((figure.value for figure in row.figures if figure.column == "total"), None)
        parts = sum((figure.value for figure in row.figures if figure.column not in _NOT_PARTS), Decimal())
        if total is not None and abs(parts - total) > _TOLERANCE:
            details = {"sum": str(parts), "total": str(total)}
            yield Failure("parts_differ", Severity.WARN, row, "total", details=details)
