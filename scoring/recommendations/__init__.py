"""Recommends, explains and cites; people decide."""

from scoring.recommendations.engine import ENGINE, recommend
from scoring.recommendations.model import (
    Category,
    CommitmentFact,
    Figure,
    Finding,
    Hint,
    Level,
    Outcome,
    Recommendation,
    ReviewCall,
    Rule,
    Subject,
    YearFacts,
)

__all__ = [
    "ENGINE",
    "Category",
    "CommitmentFact",
    "Figure",
    "Finding",
    "Hint",
    "Level",
    "Outcome",
    "Recommendation",
    "ReviewCall",
    "Rule",
    "Subject",
    "YearFacts",
    "recommend",
]
