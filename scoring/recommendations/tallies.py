"""Counts the commitments of a year once, so that every rule counts alike."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.comparison import State
from scoring.quantities import NotApplicable, ratio_percent
from scoring.recommendations.model import CommitmentFact, YearFacts


@dataclass(frozen=True, slots=True)
class Tally:
    """How many commitments count, and how many of them are what.

    Waived and not applicable items leave the count. An item without a figure stays in it as "not shown to be done",
    and is counted apart so that no rule needs to hold a silence against anyone. `on_time` are the done ones of which
    no delay is recorded; `met` are the done ones whose result can no longer change.
    """

    applicable: int
    done: int
    met: int
    exceeded: int
    on_time: int
    missed: int
    no_data: int

    def share(self, count: int) -> Decimal | None:
        """Give a count as a percentage of what counts, two decimals; None when nothing counts."""
        share = ratio_percent(Decimal(count), Decimal(self.applicable), 2)
        return None if isinstance(share, NotApplicable) else share

    def reaches(self, count: int, percent: Decimal) -> bool:
        """Tell exactly, before any rounding, whether a count is at least a percentage of what counts."""
        return count * 100 >= percent * self.applicable

    def exceeds(self, count: int, percent: Decimal) -> bool:
        """Tell exactly, before any rounding, whether a count is more than a percentage of what counts."""
        return count * 100 > percent * self.applicable

    def at_best(self) -> "Tally":
        """Give the tally as it would be if every item without a figure had been done, in time and beyond target."""
        return Tally(
            applicable=self.applicable,
            done=self.done + self.no_data,
            met=self.met + self.no_data,
            exceeded=self.exceeded + self.no_data,
            on_time=self.on_time + self.no_data,
            missed=self.missed,
            no_data=0,
        )


def tally(facts: YearFacts) -> Tally:
    """Count the commitments; before the figures are final, what is on track counts as if the year closed today."""
    states = (State.MET,) if facts.final else (State.MET, State.ON_TRACK)
    counted = applicable(facts)
    done = [c for c in counted if c.state in states]
    return Tally(
        applicable=len(counted),
        done=len(done),
        met=sum(c.state is State.MET for c in done),
        exceeded=sum(c.exceeded for c in done),
        on_time=sum(c.on_time is not False for c in done),
        missed=sum(c.state is State.MISSED for c in counted),
        no_data=sum(c.state is State.NO_DATA for c in counted),
    )


def applicable(facts: YearFacts) -> tuple[CommitmentFact, ...]:
    """List the commitments that count."""
    return tuple(c for c in facts.commitments if c.state not in (State.WAIVED, State.NOT_APPLICABLE))


def missed_numbers(facts: YearFacts) -> tuple[int, ...]:
    """List the numbers of the missed commitments."""
    return tuple(c.number for c in facts.commitments if c.state is State.MISSED)
