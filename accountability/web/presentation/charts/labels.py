"""Where the words of a trend chart stand, so that they cover neither each other nor the line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from accountability.web.presentation.charts.geometry import coord, percent

# A name needs this share of the width: on a phone, and on a wide screen.
_PHONE_GAP, _WIDE_GAP = Decimal(28), Decimal(15)
_CLEAR = Decimal(16)
_AXIS_ROOM = 26
_SAMPLES = 6

Place = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Label:
    """A word at a place. `minor` labels give way where there is little room."""

    x: str
    y: str
    text: str
    anchor: str = "middle"
    minor: bool = False


def name_labels(names: Sequence[tuple[Decimal, str]], *, y: Decimal) -> tuple[Label, ...]:
    """Name the places along the axis, the latest first; what finds no room is left to the table."""
    major: list[Decimal] = []
    for x, _name in reversed(names):
        if all(abs(x - other) >= _PHONE_GAP for other in major):
            major.append(x)
    kept = list(major)
    for x, _name in reversed(names):
        if all(abs(x - other) >= _WIDE_GAP for other in kept):
            kept.append(x)
    return tuple(Label(percent(x), coord(y), name, minor=x not in major) for x, name in names if x in kept)


def value_label(line: Sequence[Place], text: str, targets: Iterable[Decimal], *, floor: Decimal) -> Label:
    """Put the latest figure beside its point: above after a rise, below after a fall, clear of the targets.

    Args:
        floor: below it stand the names of the axis.
    """
    x, y = line[-1]
    falling = len(line) > 1 and line[-2][1] < y
    spots = [y + 23, y - 12] if falling else [y - 12, y + 23]
    spots = [spot for spot in spots if spot <= floor] or [y - 12]
    heights = list(targets)
    free = (spot for spot in spots if all(abs(spot - 5 - height) >= 11 for height in heights))
    anchor = _anchor(x)
    return Label(percent(x + 2 if anchor == "start" else x), coord(next(free, spots[0])), text, anchor)


def target_label(height: Decimal, text: str, line: Sequence[Place], taken: Label | None) -> Label:
    """Put the promise on its line, at the end and side where the figures leave most room."""
    samples = list(_samples(line))
    if taken:
        samples += [(Decimal(taken.x.rstrip("%")), Decimal(taken.y) - shift) for shift in (0, 6, 12)]
    best: tuple[Decimal, Label] | None = None
    for anchor, x in (("end", "100%"), ("start", "12%")):
        for shift in (-7, 17):
            room = _room(height + shift - 5, anchor, samples)
            label = Label(x, coord(height + shift), text, anchor)
            if room >= _CLEAR:
                return label
            if best is None or room > best[0]:
                best = (room, label)
    assert best is not None  # noqa: S101  four candidates were tried
    return best[1]


def _anchor(x: Decimal) -> str:
    # The figures of the axis stand at the left edge; a label centred near it would cover them.
    if x < _AXIS_ROOM:
        return "start"
    return "end" if x > 85 else "middle"


def _room(middle: Decimal, anchor: str, samples: Iterable[Place]) -> Decimal:
    near = [abs(y - middle) for x, y in samples if (x >= 45 if anchor == "end" else x <= 65)]
    return min(near, default=_CLEAR)


def _samples(line: Sequence[Place]) -> Iterable[Place]:
    yield from line
    for (x1, y1), (x2, y2) in pairwise(line):
        for step in range(1, _SAMPLES):
            yield x1 + (x2 - x1) * step / _SAMPLES, y1 + (y2 - y1) * step / _SAMPLES
