"""Reading figures: what was known when, and what was changed after its period had closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Subquery

from commitments.indicators.models import Observation
from commitments.organization.models import Unit

_UNITS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """One observation, with the keys people know it by. Times are UTC; `flags` are codes of remarks."""

    observation_id: int
    unit_id: int
    indicator_key: str
    period_key: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    known_at: datetime
    run_id: int
    file_number: int
    row_number: int
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restatement:
    """A closed period's figure as it stood at closing, beside what the source says now."""

    unit_id: int
    indicator_key: str
    indicator_name: str
    period_key: str
    closes_at: datetime
    closing: KnownFigure
    latest: KnownFigure


def figures_before(
    *, unit_ids: Collection[int], indicator_id: int, period_id: int, known_until: datetime, excluding_run: int
) -> dict[int, tuple[datetime, Decimal | None]]:
    """Return, by unit, when and as what the figure was last known at or before a moment, other runs only.

    One query for each two thousand units; each unit costs two look-ups in the index of latest values.
    """
    known = Observation.objects.filter(
        unit_id=OuterRef("pk"), indicator_id=indicator_id, period_id=period_id, known_at__lte=known_until
    ).exclude(run_id=excluding_run)
    latest = known.order_by("-known_at", "-id")
    found: dict[int, tuple[datetime, Decimal | None]] = {}
    wanted = sorted(unit_ids)
    for start in range(0, len(wanted), _UNITS_AT_ONCE):
        units = Unit.objects.filter(pk__in=wanted[start : start + _UNITS_AT_ONCE]).annotate(
            last_known_at=Subquery(latest.values("known_at")[:1]), last_value=Subquery(latest.values("value")[:1])
        )
        for unit_id, known_at, value in units.order_by().values_list("pk", "last_known_at", "last_value"):
            if known_at is not None:
                found[unit_id] = known_at, value
    return found


def restatements_for(
    *, unit_id: int, year: int | None = None, known_until: datetime | None = None
) -> list[Restatement]:
    """Return the figures of closed periods that a later pull changed, newest period first; one query.

    The closing value is the last one known at or before closing, else the first one known after it. A figure that
    was changed and changed back is not listed: what it says now is what it said at closing.

    Args:
        known_until: UTC; judge by what was known then.
    """
    observations = Observation.objects.filter(unit_id=unit_id)
    if year is not None:
        observations = observations.filter(period__year=year)
    if known_until is not None:
        observations = observations.filter(known_at__lte=known_until)
    rows = observations.order_by(
        "-period__last_day", "period__key", "indicator__key", "indicator_id", "known_at", "id"
    ).values_list(*_FIELDS, "indicator__name", "period__closes_at")
    changed = []
    for _key, told in groupby(rows, key=lambda row: (row[3], row[2])):
        versions = list(told)
        closes_at = versions[0][-1]
        figures = [_figure(row[:-2]) for row in versions]
        before = [figure for figure in figures if figure.known_at <= closes_at]
        closing, latest = (before or figures[:1])[-1], figures[-1]
        if latest.known_at > closes_at and _said(latest) != _said(closing):
            changed.append(
                Restatement(
                    unit_id=unit_id,
                    indicator_key=latest.indicator_key,
                    indicator_name=versions[0][-2],
                    period_key=latest.period_key,
                    closes_at=closes_at,
                    closing=closing,
                    latest=latest,
                )
            )
    return changed


_FIELDS = (
    "id",
    "unit_id",
    "indicator__key",
    "period__key",
    "value",
    "numerator",
    "denominator",
    "known_at",
    "run_id",
    "file_number",
    "row_number",
    "flags",
)


def _figure(row: tuple[Any, ...]) -> KnownFigure:
    fields = dict(zip(KnownFigure.__dataclass_fields__, row, strict=True))
    return KnownFigure(**{**fields, "flags": tuple(fields["flags"].split())})


def _said(figure: KnownFigure) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    return figure.value, figure.numerator, figure.denominator
