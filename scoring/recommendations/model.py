"""What the recommendation reads and what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from scoring.comparison import State
from scoring.rulebooks.model import Certainty, Citation, ParameterValue, Text


class Subject(StrEnum):
    """Of whom a recommendation speaks."""

    UNIT = "unit"
    LEADER = "leader"
    BOTH = "both"


class Outcome(StrEnum):
    """How a rule came out; there is deliberately no "ineligible": people decide that."""

    FIRED = "fired"
    NOT_SUPPORTED = "not_supported"
    INSUFFICIENT = "insufficient"
    NEAR = "near"


class Category(StrEnum):
    """What a finding is about."""

    LEVEL = "level"
    COMMENDATION = "commendation"
    REVIEW = "review"
    BLOCKING = "blocking"
    INFORMATION = "information"


class Level(StrEnum):
    """The yearly level that the reform results support, as one input to the rating."""

    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    UNDETERMINED = "undetermined"


class ReadOn(StrEnum):
    """The day whose law a rule reads: that of the year being rated, or that of the day of the proposal."""

    YEAR = "year"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class CommitmentFact:
    """One commitment of the year with its standing.

    `key` marks a main target (chỉ tiêu chủ yếu). `on_time` is None where the record does not say; `False` only where
    it knows of a delay. `as_of` is the time of the figure, aware when it is a datetime.
    """

    number: int
    title: str
    kind: str
    state: State
    value: Decimal | None
    target: Decimal
    unit_of_measure: str
    gap: Decimal | None
    exceeded: bool
    key: bool
    due_date: date
    observation_ids: tuple[int, ...]
    as_of: date | datetime | None
    on_time: bool | None = None


@dataclass(frozen=True, slots=True)
class YearFacts:
    """All the record knows of one unit or one head for one year.

    `known` holds facts beyond the commitments under the names listed in `scoring.recommendations.known`; a name that
    is absent is not known, which is neither false nor zero. `final` says that every figure of the year is in.
    """

    subject: Subject | str
    year: int
    day: date
    first_day: date
    last_day: date
    commitments: tuple[CommitmentFact, ...]
    known: Mapping[str, str | Decimal | bool]
    final: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One number a rule read, beside its threshold; `passed` is None where no threshold applies or it is not known."""

    label: Text
    value: Decimal | bool | str | None
    unit: str
    threshold: Decimal | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Hint:
    """One change that would change the result: `count` more of what `code` names leads to `result`."""

    code: str
    count: int
    result: str
    text: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule said, with all it stands on.

    `commitments` are the numbers of the items it points at. `readings` are the parameter values it actually read;
    citations and certainty are taken from them and from nowhere else. `certainty` is None where it read no rule.
    """

    rule_id: str
    title: Text
    category: Category
    outcome: Outcome
    result: str
    text: Text
    figures: tuple[Figure, ...] = ()
    missing: tuple[Text, ...] = ()
    what_would_change: tuple[Hint, ...] = ()
    commitments: tuple[int, ...] = ()
    readings: tuple[ParameterValue, ...] = ()
    certainty: Certainty | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sources of the values read, each once."""
        return tuple(dict.fromkeys(citation for value in self.readings for citation in value.citations))


class Parameters(Protocol):
    """What a rule may ask the rulebook."""

    @property
    def day(self) -> date: ...

    def has(self, key: str) -> bool: ...

    def get(self, key: str) -> ParameterValue: ...

    def setting(self, key: str) -> ParameterValue: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule's own function returns; the engine adds the rule's name and what it read."""

    outcome: Outcome
    result: str
    text: Text
    figures: tuple[Figure, ...] = ()
    missing: tuple[Text, ...] = ()
    what_would_change: tuple[Hint, ...] = ()
    commitments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it may read, when it applies, and one pure function."""

    id: str
    title: Text
    category: Category
    subject: Subject
    parameters: tuple[str, ...]
    applies_from: date | None
    applies_until: date | None
    read_on: ReadOn
    evaluate: Callable[[YearFacts, Parameters], Draft]


@dataclass(frozen=True, slots=True)
class ReviewCall:
    """Whether the facts call for a review of responsibility, and which. Never a form of discipline."""

    called: bool
    reasons: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the reform results of a year support; people decide.

    `level` is one input to the rating. `open_titles` names the rules of those commendations of which the record knows
    at least one condition to be met and none to fail; there are none while `blocked`. `certainty` is the weakest of
    all values read; `trace_digest` is the sha256 over everything that went in and came out. What can be had from the
    findings is a property, so that the canonical form holds each thing once.
    """

    engine: str
    subject: str
    year: int
    on: date
    day: date
    provisional: bool
    level: Level
    blocked: bool
    open_titles: tuple[str, ...]
    review_called: bool
    findings: tuple[Finding, ...]
    certainty: Certainty | None
    rulebook_digest: str
    trace_digest: str

    @property
    def commendations(self) -> tuple[Finding, ...]:
        """The findings of the open titles, each with its outcome, in order."""
        return tuple(f for f in self.findings if f.rule_id in self.open_titles)

    @property
    def review(self) -> ReviewCall:
        """Whether a review of responsibility is called for, and the findings that call for it."""
        fired = (f for f in self.findings if f.category is Category.REVIEW and f.outcome is Outcome.FIRED)
        return ReviewCall(self.review_called, tuple(fired))

    @property
    def level_finding(self) -> Finding | None:
        """The finding that the level comes from; None where no level rule was in force."""
        return next((f for f in self.findings if f.category is Category.LEVEL), None)
