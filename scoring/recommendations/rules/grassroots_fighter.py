"""Chiến sĩ thi đua cơ sở: an advanced worker who is rated excellent, or has an initiative or a topic."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from scoring.recommendations.model import Category, Draft, Figure, Level, Parameters, ReadOn, Rule, Subject, YearFacts
from scoring.recommendations.titles import LEVEL_READS, any_of, excellence, level_conditions, weigh, yes
from scoring.rulebooks.model import Text

_TITLE: Final = Text(vi="Chiến sĩ thi đua cơ sở", en="Grassroots emulation fighter")
_NEEDS_GOOD: Final = "title.advanced_worker.needs_good"
_NEEDS_MORE: Final = "title.grassroots_fighter.needs_excellent_or_initiative"
_MOST: Final = "title.grassroots_fighter.most_of_advanced_share"
_PARAMETERS: Final = (_NEEDS_GOOD, _NEEDS_MORE, _MOST, *LEVEL_READS)
_ONE_OF: Final = Text(
    vi="xuất sắc, hoặc có sáng kiến được công nhận, hoặc có đề tài được nghiệm thu",
    en="excellent, or a recognised initiative, or an accepted topic",
)


def evaluate(facts: YearFacts, params: Parameters) -> Draft:
    """Weigh the conditions of the title; its share among advanced workers is shown for the council to apply."""
    wanted = Level.GOOD if params.get(_NEEDS_GOOD).value is True else Level.COMPLETED
    conditions = [*level_conditions(facts, params, wanted), yes(facts, "emulation.active")]
    if params.get(_NEEDS_MORE).value is True:
        excellent = excellence(facts, params)
        extra = (excellent, yes(facts, "initiative.recognised"), yes(facts, "science_topic.accepted"))
        conditions.append(any_of(_ONE_OF, extra))
    draft = weigh(_TITLE, conditions)
    most = params.get(_MOST)
    cap = Figure(most.title, None, most.unit, Decimal(most.value), None)
    return replace(draft, figures=(*draft.figures, cap))


RULE: Final = Rule(
    id="grassroots_fighter",
    title=_TITLE,
    category=Category.COMMENDATION,
    subject=Subject.LEADER,
    parameters=_PARAMETERS,
    applies_from=date(2024, 1, 1),
    applies_until=None,
    read_on=ReadOn.YEAR,
    evaluate=evaluate,
)
