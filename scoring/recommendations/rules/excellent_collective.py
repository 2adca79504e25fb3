"""Tập thể lao động xuất sắc: rated excellent, with enough advanced workers and a grassroots fighter."""

from datetime import date
from typing import Final

from scoring.recommendations.model import Category, Draft, Level, Parameters, ReadOn, Rule, Subject, YearFacts
from scoring.recommendations.titles import LEVEL_READS, enough, level_conditions, weigh, yes
from scoring.rulebooks.model import Text

_TITLE: Final = Text(vi="Tập thể lao động xuất sắc", en="Excellent working collective")
_EXCELLENT: Final = "title.excellent_collective.needs_excellent"
_COMPLETED: Final = "title.excellent_collective.completed_members_share"
_ADVANCED: Final = "title.excellent_collective.advanced_members_share"
_FIGHTERS: Final = "title.excellent_collective.grassroots_fighters"
_PARAMETERS: Final = (_EXCELLENT, _COMPLETED, _ADVANCED, _FIGHTERS, *LEVEL_READS)


def evaluate(facts: YearFacts, params: Parameters) -> Draft:
    """Weigh the conditions of the title."""
    wanted = Level.EXCELLENT if params.get(_EXCELLENT).value is True else Level.GOOD
    conditions = (
        *level_conditions(facts, params, wanted),
        enough(facts, "members.completed_share", params.get(_COMPLETED)),
        enough(facts, "members.advanced_share", params.get(_ADVANCED)),
        enough(facts, "members.grassroots_fighters", params.get(_FIGHTERS)),
        yes(facts, "emulation.active"),
        yes(facts, "collective.united"),
    )
    return weigh(_TITLE, conditions)


RULE: Final = Rule(
    id="excellent_collective",
    title=_TITLE,
    category=Category.COMMENDATION,
    subject=Subject.UNIT,
    parameters=_PARAMETERS,
    applies_from=date(2024, 1, 1),
    applies_until=None,
    read_on=ReadOn.YEAR,
    evaluate=evaluate,
)
