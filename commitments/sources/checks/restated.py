"""What a figure is beside the one known before it: changed after its period closed, corrected, or unchanged.

Sources restate closed periods. Nothing is overwritten and nothing refused; the change is marked on the new figure.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from commitments.sources.checks.model import Context, Failure, Known, Severity
from commitments.sources.connectors.table import Figure, Row


def restated(rows: Sequence[Row], context: Context) -> Iterator[Failure]:
    told: defaultdict[tuple[str, str, str], list[tuple[datetime, Row, Figure]]] = defaultdict(list)
    for row in rows:
        for figure in row.figures:
            if row.known_at is not None:
                told[row.unit_code, row.period_key, figure.indicator_key].append((row.known_at, row, figure))
    for (unit_code, period_key, indicator_key), figures in told.items():
        within_run: Known | None = None
        for moment, row, figure in sorted(figures, key=lambda told: (told[0], told[1].file_number, told[1].number)):
            before = _later(context.earlier.get((unit_code, period_key, indicator_key, moment)), within_run)
            closed = moment > context.periods[period_key].closes_at
            finding = _finding(before, moment, figure, closed)
            if finding is not None and before is not None:
                code, severity = finding
                details = {"before": str(before.value), "value": str(figure.value)}
                yield Failure(code, severity, row, figure.column, figure.indicator_key, details)
            within_run = Known(moment, figure.value)


def _finding(before: Known | None, moment: datetime, figure: Figure, closed: bool) -> tuple[str, Severity] | None:
    if before is None:
        return None
    if before.value == figure.value:
        return "unchanged", Severity.NOTE
    if before.known_at == moment:
        return "corrected", Severity.WARN
    return ("restated", Severity.WARN) if closed else None


def _later(one: Known | None, other: Known | None) -> Known | None:
    known = [entry for entry in (one, other) if entry is not None]
    return max(known, key=lambda entry: entry.known_at, default=None)
