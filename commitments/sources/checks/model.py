"""What a check is given and what it gives back. Checks look nothing up: all they may know is in the context."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from commitments.sources.checks.messages import message_text
from commitments.sources.connectors.table import Row


class Severity(StrEnum):
    """An error holds the row back; a warning travels with its figures; a note does too, but alarms nobody."""

    ERROR = "error"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Failure:
    """One finding about a row, or about one figure of it, or (without a row) about the whole run."""

    code: str
    severity: Severity
    row: Row | None
    column: str = ""
    indicator_key: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return message_text(self.code, self.details)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    unit_id: int
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    period_id: int
    first_day: date
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    indicator_id: int
    least: Decimal | None
    most: Decimal | None


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that the record already held before this run."""

    known_at: datetime
    value: Decimal | None


# Unit code, period key, indicator key, and the moment before or at which the figure was known.
FigureKey = tuple[str, str, str, datetime]


@dataclass(frozen=True, slots=True)
class Context:
    """The facts of one run: keys of the file on the left, what the record knows of them on the right.

    `earlier` holds for each figure of the run the latest one known at or before its moment, from other runs.
    """

    intended_at: datetime
    units: Mapping[str, UnitFacts]
    periods: Mapping[str, PeriodFacts]
    indicators: Mapping[str, IndicatorFacts]
    rows_before: int | None = None
    rows_now: int = 0
    earlier: Mapping[FigureKey, Known] = field(default_factory=dict)


class Check(Protocol):
    """Every check has this one shape."""

    def __call__(self, rows: Sequence[Row], context: Context, /) -> Iterable[Failure]: ...
