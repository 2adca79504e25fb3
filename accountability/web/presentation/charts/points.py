"""What a line is drawn from: one figure for one period, and the runs between its breaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from accountability.web.presentation.charts.geometry import Scale


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a line.

    `day` is the last civil day of the period and decides the place; `value` None is a missing figure and breaks the
    line; `first_value` is what was known before the source changed a closed figure; `break_before` says that the
    figure does not continue the one before it (a merger, a new definition).
    """

    day: date
    name: str
    value: Decimal | None
    first_value: Decimal | None = None
    break_before: bool = False
    as_of: str = ""

    @property
    def restated(self) -> bool:
        """Tell whether the source changed the figure after it was first known."""
        return self.first_value is not None and self.first_value != self.value


def ordered(points: Sequence[Point]) -> tuple[Point, ...]:
    """Put points in the order of their days."""
    return tuple(sorted(points, key=lambda point: point.day))


def unbroken_pairs(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """Give each pair of neighbours that a line may join: both known, no break between."""
    for before, after in pairwise(points):
        if before.value is not None and after.value is not None and not after.break_before:
            yield before, after


def day_scale(first: date, last: date, *, start: Decimal, end: Decimal) -> Scale:
    """Map civil days to places; a single day stands in the middle."""
    low, high = Decimal(first.toordinal()), Decimal(last.toordinal())
    if low == high:
        low, high = low - 1, high + 1
    return Scale(low, high, start, end)


def day_number(value: date) -> Decimal:
    """Give a civil day as a figure that a scale can place."""
    return Decimal(value.toordinal())
