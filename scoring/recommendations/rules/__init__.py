"""Every rule, in the order in which people read them. One file per rule; a rule not listed here does not exist."""

from scoring.recommendations.model import Rule

RULES: tuple[Rule, ...] = ()
