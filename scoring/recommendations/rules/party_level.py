"""What the Party's own yearly self-review asks of the unit a leader directly heads; beside the State's rating."""

from datetime import date
from decimal import Decimal
from typing import Final

from scoring.recommendations.levels import LEVEL_NAMES
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
from scoring.recommendations.tallies import tally
from scoring.recommendations.texts import fill
from scoring.rulebooks.model import Text

_DONE, _EXCEEDED = "level.party.done_share", "level.party.excellent_exceeded_share"

_SUPPORTS: Final = Text(
    vi="Về phía Đảng, kết quả cam kết CCHC của đơn vị tương ứng mức {level}; còn các tiêu chí khác do cấp ủy xem xét.",
    en="On the Party side the unit's reform commitments correspond to {level}; the other criteria are "
    "for the committee.",
)
_NOT_YET: Final = Text(
    vi="Về phía Đảng, mức hoàn thành tốt trở lên cần hoàn thành {share}% nhiệm vụ; kết quả CCHC chưa hỗ trợ mức đó.",
    en="On the Party side good or better asks for {share}% of tasks done; the reform results do not yet support it.",
)
_UNKNOWN: Final = Text(
    vi="Chưa đủ số liệu để nói kết quả CCHC tương ứng mức nào về phía Đảng.",
    en="The figures do not suffice to say which level the reform results support on the Party side.",
)
_FIGURES: Final = Text(
    vi="số liệu của {count} nội dung cam kết", en="the figures of {count} {count:commitment|commitments}"
)


def evaluate(facts: YearFacts, params: Parameters) -> Draft:
    """Say which Party level the unit's commitments support."""
    counts, best = tally(facts), tally(facts).at_best()
    done, exceeded = params.get(_DONE), params.get(_EXCEEDED)
    all_tasks, beyond = Decimal(done.value), Decimal(exceeded.value)
    known = counts.applicable > 0
    done_passed = counts.reaches(counts.done, all_tasks) if known else None
    exceeded_passed = counts.reaches(counts.exceeded, beyond) if known else None
    figures = (
        Figure(done.title, counts.share(counts.done), done.unit, all_tasks, done_passed),
        Figure(exceeded.title, counts.share(counts.exceeded), exceeded.unit, beyond, exceeded_passed),
    )
    if done_passed:
        level = Level.EXCELLENT if exceeded_passed else Level.GOOD
        return Draft(Outcome.FIRED, level.value, fill(_SUPPORTS, level=LEVEL_NAMES[level]), figures)
    if not known or best.reaches(best.done, all_tasks):
        missing = (fill(_FIGURES, count=counts.no_data),) if counts.no_data else ()
        return Draft(Outcome.INSUFFICIENT, Level.UNDETERMINED.value, _UNKNOWN, figures, missing)
    return Draft(Outcome.NOT_SUPPORTED, "below_good", fill(_NOT_YET, share=all_tasks), figures)


RULE: Final = Rule(
    id="party_level",
    title=Text(vi="Tham khảo: xếp loại về phía Đảng", en="For orientation: the rating on the Party side"),
    category=Category.INFORMATION,
    subject=Subject.LEADER,
    parameters=(_DONE, _EXCEEDED),
    applies_from=date(2025, 8, 30),
    applies_until=None,
    read_on=ReadOn.YEAR,
    evaluate=evaluate,
)
