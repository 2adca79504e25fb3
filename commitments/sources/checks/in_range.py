"""A figure must be possible: between the least and the most that its indicator's definition allows."""

from collections.abc import Iterator, Sequence

from commitments.sources.checks.model import Context, Failure, Severity
from commitments.sources.connectors.table import Row


def in_range(rows: Sequence[Row], context: Context) -> Iterator[Failure]:
    for row in rows:
        for figure in row.figures:
            bounds = context.indicators[figure.indicator_key]
            under = bounds.least is not None and figure.value < bounds.least
            over = bounds.most is not None and figure.value > bounds.most
            if under or over:
                details = {
                    "value": str(figure.value),
                    "least": "…" if bounds.least is None else f"{bounds.least.normalize():f}",
                    "most": "…" if bounds.most is None else f"{bounds.most.normalize():f}",
                }
                yield Failure("value_out_of_range", Severity.ERROR, row, figure.column, details=details)
