"""Every rule, in the order in which people read them. One file per rule; a rule not listed here does not exist."""

from typing import Final

from scoring.recommendations.model import Rule
from scoring.recommendations.rules import (
    advanced_worker,
    excellent_collective,
    grassroots_fighter,
    level_by_points,
    level_by_tasks,
    national_fighter,
    part_year,
    party_level,
    prime_minister_certificate,
    proposal_blocked,
    provincial_fighter,
    review_missed_share,
    review_under_half,
)

RULES: Final[tuple[Rule, ...]] = (
    level_by_tasks.RULE,
    level_by_points.RULE,
    party_level.RULE,
    part_year.RULE,
    proposal_blocked.RULE,
    advanced_worker.RULE,
    grassroots_fighter.RULE,
    provincial_fighter.RULE,
    national_fighter.RULE,
    prime_minister_certificate.RULE,
    excellent_collective.RULE,
    review_missed_share.RULE,
    review_under_half.RULE,
)
