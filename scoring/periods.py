"""Spans of civil days, both ends included, as reports and agreements print them.

A period has its own first and last day; nothing here may assume a calendar month.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first to the last civil day, both included."""

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(f"a period cannot end ({self.last_day}) before it begins ({self.first_day})")

    @property
    def days(self) -> int:
        """Count the civil days, at least one."""
        return (self.last_day - self.first_day).days + 1

    def contains(self, day: date) -> bool:
        """Tell whether the day lies inside, ends included."""
        return self.first_day <= day <= self.last_day

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two share at least one day."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def elapsed_ratio(self, day: date) -> Fraction:
        """Tell how much of the way from the first to the last day is behind, 0 to 1, exactly.

        It is 0 up to the first day and 1 from the last one on; a period of one day is over the moment it begins.
        """
        if day >= self.last_day:
            return Fraction(1)
        if day <= self.first_day:
            return Fraction(0)
        return Fraction((day - self.first_day).days, (self.last_day - self.first_day).days)


def tiles(periods: Iterable[Period]) -> bool:
    """Tell whether the periods, in any order, follow each other without gap or overlap."""
    ordered = sorted(periods)
    return all(later.first_day - earlier.last_day == timedelta(days=1) for earlier, later in pairwise(ordered))
