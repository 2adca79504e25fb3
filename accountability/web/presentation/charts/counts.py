"""How many commitments stand how: a bar of counts, each with its shape, its number and its word."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from accountability.web.presentation.charts.geometry import percent
from accountability.web.presentation.numbers import exact
from accountability.web.presentation.states import ATTENTION_ORDER, StateLook, state_look


@dataclass(frozen=True, slots=True)
class CountPart:
    """One standing: where its piece starts, how wide it is, and its number. `url` filters by it, if given."""

    look: StateLook
    count: int
    x: str
    width: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class StateBar:
    """Everything the template draws; standings that nobody has are left out."""

    title: str
    description: str
    total: int
    parts: tuple[CountPart, ...]


def state_bar(*, label: str, counts: Mapping[str, int], urls: Mapping[str, str] | None = None) -> StateBar:
    """Build the bar. Pieces follow the order of attention and add up to the whole width.

    Args:
        counts: standing code to number; zero is left out.
        urls: standing code to the address that shows only those.
    """
    total = sum(counts.values())
    links = urls or {}
    parts, before = [], 0
    for code in ATTENTION_ORDER:
        count = counts.get(code, 0)
        if count:
            start, width = Decimal(100) * before / total, Decimal(100) * count / total
            parts.append(CountPart(state_look(code), count, percent(start), percent(width), links.get(code, "")))
            before += count
    words = [f"{part.look.word}: {exact(part.count)}" for part in parts]
    return StateBar(label, "; ".join(words) + "." if words else "", total, tuple(parts))
