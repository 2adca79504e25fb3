"""From exact figures to exact places. Coordinates leave as text, so that no locale can put a comma in them."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight map from figures (low, high) to places (start, end). Low and high must differ."""

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def at(self, value: Decimal) -> Decimal:
        """Give the place of a figure, unrounded."""
        return self.start + (value - self.low) * (self.end - self.start) / (self.high - self.low)

    def place(self, value: Decimal) -> str:
        """Give the place of a figure as an SVG number."""
        return coord(self.at(value))


def coord(value: Decimal | int) -> str:
    """Write an SVG number: two decimals at most, a point, no exponent."""
    text = f"{Decimal(value).quantize(_CENT, rounding=ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def percent(value: Decimal | int) -> str:
    """Write an SVG length relative to the width of the picture."""
    return coord(value) + "%"


def nice_ticks(low: Decimal, high: Decimal, *, count: int = 4, whole: bool = False) -> tuple[Decimal, ...]:
    """Choose round figures that enclose low and high.

    Args:
        count: about how many steps.
        whole: only whole numbers (counts and ranks).
    """
    if low == high:
        high = low + 1
    step = _nice_step((high - low) / count, whole=whole)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple(step * index for index in range(int(first), int(last) + 1))


def _nice_step(raw: Decimal, *, whole: bool) -> Decimal:
    base = Decimal(1).scaleb(raw.adjusted())
    factors = ("1", "2", "5", "10") if whole else ("1", "2", "2.5", "5", "10")
    step = next(base * Decimal(factor) for factor in factors if base * Decimal(factor) >= raw)
    return max(step, Decimal(1)) if whole else step
