"""The period must be one of ours and have begun when the source spoke; and the source cannot speak from the future."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from commitments.lib.clock import CIVIL_ZONE, civil_day
from commitments.sources.checks.model import Context, Failure, Severity
from commitments.sources.connectors.table import Row

# A portal's clock may be off, and a pull may be dated to the start of its day: a day of grace.
_GRACE = timedelta(days=1)


def known_period(rows: Sequence[Row], context: Context) -> Iterator[Failure]:
    for row in rows:
        if row.known_at is not None and row.known_at > context.intended_at + _GRACE:
            details = {"moment": f"{row.known_at.astimezone(CIVIL_ZONE):%H:%M %d/%m/%Y}"}
            yield Failure("moment_in_future", Severity.ERROR, row, "snapshot_utc", details=details)
        if not row.period_key:
            continue
        period = context.periods.get(row.period_key)
        details = {"period": row.period_key}
        if period is None:
            yield Failure("period_unknown", Severity.ERROR, row, "period", details=details)
        elif row.known_at is not None and civil_day(row.known_at) < period.first_day:
            yield Failure("period_in_future", Severity.ERROR, row, "period", details=details)
