"""Chiến sĩ thi đua cấp tỉnh: grassroots titles in a row and an initiative that can be copied."""

from datetime import date
from typing import Final

from scoring.recommendations.model import Category, Draft, Parameters, ReadOn, Rule, Subject, YearFacts
from scoring.recommendations.titles import enough, weigh, yes
from scoring.rulebooks.model import Text

_TITLE: Final = Text(vi="Chiến sĩ thi đua cấp tỉnh", en="Provincial emulation fighter")
_IN_A_ROW: Final = "title.provincial_fighter.grassroots_in_a_row"
_PARAMETERS: Final = (_IN_A_ROW,)


def evaluate(facts: YearFacts, params: Parameters) -> Draft:
    """Weigh the conditions of the title."""
    titles = enough(facts, "titles.grassroots_in_a_row", params.get(_IN_A_ROW))
    return weigh(_TITLE, (titles, yes(facts, "initiative.provincial")))


RULE: Final = Rule(
    id="provincial_fighter",
    title=_TITLE,
    category=Category.COMMENDATION,
    subject=Subject.LEADER,
    parameters=_PARAMETERS,
    applies_from=date(2024, 1, 1),
    applies_until=None,
    read_on=ReadOn.YEAR,
    evaluate=evaluate,
)
