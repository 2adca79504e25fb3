from datetime import UTC, date, datetime

from commitments.lib import clock


def test_a_moment_on_its_own_civil_day_is_itself() -> None:
    # 18:30 UTC is already the next day in Viet Nam.
    moment = datetime(2025, 10, 14, 18, 30, tzinfo=UTC)
    assert clock.moment_on(date(2025, 10, 15), moment) == moment


def test_in_a_demonstration_a_moment_moves_to_the_working_day_and_keeps_its_time_of_day() -> None:
    moment = datetime(2026, 11, 22, 1, 15, tzinfo=UTC)
    assert clock.moment_on(date(2025, 10, 15), moment) == datetime(2025, 10, 15, 1, 15, tzinfo=UTC)
