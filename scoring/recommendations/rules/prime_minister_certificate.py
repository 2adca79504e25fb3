"""Bằng khen của Thủ tướng: a certificate of ministry or province, then good years in a row with grassroots titles."""

from datetime import date
from typing import Final

from scoring.recommendations.model import Category, Draft, Parameters, ReadOn, Rule, Subject, YearFacts
from scoring.recommendations.titles import enough, weigh, yes
from scoring.rulebooks.model import Text

_TITLE: Final = Text(vi="Bằng khen của Thủ tướng Chính phủ", en="Prime Minister's certificate of merit")
_CERTIFICATE: Final = "title.prime_minister_certificate.needs_provincial_certificate"
_YEARS: Final = "title.prime_minister_certificate.years_good_in_a_row"
_TITLES: Final = "title.prime_minister_certificate.grassroots_titles"
_PARAMETERS: Final = (_CERTIFICATE, _YEARS, _TITLES)


def evaluate(facts: YearFacts, params: Parameters) -> Draft:
    """Weigh the conditions of the certificate."""
    conditions = [
        enough(facts, "titles.years_good_in_a_row", params.get(_YEARS)),
        enough(facts, "titles.grassroots_in_those_years", params.get(_TITLES)),
    ]
    if params.get(_CERTIFICATE).value is True:
        conditions.insert(0, yes(facts, "titles.provincial_certificate"))
    return weigh(_TITLE, conditions)


RULE: Final = Rule(
    id="prime_minister_certificate",
    title=_TITLE,
    category=Category.COMMENDATION,
    subject=Subject.LEADER,
    parameters=_PARAMETERS,
    applies_from=date(2024, 1, 1),
    applies_until=None,
    read_on=ReadOn.YEAR,
    evaluate=evaluate,
)
