"""The level for years rated under Decree 335/2025: no text read makes reform results points in it."""

from datetime import date
from decimal import Decimal
from typing import Final

from scoring.recommendations import known
from scoring.recommendations.levels import BY_POINTS, LEVEL_NAMES, level_by_points
from scoring.recommendations.model import (
    Category,
    Draft,
    Figure,
    Level,
    Outcome,
    Parameters,
    ReadOn,
    Rule,
    Subject,
    YearFacts,
)
from scoring.recommendations.texts import fill
from scoring.rulebooks.model import Text

_OFF: Final = Text(
    vi="Nghị định 335/2025/NĐ-CP xếp loại theo thang 100 điểm. Chưa tìm thấy quy định lấy kết quả CCHC làm điểm số, "
    "nên hệ thống không suy ra mức; số liệu CCHC là tài liệu tham khảo cho người xếp loại.",
    en="Decree 335/2025/NĐ-CP rates on 100 points. No rule was found that makes reform results points, so the system "
    "derives no level; the reform figures are material for those who rate.",
)
_NO_POINTS: Final = Text(
    vi="Tỉnh đã cho lấy kết quả CCHC làm điểm số, nhưng chưa có điểm của năm này.",
    en="The province lets reform results count as points, but this year's points are not known.",
)
_SUPPORTS: Final = Text(
    vi="Kết quả CCHC được {points} điểm, tương ứng mức {level}; đây là một căn cứ để xếp loại, không phải kết quả xếp "
    "loại.",
    en="The reform results give {points} points and correspond to {level}; they are one input to the "
    "rating, not the rating itself.",
)


def evaluate(facts: YearFacts, params: Parameters) -> Draft:
    """Say that the law draws no level from reform results, unless a local decision does."""
    if params.get(BY_POINTS[0]).value is not True:
        return Draft(Outcome.INSUFFICIENT, Level.UNDETERMINED.value, _OFF)
    points = facts.known.get(known.POINTS)
    if not isinstance(points, Decimal):
        label = known.LABELS[known.POINTS]
        return Draft(Outcome.INSUFFICIENT, Level.UNDETERMINED.value, _NO_POINTS, missing=(label,))
    reading = level_by_points(facts, params)
    figures = []
    for key in BY_POINTS[1:]:
        least = params.get(key)
        threshold = Decimal(least.value)
        figures.append(Figure(least.title, points, least.unit, threshold, points >= threshold))
    text = fill(_SUPPORTS, points=points, level=LEVEL_NAMES[reading.level])
    return Draft(Outcome.FIRED, reading.level.value, text, tuple(figures))


RULE: Final = Rule(
    id="level_by_points",
    title=Text(vi="Mức tương ứng với kết quả CCHC", en="The level that the reform results correspond to"),
    category=Category.LEVEL,
    subject=Subject.BOTH,
    parameters=BY_POINTS,
    applies_from=date(2026, 1, 1),
    applies_until=None,
    read_on=ReadOn.YEAR,
    evaluate=evaluate,
)
