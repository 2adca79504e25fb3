"""Where a commitment stands, case by case."""

from datetime import date
from decimal import Decimal

import pytest

from scoring.comparison import Direction, Facts, Reading, Reason, Standing, State, Terms, compare
from tests.scoring.builders import AFTER, DUE, FIRST, IN_YEAR, PARAMS, share, terms, value


def stand(signed: Terms, facts: Facts, day: date = IN_YEAR) -> Standing:
    return compare(signed, facts, day=day, params=PARAMS)


def state(signed: Terms, facts: Facts, day: date = IN_YEAR) -> tuple[State, Reason]:
    standing = stand(signed, facts, day)
    return standing.state, standing.reason


def test_a_satisfied_target_is_on_track_until_the_period_is_over_and_then_met() -> None:
    assert state(terms(), value("80")) == (State.ON_TRACK, Reason.SATISFIED_SO_FAR)
    assert state(terms(), value("80"), DUE) == (State.ON_TRACK, Reason.SATISFIED_SO_FAR)
    assert state(terms(), value("80"), AFTER) == (State.MET, Reason.SATISFIED_AT_END)


def test_an_unsatisfied_target_is_missed_only_once_the_period_is_over() -> None:
    assert state(terms(), value("79.99"), DUE) == (State.AT_RISK, Reason.NO_PACE)
    assert state(terms(), value("79.99"), AFTER) == (State.MISSED, Reason.ENDED_UNSATISFIED)


def test_the_printed_figure_is_what_is_compared() -> None:
    assert stand(terms(target="90"), value("89.995"), AFTER).value == Decimal("90.00")
    assert state(terms(target="90"), value("89.995"), AFTER)[0] is State.MET
    assert state(terms(target="90"), value("89.9949"), AFTER)[0] is State.MISSED
    assert state(terms(target="90", decimals=4), value("89.995"), AFTER)[0] is State.MISSED


@pytest.mark.parametrize(
    ("late", "whole", "printed", "result"),
    [
        ("8899", "650444", "1.37", "missed"),  # late ones, open or closed, of all to be handled
        ("7677", "643272", "1.19", "met"),  # late ones of those resolved
        ("7677", "659245", "1.16", "met"),  # late ones of those received
    ],
)
def test_the_denominator_decides_whether_a_late_rate_passes(late: str, whole: str, printed: str, result: str) -> None:
    # Lâm Đồng, December 2019 to February 2020, as printed: one and the same quarter.
    standing = stand(terms(Reading.RATIO, Direction.DOWN, "1.2"), share(late, whole), AFTER)
    assert (standing.value, standing.state) == (Decimal(printed), State(result))


@pytest.mark.parametrize(
    ("top", "bottom", "decimals", "printed"),
    [("13", "16", 2, "81.25"), ("31", "34", 2, "91.18"), ("31", "34", 1, "91.2")],
)
def test_a_share_is_computed_from_its_parts(top: str, bottom: str, decimals: int, printed: str) -> None:
    standing = stand(terms(Reading.RATIO, decimals=decimals), share(top, bottom), AFTER)
    assert (standing.state, standing.value) == (State.MET, Decimal(printed))


def test_zero_is_a_figure_and_missing_is_not() -> None:
    nothing, zero = stand(terms(), value(None), AFTER), stand(terms(), value("0"), AFTER)
    assert (nothing.state, nothing.value, nothing.gap, nothing.attainment) == (State.NO_DATA, None, None, None)
    assert (zero.state, zero.value, zero.gap, zero.attainment) == (State.MISSED, Decimal(0), Decimal(-80), Decimal(0))
    assert state(terms(Reading.RATIO), share("0", "7"), AFTER)[0] is State.MISSED
    assert state(terms(Reading.RATIO), share(None, "7"), AFTER)[0] is State.NO_DATA
    assert state(terms(Reading.RATIO), share("7", None), AFTER)[0] is State.NO_DATA


def test_a_zero_denominator_is_not_applicable_and_a_negative_one_no_figure_at_all() -> None:
    assert state(terms(Reading.RATIO), share("0", "0")) == (State.NOT_APPLICABLE, Reason.ZERO_DENOMINATOR)
    assert state(terms(Reading.RATIO), share("5", "0"), AFTER) == (State.NOT_APPLICABLE, Reason.ZERO_DENOMINATOR)
    assert state(terms(Reading.RATIO), share("5", "-1")) == (State.NO_DATA, Reason.NEGATIVE_DENOMINATOR)


