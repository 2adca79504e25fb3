"""Caution for figures made of several periods when one that has closed is not known: missing is not zero."""

from dataclasses import replace
from datetime import date
from typing import Final

from scoring.comparison.model import Direction, Reading, Reason, Standing, State, Terms

_SETTLED: Final = frozenset({State.WAIVED, State.NO_DATA})
_GOOD: Final = frozenset({State.MET, State.ON_TRACK})


def with_periods_missing(standing: Standing, terms: Terms, *, day: date) -> Standing:
    """Weaken what was concluded from the known periods to what holds whatever the missing ones turn out to be.

    Counts do not shrink as periods are added, so a sum that has reached its floor, keeps pace with it, or has
    passed its ceiling, stays as it was judged. Anything else is not concluded: at risk while open, no data once over.

    Args:
        standing: as compared from the known periods alone.
        terms: of a sum or a share.
        day: civil day of the comparison.
    """
    if standing.state in _SETTLED or (terms.reading is Reading.SUM and _certain(standing, terms)):
        return standing
    over = day > terms.due_date or standing.value is None
    return replace(standing, state=State.NO_DATA if over else State.AT_RISK, reason=Reason.PERIODS_MISSING)


def _certain(standing: Standing, terms: Terms) -> bool:
    if terms.direction is Direction.UP:
        return standing.state in _GOOD
    ceiling = terms.target if terms.target_high is None else terms.target_high
    return standing.value is not None and standing.value > ceiling
