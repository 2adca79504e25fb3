"""Compares what was signed with what is known, and ranks cohorts."""

from scoring.comparison.compare import compare
from scoring.comparison.model import (
    Direction,
    Facts,
    RankPlace,
    Reading,
    Reason,
    Standing,
    StandingParameters,
    State,
    Terms,
)
from scoring.comparison.ranks import rank_cohort

__all__ = [
    "Direction",
    "Facts",
    "RankPlace",
    "Reading",
    "Reason",
    "Standing",
    "StandingParameters",
    "State",
    "Terms",
    "compare",
    "rank_cohort",
]
