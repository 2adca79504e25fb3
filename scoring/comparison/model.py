"""What was signed, what is known, and what the comparison says of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class State(StrEnum):
    """Where a commitment stands."""

    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    MISSED = "missed"
    NO_DATA = "no_data"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"


class Direction(StrEnum):
    """Which way is better: up to a floor, down to a ceiling, or between two bounds."""

    UP = "up"
    DOWN = "down"
    RANGE = "range"


class Reading(StrEnum):
    """How the figure of a commitment comes about."""

    LATEST = "latest"
    SUM = "sum"
    RATIO = "ratio"
    RANK = "rank"
    DUTY = "duty"


class Reason(StrEnum):
    """Why a commitment stands where it stands; pages turn each code into a sentence."""

    WAIVED = "waived"
    ZERO_DENOMINATOR = "zero_denominator"
    NEGATIVE_DENOMINATOR = "negative_denominator"
    NO_OBSERVATION = "no_observation"
    REPORT_PENDING = "report_pending"
    SATISFIED_AT_END = "satisfied_at_end"
    SATISFIED_FOR_GOOD = "satisfied_for_good"
    SATISFIED_SO_FAR = "satisfied_so_far"
    ENDED_UNSATISFIED = "ended_unsatisfied"
    BEYOND_REPAIR = "beyond_repair"
    KEEPING_PACE = "keeping_pace"
    BEHIND_PACE = "behind_pace"
    NO_PACE = "no_pace"
    DUTY_OVERDUE = "duty_overdue"
    DUTY_DUE_SOON = "duty_due_soon"
    DUTY_NOT_DUE = "duty_not_due"
    PERIODS_MISSING = "periods_missing"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the head signed.

    `target` is the floor (up), the ceiling (down) or the lower bound (range, with `target_high`); for a share it is
    in percent, for a rank the last place still good enough, for a duty 1. `decimals` is how the indicator is printed
    and therefore compared, so bounds have no more of them. Days are civil days of the unit's seat, both included.
    """

    reading: Reading
    direction: Direction
    target: Decimal
    target_high: Decimal | None
    baseline: Decimal | None
    decimals: int
    first_day: date
    due_date: date

    def __post_init__(self) -> None:
        if self.due_date < self.first_day:
            raise ValueError(f"a commitment cannot fall due ({self.due_date}) before it begins ({self.first_day})")
        if self.direction is Direction.RANGE and (self.target_high is None or self.target_high < self.target):
            raise ValueError("a range needs an upper bound that is not below the lower one")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known on the day, None where nothing is.

    A sum arrives summed. A duty has the value 1 once a report on it was accepted, 0 when it is recorded as not done.
    """

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rank: int | None = None
    rank_of: int | None = None
    waived: bool = False
    report_pending: bool = False


@dataclass(frozen=True, slots=True)
class StandingParameters:
    """Days before its due date from which an unreported duty is at risk."""

    duty_warning_days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The result: state, the figure as printed, and how far it is from the target.

    `gap` is in the unit of the figure: zero or more says by how much the target is satisfied, below zero by how much
    it is not. `attainment` is a length for a bar, 0 to 1 at four decimals; it is 1 only when the target is satisfied.
    Both are None without a figure.
    """

    state: State
    value: Decimal | None
    gap: Decimal | None
    attainment: Decimal | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class RankPlace:
    """A place in a cohort, 1 the best, and how many were ranked."""

    rank: int
    of: int
