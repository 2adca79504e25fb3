"""Review of responsibility when under half was done and a main target was missed (the Party's rule of 2023)."""

from datetime import date
from decimal import Decimal
from typing import Final

from scoring.comparison import State
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
from scoring.recommendations.tallies import Tally, applicable, tally
from scoring.recommendations.texts import fill
from scoring.rulebooks.model import Text

_FLOOR: Final = "review.done_share_floor"

_CALLED: Final = Text(
    vi="{done_word} {done}/{applicable} nội dung cam kết ({share}%), dưới {floor}%, và có {key} chỉ tiêu chủ yếu không "
    "đạt: đề nghị xem xét việc kiểm điểm trách nhiệm. Đây là liệt kê dữ kiện; chỉ tiêu không đạt tự nó không phải là "
    "vi phạm.",
    en="{done} of {applicable} {applicable:commitment|commitments} {done_word} ({share}%), below {floor}%, "
    "and {key} main {key:target|targets} missed: a review of responsibility may be considered. "
    "These are facts only; a missed target is not in itself a violation.",
)
_NEAR: Final = Text(
    vi="{done_word} {done}/{applicable} nội dung cam kết ({share}%), dưới {floor}%, nhưng không chỉ tiêu chủ yếu nào "
    "bị kết luận không đạt.",
    en="{done} of {applicable} {applicable:commitment|commitments} {done_word} ({share}%), below {floor}%, "
    "but no main target stands as missed.",
)
_UNKNOWN: Final = Text(
    vi="Chưa đủ dữ kiện để nói tỷ lệ hoàn thành có dưới {floor}% cùng với chỉ tiêu chủ yếu không đạt hay không.",
    en="The facts do not suffice to say whether less than {floor}% was done with a main target missed.",
)
_ABOVE: Final = Text(
    vi="{done_word} {done}/{applicable} nội dung cam kết ({share}%), không dưới {floor}%.",
    en="{done} of {applicable} {applicable:commitment|commitments} {done_word} ({share}%), not below {floor}%.",
)
_NOTHING: Final = Text(vi="Không có nội dung cam kết nào để tính.", en="No commitment counts.")
_FIGURES: Final = Text(
    vi="số liệu của {no_data} nội dung cam kết", en="the figures of {no_data} {no_data:commitment|commitments}"
)
_WHICH_KEY: Final = Text(vi="nội dung cam kết nào là chỉ tiêu chủ yếu", en="which commitments are main targets")
_LABEL: Final = Text(vi="Tỷ lệ nội dung cam kết hoàn thành", en="Share of commitments done")
_LABEL_SO_FAR: Final = Text(vi="Tỷ lệ nội dung cam kết đạt và đúng tiến độ", en="Share of commitments met or on track")
_DONE_WORD: Final = Text(vi="Hoàn thành", en="done")
_DONE_WORD_SO_FAR: Final = Text(vi="Đạt và đúng tiến độ", en="met or on track")


def evaluate(facts: YearFacts, params: Parameters) -> Draft:
    """Say whether less than the floor was done while a main target was missed."""
    counts = tally(facts)
    threshold = params.get(_FLOOR)
    floor = Decimal(threshold.value)
    share = counts.share(counts.done)
    if share is None:
        return Draft(Outcome.INSUFFICIENT, "unknown", _NOTHING)
    key_missed = tuple(c.number for c in facts.commitments if c.key and c.state is State.MISSED)
    outcome, missing = _weigh(facts, counts, floor, key_missed)
    template = {
        Outcome.FIRED: _CALLED,
        Outcome.NEAR: _NEAR,
        Outcome.NOT_SUPPORTED: _ABOVE,
        Outcome.INSUFFICIENT: _UNKNOWN,
    }[outcome]
    text = fill(
        template,
        done_word=_DONE_WORD if facts.final else _DONE_WORD_SO_FAR,
        done=counts.done,
        applicable=counts.applicable,
        share=share,
        floor=floor,
        key=len(key_missed),
    )
    unknown = outcome is Outcome.INSUFFICIENT
    passed = None if unknown else counts.reaches(counts.done, floor)
    return Draft(
        outcome=outcome,
        result="unknown" if unknown else "called" if outcome is Outcome.FIRED else "not_called",
        text=text,
        figures=(Figure(_LABEL if facts.final else _LABEL_SO_FAR, share, threshold.unit, floor, passed),),
        missing=missing,
        commitments=key_missed,
    )


def _weigh(
    facts: YearFacts, counts: Tally, floor: Decimal, key_missed: tuple[int, ...]
) -> tuple[Outcome, tuple[Text, ...]]:
    if counts.reaches(counts.done, floor):
        return Outcome.NOT_SUPPORTED, ()
    best = counts.at_best()
    figures = (fill(_FIGURES, no_data=counts.no_data),)
    if key_missed:
        return (Outcome.INSUFFICIENT, figures) if best.reaches(best.done, floor) else (Outcome.FIRED, ())
    if counts.missed and not any(c.key for c in facts.commitments):
        return Outcome.INSUFFICIENT, (_WHICH_KEY,)
    if any(c.key and c.state is State.NO_DATA for c in applicable(facts)):
        return Outcome.INSUFFICIENT, figures
    return Outcome.NEAR, ()


RULE: Final = Rule(
    id="review_under_half",
    title=Text(
        vi="Kiểm điểm trách nhiệm: hoàn thành dưới một nửa và chỉ tiêu chủ yếu không đạt",
        en="Review of responsibility: under half done and a main target missed",
    ),
    category=Category.REVIEW,
    subject=Subject.BOTH,
    parameters=(_FLOOR,),
    applies_from=date(2023, 10, 4),
    applies_until=None,
    read_on=ReadOn.YEAR,
    evaluate=evaluate,
)
