"""The unit must exist, under its code, on the day the source showed the figure. Names are not compared: they vary."""

from collections.abc import Iterator, Sequence

from commitments.lib.clock import civil_day
from commitments.sources.checks.model import Context, Failure, Severity
from commitments.sources.connectors.table import Row


def known_unit(rows: Sequence[Row], context: Context) -> Iterator[Failure]:
    for row in rows:
        if not row.unit_code:
            continue
        unit = context.units.get(row.unit_code)
        if unit is None:
            yield Failure("unit_unknown", Severity.ERROR, row, "unit_id", details={"code": row.unit_code})
        elif row.known_at is not None:
            day = civil_day(row.known_at)
            if day < unit.valid_from or (unit.valid_until is not None and day > unit.valid_until):
                details = {"code": row.unit_code, "day": f"{day:%d/%m/%Y}"}
                yield Failure("unit_not_valid", Severity.ERROR, row, "unit_id", details=details)
