"""Rules as dated data, each value with the law it comes from and how sure that is."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Certainty(StrEnum):
    """How sure a value is, the surest first; `local` is the installation's own decision, not law."""

    CONFIRMED = "confirmed"
    STATED = "stated"
    THIRD_PARTY = "third_party"
    INFERRED = "inferred"
    UNCONFIRMED = "unconfirmed"
    LOCAL = "local"


# From firm law to nobody's law. A value the province may set itself is weaker than any sentence of law that was read,
# but firmer than a sentence of law that nobody could find.
_STRENGTH = (
    Certainty.CONFIRMED,
    Certainty.STATED,
    Certainty.INFERRED,
    Certainty.THIRD_PARTY,
    Certainty.LOCAL,
    Certainty.UNCONFIRMED,
)


def weakest(certainties: "frozenset[Certainty] | set[Certainty]") -> Certainty | None:
    """Give the least sure of several; None when there are none."""
    return max(certainties, key=_STRENGTH.index, default=None)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages of the product."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What a parameter counts: a number, if need be within bounds, or a switch."""

    code: str
    kind: str
    title: Text
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True, order=True)
class InstrumentKey:
    """What tells two legal texts apart. Numbers restart every year, so the number alone never does."""

    number: str
    year: int
    issuer: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A legal text: `symbol` is its sign as printed (335/2025/NĐ-CP), `kind` what it is (Nghị định)."""

    key: InstrumentKey
    symbol: str
    kind: Text
    title: Text
    signed_on: date | None
    effective_from: date | None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value comes from: a legal text, or for a local value the sentence that says who decides it."""

    instrument: Instrument | None
    article: str | None
    url: str | None
    published_on: date | None
    basis: Text | None


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """One value as in force from a day on."""

    key: str
    value: Decimal | bool
    unit: str
    certainty: Certainty
    from_day: date
    citations: tuple[Citation, ...]
    title: Text
    note: Text | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One rule value through time: half-open, open-ended; a day mapped to None ends it."""

    key: str
    title: Text
    unit: str
    file: str
    days: tuple[date, ...]
    values: tuple[ParameterValue | None, ...]
    checked_on: date
    next_check_due: date

    def at(self, day: date) -> ParameterValue | None:
        """Give the value in force on a day; None before the first one and after an end."""
        index = bisect_right(self.days, day) - 1
        return self.values[index] if index >= 0 else None


class NoRuleInForce(LookupError):
    """A parameter has no value on the day asked; the message names key, day, file and the nearest days known."""


@dataclass(frozen=True, slots=True)
class ParametersAt:
    """The rulebook as in force on one day."""

    day: date
    parameters: Mapping[str, Parameter]

    def has(self, key: str) -> bool:
        """Tell whether the parameter has a value on this day."""
        parameter = self.parameters.get(key)
        return parameter is not None and parameter.at(self.day) is not None

    def get(self, key: str) -> ParameterValue:
        """Give the value in force.

        Raises:
            NoRuleInForce: the key is unknown, not yet in force, or ended.
        """
        parameter = self.parameters.get(key)
        if parameter is None:
            raise NoRuleInForce(f"no parameter is called {key!r}")
        value = parameter.at(self.day)
        if value is None:
            raise NoRuleInForce(_not_in_force(parameter, self.day))
        return value


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All parameters of one release; the digest is the sha256 over its sorted file names and bytes."""

    digest: str
    parameters: Mapping[str, Parameter]
    units: Mapping[str, Unit]
    instruments: Mapping[InstrumentKey, Instrument]

    def at(self, day: date) -> ParametersAt:
        """Give the parameters as in force on a civil day."""
        return ParametersAt(day, self.parameters)

    def overdue(self, day: date) -> tuple[str, ...]:
        """List the keys whose text somebody should have read again by this day."""
        return tuple(sorted(key for key, parameter in self.parameters.items() if parameter.next_check_due < day))


def _not_in_force(parameter: Parameter, day: date) -> str:
    before = [d for d in parameter.days if d <= day]
    after = [d for d in parameter.days if d > day]
    ended = f"ended on {before[-1]}" if before else "no value before that day"
    following = f"next value from {after[0]}" if after else "no later value"
    return f"{parameter.key} has no value on {day} ({parameter.file}): {ended}, {following}"
