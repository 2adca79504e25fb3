"""Rule values that standings read, each from the release that its agreement was signed under."""

from datetime import date

from commitments.rulebooks.selectors import rulebook_of


def warning_days_of(release_id: int, day: date) -> int:
    """Return the days before its due date from which an unreported duty is at risk.

    Raises:
        NoRuleInForce: the release has no value for that civil day.
    """
    return int(rulebook_of(release_id).at(day).get("standing.duty_warning_days").value)
