"""A row must say whom, which period and when, and give its total. A blank part is remarked, and is never zero."""

from collections.abc import Iterator, Sequence

from commitments.sources.checks.model import Context, Failure, Severity
from commitments.sources.connectors.table import Row

# As the source delivers it; a commitment never reads it, so nobody misses it.
_MAY_BE_BLANK = "rank"


def complete(rows: Sequence[Row], context: Context) -> Iterator[Failure]:
    for row in rows:
        needed = {"unit_id": row.unit_code, "period": row.period_key, "snapshot_utc": row.known_at}
        for column, value in needed.items():
            if not value:
                yield Failure("field_missing", Severity.ERROR, row, column, details={"column": column})
        for column in row.missing:
            if column == "total":
                yield Failure("field_missing", Severity.ERROR, row, column, details={"column": column})
            elif column != _MAY_BE_BLANK:
                yield Failure("part_missing", Severity.WARN, row, column, details={"column": column})
