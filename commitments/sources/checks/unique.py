"""One unit, period and moment is told once. Told twice alike, the first stands; told twice differently, none does.

Two files may tell the same (a CSV and a workbook of one table): then the later one is only remarked. The trend table
shows one decimal where the table of units shows two, so between those two tables the figures are compared as shown.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from commitments.sources.checks.model import Context, Failure, Severity
from commitments.sources.table import Row, TableKind
from scoring.quantities import quantize_half_up

_TREND_DECIMALS = 1


def unique(rows: Sequence[Row], context: Context) -> Iterator[Failure]:
    told: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row.unit_code and row.period_key and row.known_at is not None:
            told[row.unit_code, row.period_key, row.known_at].append(row)
    for alike in told.values():
        if len(alike) > 1:
            yield from _compare([row for row in alike if row.table is TableKind.UNIT], TableKind.UNIT)
            yield from _compare([row for row in alike if row.table is TableKind.TREND], TableKind.TREND)
            yield from _across(alike)


def _compare(rows: list[Row], table: TableKind) -> Iterator[Failure]:
    if len(rows) < 2:
        return
    first, *later = rows
    contradicting = [row for row in later if row.figures != first.figures]
    if contradicting:
        yield _failure("row_contradicts", Severity.ERROR, first, contradicting[0])
        for row in later:
            yield _failure("row_contradicts", Severity.ERROR, row, first)
        return
    for row in later:
        if row.file_number == first.file_number:
            yield _failure("row_repeated", Severity.ERROR, row, first)
        else:
            yield _failure("repeated_elsewhere", Severity.WARN, row, first)


def _across(rows: list[Row]) -> Iterator[Failure]:
    exact = next((row for row in rows if row.table is TableKind.UNIT), None)
    if exact is None:
        return
    total = next((figure.value for figure in exact.figures if figure.column == "total"), None)
    for row in rows:
        if row.table is TableKind.TREND and row.figures and total is not None:
            if shown_alike(exact=total, shown=row.figures[0].value):
                yield _failure("repeated_elsewhere", Severity.NOTE, row, exact)
            else:
                yield _failure("row_contradicts", Severity.ERROR, row, exact)


def shown_alike(*, exact: Decimal, shown: Decimal) -> bool:
    """Tell whether the trend table would show the exact figure like this."""
    return shown in {exact, quantize_half_up(exact, _TREND_DECIMALS)}


def _failure(code: str, severity: Severity, row: Row, other: Row) -> Failure:
    return Failure(code, severity, row, details={"row": str(other.number), "file": str(other.file_number)})
