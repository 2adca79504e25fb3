"""A pull should bring about as many rows as the last one that brought any: half a table is easily overlooked."""

from collections.abc import Iterator, Sequence

from commitments.sources.checks.model import Context, Failure, Severity
from commitments.sources.connectors.table import Row


def row_count(rows: Sequence[Row], context: Context) -> Iterator[Failure]:
    before, now = context.rows_before, context.rows_now
    if before and now and not before <= 2 * now <= 4 * before:
        details = {"count": str(now), "before": str(before)}
        yield Failure("row_count_far", Severity.WARN, None, details=details)
