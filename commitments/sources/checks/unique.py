"""One unit, period and moment is told once. Told twice alike, the first stands; told twice differently, none does.

Two files may tell the same (a CSV and a workbook of one table): then the later one is only remarked. The trend table
has an indicator of its own, so it is compared with itself only.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from commitments.sources.checks.model import Context, Failure, Severity
from commitments.sources.connectors.table import Row


def unique(rows: Sequence[Row], context: Context) -> Iterator[Failure]:
    told: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row.unit_code and row.period_key and row.known_at is not None:
            told[row.table, row.unit_code, row.period_key, row.known_at].append(row)
    for alike in told.values():
        if len(alike) > 1:
            yield from _compare(alike)


def _compare(rows: list[Row]) -> Iterator[Failure]:
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


def _failure(code: str, severity: Severity, row: Row, other: Row) -> Failure:
    return Failure(code, severity, row, details={"row": str(other.number), "file": str(other.file_number)})
