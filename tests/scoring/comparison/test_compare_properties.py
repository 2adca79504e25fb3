"""What must hold of every comparison."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext

from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.comparison import Direction, Facts, Reading, State, Terms, compare
from scoring.quantities import digest
from tests.scoring.builders import PARAMS

BETTER = {State.NO_DATA: -1, State.MISSED: 0, State.AT_RISK: 1, State.ON_TRACK: 2, State.MET: 3}

figures = st.decimals(-1000, 1000, places=4)
first_days = st.dates(date(2020, 1, 1), date(2026, 1, 1))


@st.composite
def signed_terms(draw: st.DrawFn, readings: st.SearchStrategy[Reading] = st.sampled_from(Reading)) -> Terms:  # noqa: B008
    reading = draw(readings)
    direction = draw(st.sampled_from(Direction))
    decimals = draw(st.integers(0, 4))
    bounds = st.decimals(-1000, 1000, places=decimals)
    low, high = sorted((draw(bounds), draw(bounds)))
    first_day = draw(first_days)
    return Terms(
        reading=reading,
        direction=direction,
        target=low,
        target_high=high if direction is Direction.RANGE else None,
        baseline=draw(st.none() | figures),
        decimals=decimals,
        first_day=first_day,
        due_date=first_day + timedelta(days=draw(st.integers(0, 800))),
    )


@st.composite
def days_around(draw: st.DrawFn, signed: Terms) -> date:
    return signed.first_day + timedelta(days=draw(st.integers(-30, (signed.due_date - signed.first_day).days + 30)))


facts = st.builds(
    Facts,
    st.none() | figures,
    st.none() | figures,
    st.none() | figures,
    st.none() | st.integers(1, 4000),
    st.none() | st.integers(1, 4000),
    st.booleans(),
    st.booleans(),
)


@given(st.data(), signed_terms(), facts)
def test_every_standing_is_whole_and_within_bounds(data: st.DataObject, signed: Terms, known: Facts) -> None:
    day = data.draw(days_around(signed))
    standing = compare(signed, known, day=day, params=PARAMS)
    assert (standing.value is None) == (standing.gap is None) == (standing.attainment is None)
    if standing.value is None or standing.gap is None or standing.attainment is None:
        return
    assert 0 <= standing.attainment <= 1
    assert (standing.attainment == 1) == (standing.gap >= 0)
    assert standing.value == round(standing.value, signed.decimals)
    if standing.state is State.MET:
        assert standing.gap >= 0
    if standing.state is State.MISSED:
        assert standing.gap < 0
    if day > signed.due_date:
        assert standing.state not in (State.ON_TRACK, State.AT_RISK) or known.report_pending


@given(st.data(), signed_terms(), facts)
def test_comparing_again_gives_the_same_digest_whatever_the_ambient_context(
    data: st.DataObject, signed: Terms, known: Facts
) -> None:
    day = data.draw(days_around(signed))
    once = compare(signed, known, day=day, params=PARAMS)
    with localcontext() as ambient:
        ambient.prec = 2
        again = compare(signed, known, day=day, params=PARAMS)
    assert digest(once) == digest(again)


def _worse(signed: Terms, one: Decimal, other: Decimal) -> tuple[Decimal, Decimal] | None:
    """Order two figures from the worse to the better; None where neither is better."""
    if signed.direction is Direction.UP:
        return min(one, other), max(one, other)
    if signed.direction is Direction.DOWN:
        return max(one, other), min(one, other)
    assert signed.target_high is not None
    low, high = sorted((one, other))
    if high <= signed.target:
        return low, high
    return (high, low) if low >= signed.target_high else None


@given(
    st.data(),
    signed_terms(st.sampled_from([Reading.LATEST, Reading.SUM, Reading.DUTY])),
    figures,
    figures,
    st.booleans(),
)
def test_a_better_figure_never_stands_worse(
    data: st.DataObject, signed: Terms, one: Decimal, other: Decimal, pending: bool
) -> None:
    ordered = _worse(signed, one, other)
    assume(ordered is not None)
    assert ordered is not None
    day = data.draw(days_around(signed))
    worse, better = (
        compare(signed, Facts(figure, report_pending=pending), day=day, params=PARAMS) for figure in ordered
    )
    assert worse.gap is not None
    assert better.gap is not None
    assert worse.attainment is not None
    assert better.attainment is not None
    assert BETTER[worse.state] <= BETTER[better.state]
    assert worse.gap <= better.gap or (worse.gap >= 0 and better.gap >= 0)
    assert worse.attainment <= better.attainment


@given(st.data(), signed_terms(st.just(Reading.RATIO)), st.integers(0, 500), st.integers(0, 500), st.integers(1, 500))
def test_more_of_what_counts_never_makes_a_rising_share_worse(
    data: st.DataObject, signed: Terms, one: int, other: int, whole: int
) -> None:
    rising = replace(signed, direction=Direction.UP, target_high=None)
    day = data.draw(days_around(rising))
    worse, better = (
        compare(rising, Facts(None, Decimal(top), Decimal(whole)), day=day, params=PARAMS)
        for top in sorted((one, other))
    )
    assert BETTER[worse.state] <= BETTER[better.state]


@given(st.data(), signed_terms(st.just(Reading.RANK)), st.integers(1, 500), st.integers(1, 500))
def test_a_better_place_never_stands_worse(data: st.DataObject, signed: Terms, one: int, other: int) -> None:
    ranking = replace(signed, direction=Direction.DOWN, target_high=None)
    day = data.draw(days_around(ranking))
    better, worse = (compare(ranking, Facts(None, rank=rank), day=day, params=PARAMS) for rank in sorted((one, other)))
    assert BETTER[worse.state] <= BETTER[better.state]


@given(st.data(), signed_terms(), facts)
def test_zero_is_never_taken_for_missing(data: st.DataObject, signed: Terms, known: Facts) -> None:
    day = data.draw(days_around(signed))
    zero = replace(known, value=Decimal(0), numerator=Decimal(0), denominator=Decimal(1), rank=1, waived=False)
    assert compare(signed, zero, day=day, params=PARAMS).state is not State.NO_DATA
