"""Lao động tiên tiến: rated good or better, and active in emulation."""

from datetime import date
from typing import Final

from scoring.recommendations.model import Category, Draft, Level, Parameters, ReadOn, Rule, Subject, YearFacts
from scoring.recommendations.titles import LEVEL_READS, level_conditions, weigh, yes
from scoring.rulebooks.model import Text

_TITLE: Final = Text(vi="Lao động tiên tiến", en="Advanced worker")
_NEEDS_GOOD: Final = "title.advanced_worker.needs_good"
_PARAMETERS: Final = (_NEEDS_GOOD, *LEVEL_READS)


def evaluate(facts: YearFacts, params: Parameters) -> Draft:
    """Weigh the conditions of the title."""
    wanted = Level.GOOD if params.get(_NEEDS_GOOD).value is True else Level.COMPLETED
    return weigh(_TITLE, (*level_conditions(facts, params, wanted), yes(facts, "emulation.active")))


RULE: Final = Rule(
    id="advanced_worker",
    title=_TITLE,
    category=Category.COMMENDATION,
    subject=Subject.LEADER,
    parameters=_PARAMETERS,
    applies_from=date(2024, 1, 1),
    applies_until=None,
    read_on=ReadOn.YEAR,
    evaluate=evaluate,
)