def test_down_counts_the_other_way() -> None:
    ceiling = terms(direction=Direction.DOWN, target="5")
    assert state(ceiling, value("5"), AFTER)[0] is State.MET
    assert state(ceiling, value("5.01"), AFTER)[0] is State.MISSED
    assert stand(ceiling, value("7")).gap == Decimal(-2)
    assert stand(ceiling, value("3")).gap == Decimal(2)


def test_a_range_is_satisfied_within_both_bounds_and_measured_from_the_nearer() -> None:
    band = terms(direction=Direction.RANGE, target="40", high="60")
    assert [state(band, value(v), AFTER)[0] for v in ("39.99", "40", "60", "60.01")] == [
        State.MISSED,
        State.MET,
        State.MET,
        State.MISSED,
    ]
    assert [stand(band, value(v)).gap for v in ("35", "45", "58", "61")] == [Decimal(d) for d in ("-5", "5", "2", "-1")]


def test_a_sum_that_reached_its_floor_cannot_be_lost_any_more() -> None:
    total = terms(Reading.SUM, target="12", decimals=0)
    assert state(total, value("12")) == (State.MET, Reason.SATISFIED_FOR_GOOD)


def test_a_sum_above_its_ceiling_is_beyond_repair() -> None:
    total = terms(Reading.SUM, Direction.DOWN, "3", decimals=0)
    assert state(total, value("4")) == (State.MISSED, Reason.BEYOND_REPAIR)
    assert state(total, value("3")) == (State.ON_TRACK, Reason.SATISFIED_SO_FAR)
    band = terms(Reading.SUM, Direction.RANGE, "3", high="6", decimals=0)
    assert state(band, value("7")) == (State.MISSED, Reason.BEYOND_REPAIR)
    assert state(band, value("4"))[0] is State.ON_TRACK


def test_a_sum_keeps_pace_with_a_straight_line_from_zero() -> None:
    signed = terms(Reading.SUM, target="100", first_day=date(2025, 1, 1), due_date=date(2025, 4, 11))
    halfway = date(2025, 2, 20)
    assert state(signed, value("50"), halfway) == (State.ON_TRACK, Reason.KEEPING_PACE)
    assert state(signed, value("49.99"), halfway) == (State.AT_RISK, Reason.BEHIND_PACE)
    assert state(signed, value("0"), date(2025, 1, 1)) == (State.ON_TRACK, Reason.KEEPING_PACE)
    assert state(signed, value("99.99"), date(2025, 4, 11)) == (State.AT_RISK, Reason.BEHIND_PACE)


def test_a_latest_figure_keeps_pace_from_its_baseline_and_has_none_without() -> None:
    halfway = date(2025, 2, 20)
    span = {"first_day": date(2025, 1, 1), "due_date": date(2025, 4, 11)}
    rising = terms(target="90", baseline="70", **span)  # type: ignore[arg-type]
    assert state(rising, value("80"), halfway) == (State.ON_TRACK, Reason.KEEPING_PACE)
    assert state(rising, value("79.99"), halfway) == (State.AT_RISK, Reason.BEHIND_PACE)
    falling = terms(direction=Direction.DOWN, target="5", baseline="15", **span)  # type: ignore[arg-type]
    assert state(falling, value("10"), halfway) == (State.ON_TRACK, Reason.KEEPING_PACE)
    assert state(falling, value("10.01"), halfway) == (State.AT_RISK, Reason.BEHIND_PACE)
    assert state(terms(target="90"), value("89"), halfway) == (State.AT_RISK, Reason.NO_PACE)


def test_a_period_of_one_day_has_no_line_to_keep_pace_with() -> None:
    signed = terms(Reading.SUM, target="5", first_day=FIRST, due_date=FIRST)
    assert state(signed, value("1"), FIRST) == (State.AT_RISK, Reason.BEHIND_PACE)


def test_a_rank_is_good_when_it_is_low() -> None:
    signed = terms(Reading.RANK, Direction.DOWN, "10", decimals=0)
    standing = stand(signed, Facts(None, rank=7, rank_of=102), AFTER)
    assert (standing.state, standing.value, standing.gap) == (State.MET, Decimal(7), Decimal(3))
    assert state(signed, Facts(None, rank=11, rank_of=102), AFTER)[0] is State.MISSED
    assert state(signed, Facts(None), AFTER)[0] is State.NO_DATA
    assert stand(signed, Facts(None, rank=20)).attainment == Decimal("0.5")


