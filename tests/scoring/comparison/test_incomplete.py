"""Figures made of several periods, one of which is not known."""

import pytest

from scoring.comparison import Direction, Facts, Reading, Reason, State, Terms, compare
from scoring.comparison.incomplete import with_periods_missing
from tests.scoring.builders import AFTER, IN_YEAR, PARAMS, share, terms, value

FLOOR = terms(Reading.SUM, target="12", decimals=0)
CEILING = terms(Reading.SUM, Direction.DOWN, "3", decimals=0)
BAND = terms(Reading.SUM, Direction.RANGE, "3", high="6", decimals=0)
RATE = terms(Reading.RATIO, target="80")


@pytest.mark.parametrize(
    ("signed", "facts", "open_state", "final_state"),
    [
        (FLOOR, value("12"), State.MET, State.MET),
        (FLOOR, value("11"), State.ON_TRACK, State.NO_DATA),
        (FLOOR, value("1"), State.AT_RISK, State.NO_DATA),
        (CEILING, value("4"), State.MISSED, State.MISSED),
        (CEILING, value("3"), State.AT_RISK, State.NO_DATA),
        (BAND, value("7"), State.MISSED, State.MISSED),
        (BAND, value("5"), State.AT_RISK, State.NO_DATA),
        (RATE, share("9", "10"), State.AT_RISK, State.NO_DATA),
        (RATE, share("0", "0"), State.NO_DATA, State.NO_DATA),
        (RATE, share(None, None), State.NO_DATA, State.NO_DATA),
        (FLOOR, value("1", waived=True), State.WAIVED, State.WAIVED),
    ],
)
def test_only_what_holds_whatever_is_missing_is_concluded(
    signed: Terms, facts: Facts, open_state: State, final_state: State
) -> None:
    for day, expected in ((IN_YEAR, open_state), (AFTER, final_state)):
        standing = compare(signed, facts, day=day, params=PARAMS)
        weakened = with_periods_missing(standing, signed, day=day)
        assert weakened.state is expected
        assert (weakened.value, weakened.gap) == (standing.value, standing.gap)
        assert (weakened.reason is Reason.PERIODS_MISSING) == (weakened.reason is not standing.reason)
