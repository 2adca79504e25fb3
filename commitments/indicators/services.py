"""Writing what is measured: indicators, reporting periods, and observations that are only ever added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db import connection, transaction

from commitments.audit.services import event_append
from commitments.indicators.models import Indicator, Observation, PeriodKind, ReportingPeriod
from commitments.lib.actors import Actor
from commitments.lib.clock import CIVIL_ZONE
from commitments.lib.fields import to_scaled

# Figures of a period may still come in for five days after the day that follows it; later ones are restatements.
_DAYS_OPEN = timedelta(days=5)
_COPY_FROM = 1_000
_BATCH = 2_000
_COLUMNS = (
    "unit_id",
    "indicator_id",
    "period_id",
    "value",
    "numerator",
    "denominator",
    "known_at",
    "recorded_at",
    "run_id",
    "file_number",
    "row_number",
    "flags",
)


@dataclass(frozen=True, slots=True)
class NewObservation:
    """A figure to be added. Either `value`, or `numerator` and `denominator`; `known_at` is aware UTC."""

    unit_id: int
    indicator_id: int
    period_id: int
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    known_at: datetime
    file_number: int = 0
    row_number: int = 0
    flags: str = ""


def indicator_ensure(
    *,
    key: str,
    name: str,
    unit_of_measure: str,
    actor: Actor,
    at: datetime,
    decimals: int = 2,
    definition: str = "",
    numerator_text: str = "",
    denominator_text: str = "",
    least: Decimal | None = None,
    most: Decimal | None = None,
) -> Indicator:
    """Return the indicator of this key; define it if there is none. An existing definition is left as it is.

    Args:
        least, most: the smallest and largest possible value; figures outside are held back.
    """
    with transaction.atomic():
        indicator, created = Indicator.objects.get_or_create(
            key=key,
            defaults={
                "name": name,
                "unit_of_measure": unit_of_measure,
                "decimals": decimals,
                "definition": definition,
                "numerator_text": numerator_text,
                "denominator_text": denominator_text,
                "least": least,
                "most": most,
            },
        )
        if created:
            event_append(
                action="indicator.define",
                actor=actor,
                at=at,
                subject_type="indicator",
                subject_id=indicator.pk,
                after={"key": key, "name": name, "decimals": decimals},
            )
        return indicator


def periods_ensure(year: int) -> dict[str, int]:
    """Make sure that a year's periods exist: the year to date, four quarters, twelve months.

    Days are civil days in Viet Nam. A period closes five days after the day that follows its last one, at midnight in
    Asia/Ho_Chi_Minh. A period that exists under its key keeps its own days: a reporting month need not be a
    calendar month.

    Returns:
        Ids by key: "2025-ytd", "2025-q3", "2025-09".
    """
    periods = [_period(f"{year}-ytd", PeriodKind.YEAR_TO_DATE, year, None, 1, 12)]
    periods += [
        _period(f"{year}-q{number}", PeriodKind.QUARTER, year, number, 3 * number - 2, 3 * number)
        for number in range(1, 5)
    ]
    periods += [
        _period(f"{year}-{number:02d}", PeriodKind.MONTH, year, number, number, number) for number in range(1, 13)
    ]
    keys = [period.key for period in periods]
    known = dict(ReportingPeriod.objects.filter(key__in=keys).values_list("key", "pk"))
    if len(known) < len(keys):
        ReportingPeriod.objects.bulk_create(
            [period for period in periods if period.key not in known], ignore_conflicts=True
        )
        known = dict(ReportingPeriod.objects.filter(key__in=keys).values_list("key", "pk"))
    return known


def _period(
    key: str, kind: PeriodKind, year: int, number: int | None, first_month: int, last_month: int
) -> ReportingPeriod:
    next_first = date(year + last_month // 12, last_month % 12 + 1, 1)
    closing = datetime.combine(next_first + _DAYS_OPEN, time(), tzinfo=CIVIL_ZONE)
    return ReportingPeriod(
        key=key,
        kind=kind,
        year=year,
        number=number,
        first_day=date(year, first_month, 1),
        last_day=next_first - timedelta(days=1),
        closes_at=closing.astimezone(UTC),
    )


def observations_append(*, rows: Iterable[NewObservation], run_id: int, recorded_at: datetime) -> int:
    """Add observations in the caller's transaction; return how many are new.

    A figure that this run has already added (same unit, indicator, period and moment) is passed over, so a run that
    was interrupted can be done again.

    Args:
        rows: at most some ten thousand at a time where transactions must stay short.
        recorded_at: aware UTC; one moment for all of them.

    Raises:
        RuntimeError: no transaction is open, so the figures could stand without their run.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("observations are added in the transaction that closes or advances their run")
    batch = list(rows)
    if connection.vendor == "postgresql" and len(batch) >= _COPY_FROM:
        return _append_by_copy(batch, run_id, recorded_at)
    before = Observation.objects.filter(run_id=run_id).count()
    Observation.objects.bulk_create(
        [
            Observation(
                unit_id=row.unit_id,
                indicator_id=row.indicator_id,
                period_id=row.period_id,
                value=row.value,
                numerator=row.numerator,
                denominator=row.denominator,
                known_at=row.known_at,
                recorded_at=recorded_at,
                run_id=run_id,
                file_number=row.file_number,
                row_number=row.row_number,
                flags=row.flags,
            )
            for row in batch
        ],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
    return Observation.objects.filter(run_id=run_id).count() - before


def _append_by_copy(batch: Sequence[NewObservation], run_id: int, recorded_at: datetime) -> int:
    """Stream into a temporary table, then insert from it: COPY itself cannot pass over what is already there."""
    columns = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE new_observation ON COMMIT DROP AS "  # noqa: S608  our own column names
            f"SELECT {columns} FROM indicators_observation WITH NO DATA"
        )
        with cursor.copy(f"COPY new_observation ({columns}) FROM STDIN") as copy:
            for row in batch:
                copy.write_row(
                    (
                        row.unit_id,
                        row.indicator_id,
                        row.period_id,
                        _scaled(row.value),
                        _scaled(row.numerator),
                        _scaled(row.denominator),
                        row.known_at,
                        recorded_at,
                        run_id,
                        row.file_number,
                        row.row_number,
                        row.flags,
                    )
                )
        cursor.execute(
            f"INSERT INTO indicators_observation ({columns}) "  # noqa: S608  our own column names
            f"SELECT {columns} FROM new_observation ON CONFLICT DO NOTHING"
        )
        added: int = cursor.rowcount
        cursor.execute("DROP TABLE new_observation")
    return added


def _scaled(value: Decimal | None) -> int | None:
    return None if value is None else to_scaled(value)
