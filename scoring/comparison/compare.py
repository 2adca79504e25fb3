"""Compare one figure with one signed target. Runs for every commitment of the country each night: keep it lean."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from scoring.comparison.model import (
    Direction,
    Facts,
    Reading,
    Reason,
    Standing,
    StandingParameters,
    State,
    Terms,
)
from scoring.quantities import EXACT, HUNDRED, STEPS

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_ALMOST: Final = Decimal("0.9999")
_BAR: Final = STEPS[4]

# Attributes of an enum class are looked up through its metaclass; names of this module are much cheaper.
_UP, _DOWN = Direction.UP, Direction.DOWN
_SUM, _RATIO, _RANK, _DUTY = Reading.SUM, Reading.RATIO, Reading.RANK, Reading.DUTY
_divide, _multiply, _subtract = EXACT.divide, EXACT.multiply, EXACT.subtract

_NO_DATA: Final = Standing(State.NO_DATA, None, None, None, Reason.NO_OBSERVATION)
_PENDING: Final = Standing(State.NO_DATA, None, None, None, Reason.REPORT_PENDING)
_ZERO_DENOMINATOR: Final = Standing(State.NOT_APPLICABLE, None, None, None, Reason.ZERO_DENOMINATOR)
_NEGATIVE_DENOMINATOR: Final = Standing(State.NO_DATA, None, None, None, Reason.NEGATIVE_DENOMINATOR)
_WAIVED: Final = Standing(State.WAIVED, None, None, None, Reason.WAIVED)


def compare(terms: Terms, facts: Facts, *, day: date, params: StandingParameters) -> Standing:
    """Say where a commitment stands on a day.

    The figure is rounded half up to the declared decimals once, and it is that printed figure which is compared.

    Args:
        terms: as signed.
        facts: the latest known on that day, in the same unit as the target.
        day: civil day; the period is over from the day after the due date.
        params: as in force on that day.
    """
    figure = _printed(terms, facts)
    if not isinstance(figure, Decimal):
        return _WAIVED if facts.waived else figure or _unreported(terms, facts, day, params)
    gap, goal, upward = _measure(terms, figure)
    attainment = _ONE if gap >= 0 else _attainment(terms.baseline, figure, goal, upward)
    if facts.waived:
        state, reason = State.WAIVED, Reason.WAIVED
    elif gap >= 0:
        state, reason = _satisfied(terms, day)
    elif terms.reading is _DUTY:
        state, reason = _undone(terms, facts, day, params)
    else:
        state, reason = _unsatisfied(terms, figure, goal, upward, day)
    return Standing(state, figure, gap, attainment, reason)


def _printed(terms: Terms, facts: Facts) -> Decimal | Standing | None:
    """Give the figure as printed, or the standing that follows from its having none, or None when none is known."""
    reading = terms.reading
    if reading is _RATIO:
        numerator, denominator = facts.numerator, facts.denominator
        if numerator is None or denominator is None:
            return None
        if denominator <= 0:
            return _NEGATIVE_DENOMINATOR if denominator < 0 else _ZERO_DENOMINATOR
        value = _divide(_multiply(HUNDRED, numerator), denominator)
    elif reading is _RANK:
        return None if facts.rank is None else Decimal(facts.rank)
    elif facts.value is None:
        return None
    else:
        value = facts.value
    return value.quantize(STEPS[terms.decimals], ROUND_HALF_UP, EXACT)


def _measure(terms: Terms, figure: Decimal) -> tuple[Decimal, Decimal, bool]:
    """Give the signed gap, the bound it is measured from, and whether that bound must be reached from below."""
    direction, low = terms.direction, terms.target
    if direction is _UP:
        return _subtract(figure, low), low, True
    if direction is _DOWN:
        return _subtract(low, figure), low, False
    high = low if terms.target_high is None else terms.target_high
    above_low, below_high = _subtract(figure, low), _subtract(high, figure)
    return (above_low, low, True) if above_low <= below_high else (below_high, high, False)


def _satisfied(terms: Terms, day: date) -> tuple[State, Reason]:
    if day > terms.due_date:
        return State.MET, Reason.SATISFIED_AT_END
    if terms.reading is _DUTY or (terms.reading is _SUM and terms.direction is _UP):
        return State.MET, Reason.SATISFIED_FOR_GOOD
    return State.ON_TRACK, Reason.SATISFIED_SO_FAR


def _unsatisfied(terms: Terms, figure: Decimal, goal: Decimal, upward: bool, day: date) -> tuple[State, Reason]:
    if day > terms.due_date:
        return State.MISSED, Reason.ENDED_UNSATISFIED
    is_sum = terms.reading is _SUM
    if is_sum and not upward:
        return State.MISSED, Reason.BEYOND_REPAIR
    start = _ZERO if is_sum else terms.baseline
    if start is None:
        return State.AT_RISK, Reason.NO_PACE
    if _keeps_pace(terms, start, figure, goal, upward, day):
        return State.ON_TRACK, Reason.KEEPING_PACE
    return State.AT_RISK, Reason.BEHIND_PACE


def _keeps_pace(terms: Terms, start: Decimal, figure: Decimal, goal: Decimal, upward: bool, day: date) -> bool:
    """Tell whether the figure is on or beyond the straight line from the start to the goal, without dividing."""
    total = (terms.due_date - terms.first_day).days
    elapsed = min(max((day - terms.first_day).days, 0), total)
    if elapsed == total:
        return False
    come = _multiply(_subtract(figure, start), total)
    asked = _multiply(_subtract(goal, start), elapsed)
    return come >= asked if upward else come <= asked


def _unreported(terms: Terms, facts: Facts, day: date, params: StandingParameters) -> Standing:
    if terms.reading is not _DUTY:
        return _PENDING if facts.report_pending else _NO_DATA
    state, reason = _undone(terms, facts, day, params)
    if reason is Reason.DUTY_NOT_DUE:
        return _PENDING if facts.report_pending else _NO_DATA
    return Standing(state, None, None, None, reason)


def _undone(terms: Terms, facts: Facts, day: date, params: StandingParameters) -> tuple[State, Reason]:
    if day > terms.due_date:
        if facts.report_pending:
            return State.AT_RISK, Reason.REPORT_PENDING
        return State.MISSED, Reason.DUTY_OVERDUE
    if (terms.due_date - day).days <= params.duty_warning_days:
        return State.AT_RISK, Reason.REPORT_PENDING if facts.report_pending else Reason.DUTY_DUE_SOON
    return State.ON_TRACK, Reason.DUTY_NOT_DUE


def _attainment(baseline: Decimal | None, figure: Decimal, goal: Decimal, upward: bool) -> Decimal:
    """Give the share of the way gone, for a target not yet satisfied: below 1 even when it would round to it.

    The way starts at the baseline when that lies on the far side of the goal, otherwise at zero (up); without such a
    baseline a figure to be brought down is measured as goal / figure.
    """
    if upward:
        start = baseline if baseline is not None and baseline < goal else _ZERO
        done, whole = _subtract(figure, start), _subtract(goal, start)
    elif baseline is not None and baseline > goal:
        done, whole = _subtract(baseline, figure), _subtract(baseline, goal)
    else:
        done, whole = goal, figure
    if done <= 0 or whole <= 0:
        return _ZERO
    return min(_divide(done, whole).quantize(_BAR, ROUND_HALF_UP, EXACT), _ALMOST)
