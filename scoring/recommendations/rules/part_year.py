"""A head who held the post for part of the year: which time the results cover, and what else must be asked."""

from datetime import date
from decimal import Decimal
from typing import Final

from scoring.recommendations import known
from scoring.recommendations.model import (
    Category,
    Draft,
    Figure,
    Outcome,
    Parameters,
    ReadOn,
    Rule,
    Subject,
    YearFacts,
)
from scoring.recommendations.texts import fill, join
from scoring.rulebooks.model import Text

_OPINION: Final = "tenure.former_agency_opinion_months"
_MINIMUM: Final = "tenure.minimum_months"
_FORMER: Final = "tenure.former_agency_months"

_FULL: Final = Text(vi="Kết quả tính cho cả năm {year}.", en="The results cover the whole of {year}.")
_PART: Final = Text(
    vi="Kết quả chỉ tính cho thời gian từ {first} đến {last}.", en="The results cover {first} to {last} only."
)
_ASK: Final = Text(
    vi="Đã công tác ở cơ quan cũ {months} tháng: cần ý kiến của cơ quan cũ.",
    en="{months} months were worked at a former agency: its opinion is needed.",
)
_MAY_ASK: Final = Text(
    vi="Nếu đã công tác ở cơ quan cũ từ {least} tháng trở lên thì cần ý kiến của cơ quan cũ.",
    en="If {least} months or more were worked at a former agency, its opinion is needed.",
)
_SHORT: Final = Text(
    vi="Thời gian này dưới {least} tháng; cần kiểm tra có thuộc diện xếp loại hay không.",
    en="This is less than {least} months; it must be checked whether a rating is due at all.",
)


def evaluate(facts: YearFacts, params: Parameters) -> Draft:
    """Say which part of the year the results cover."""
    if (facts.first_day, facts.last_day) == (date(facts.year, 1, 1), date(facts.year, 12, 31)):
        return Draft(Outcome.NOT_SUPPORTED, "full_year", fill(_FULL, year=facts.year))
    part = fill(_PART, first=facts.first_day, last=facts.last_day)
    if params.has(_OPINION):
        return _with_opinion(facts, params, part)
    least = params.get(_MINIMUM)
    months = Decimal(_whole_months(facts.first_day, facts.last_day))
    enough = months >= Decimal(least.value)
    figure = Figure(least.title, months, least.unit, Decimal(least.value), enough)
    text = part if enough else join((part, fill(_SHORT, least=Decimal(least.value))))
    return Draft(Outcome.FIRED, "part_year", text, (figure,))


def _with_opinion(facts: YearFacts, params: Parameters, part: Text) -> Draft:
    least = params.get(_OPINION)
    threshold = Decimal(least.value)
    label = known.LABELS[_FORMER]
    months = facts.known.get(_FORMER)
    if not isinstance(months, Decimal):
        text = join((part, fill(_MAY_ASK, least=threshold)))
        return Draft(Outcome.FIRED, "part_year", text, (Figure(label, None, least.unit, threshold, None),), (label,))
    asked = months >= threshold
    text = join((part, fill(_ASK, months=months))) if asked else part
    return Draft(Outcome.FIRED, "part_year", text, (Figure(label, months, least.unit, threshold, asked),))


def _whole_months(first: date, last: date) -> int:
    """Count whole months between two days, both included: 01/07 to 31/12 is six."""
    after = date.fromordinal(last.toordinal() + 1)
    months = (after.year - first.year) * 12 + after.month - first.month
    return months if after.day >= first.day else months - 1


RULE: Final = Rule(
    id="part_year",
    title=Text(vi="Thời gian giữ chức trong năm", en="Time in post within the year"),
    category=Category.INFORMATION,
    subject=Subject.LEADER,
    parameters=(_OPINION, _MINIMUM),
    applies_from=date(2020, 8, 20),
    applies_until=None,
    read_on=ReadOn.YEAR,
    evaluate=evaluate,
)
