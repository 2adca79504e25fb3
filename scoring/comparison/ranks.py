"""Places within a cohort."""

from collections.abc import Collection, Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

from scoring.comparison.model import Direction, RankPlace

K = TypeVar("K", bound=Hashable)


def rank_cohort(
    values: Mapping[K, Decimal | None], *, direction: Direction, unranked: Collection[K] = ()
) -> dict[K, RankPlace]:
    """Rank the members of one cohort by standard competition ranking: 1, 2, 2, 4.

    Equal figures share the better place. A member without a figure, or named as unranked, gets no place and does not
    count among those ranked.

    Args:
        values: the printed figure of each member, already rounded as it is shown; None where there is none.
        direction: up when more is better, down when less is.
        unranked: members left out, such as units with almost no volume.

    Raises:
        ValueError: figures to be kept within a range have no order.
    """
    if direction is Direction.RANGE:
        raise ValueError("figures to be kept within a range cannot be ranked")
    left_out = frozenset(unranked)
    ranked = [(value, member) for member, value in values.items() if value is not None and member not in left_out]
    ranked.sort(key=lambda pair: pair[0], reverse=direction is Direction.UP)
    places: dict[K, RankPlace] = {}
    place, previous = 0, None
    for position, (value, member) in enumerate(ranked, start=1):
        if value != previous:
            place, previous = position, value
        places[member] = RankPlace(place, len(ranked))
    return places