def duty(facts: Facts, day: date) -> tuple[State, Reason]:
    return state(terms(Reading.DUTY, target="1", decimals=0, due_date=date(2025, 6, 30)), facts, day)


def test_a_duty_done_is_met_at_once_and_for_good() -> None:
    assert duty(value("1"), date(2025, 3, 1)) == (State.MET, Reason.SATISFIED_FOR_GOOD)
    assert duty(value("1"), date(2025, 7, 1)) == (State.MET, Reason.SATISFIED_AT_END)


def test_an_unreported_duty_ages_from_no_data_to_at_risk_to_missed() -> None:
    assert duty(value(None), date(2025, 6, 14)) == (State.NO_DATA, Reason.NO_OBSERVATION)
    assert duty(value(None), date(2025, 6, 15)) == (State.AT_RISK, Reason.DUTY_DUE_SOON)
    assert duty(value(None), date(2025, 6, 30)) == (State.AT_RISK, Reason.DUTY_DUE_SOON)
    assert duty(value(None), date(2025, 7, 1)) == (State.MISSED, Reason.DUTY_OVERDUE)


def test_a_report_waiting_for_review_keeps_an_overdue_duty_from_being_missed() -> None:
    assert duty(value(None, report_pending=True), date(2025, 7, 1)) == (State.AT_RISK, Reason.REPORT_PENDING)
    assert duty(value(None, report_pending=True), date(2025, 3, 1)) == (State.NO_DATA, Reason.REPORT_PENDING)


def test_a_duty_recorded_as_not_done_has_a_figure_unlike_an_unreported_one() -> None:
    signed = terms(Reading.DUTY, target="1", decimals=0, due_date=date(2025, 6, 30))
    early = stand(signed, value("0"), date(2025, 3, 1))
    assert (early.state, early.value, early.gap) == (State.ON_TRACK, Decimal(0), Decimal(-1))
    assert duty(value("0"), date(2025, 7, 1)) == (State.MISSED, Reason.DUTY_OVERDUE)


def test_a_waiver_outweighs_everything_but_hides_no_figure() -> None:
    standing = stand(terms(), value("10", waived=True), AFTER)
    assert (standing.state, standing.value, standing.gap) == (State.WAIVED, Decimal(10), Decimal(-70))
    assert state(terms(), value(None, waived=True), AFTER) == (State.WAIVED, Reason.WAIVED)
    assert state(terms(Reading.RATIO), share("1", "0", waived=True)) == (State.WAIVED, Reason.WAIVED)


def test_a_report_waiting_on_a_rate_is_still_no_data_but_says_so() -> None:
    assert state(terms(Reading.RATIO), share(None, None, report_pending=True)) == (State.NO_DATA, Reason.REPORT_PENDING)


def test_the_bar_is_full_only_when_the_target_is_satisfied() -> None:
    signed = terms(target="100000", decimals=0)
    assert stand(signed, value("99999")).attainment == Decimal("0.9999")
    assert stand(signed, value("100000")).attainment == Decimal(1)


@pytest.mark.parametrize(
    ("direction", "target", "baseline", "figure", "bar"),
    [
        (Direction.UP, "90", None, "45", "0.5"),
        (Direction.UP, "90", "70", "80", "0.5"),
        (Direction.UP, "90", "70", "60", "0"),
        (Direction.UP, "90", "95", "45", "0.5"),
        (Direction.DOWN, "5", None, "20", "0.25"),
        (Direction.DOWN, "5", "15", "10", "0.5"),
        (Direction.DOWN, "0", None, "3", "0"),
        (Direction.DOWN, "0", "4", "3", "0.25"),
    ],
)
def test_the_bar_shows_the_share_of_the_way(
    direction: Direction, target: str, baseline: str | None, figure: str, bar: str
) -> None:
    assert stand(terms(direction=direction, target=target, baseline=baseline), value(figure)).attainment == Decimal(bar)


def test_terms_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="fall due"):
        terms(first_day=DUE, due_date=FIRST)
    with pytest.raises(ValueError, match="upper bound"):
        terms(direction=Direction.RANGE, target="40")
    with pytest.raises(ValueError, match="upper bound"):
        terms(direction=Direction.RANGE, target="40", high="39")
