"""Review of responsibility when more than a locally set share of the commitments was missed."""

from datetime import date
from decimal import Decimal
from typing import Final

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
from scoring.recommendations.tallies import Tally, missed_numbers, tally
from scoring.recommendations.texts import fill
from scoring.recommendations.titles import NEAR
from scoring.rulebooks.model import Certainty, Text

_OVER: Final = "review.missed_share_over"

_CALLED: Final = Text(
    vi="{missed}/{applicable} nội dung cam kết không đạt ({share}%), vượt mức {over}%{whose}: đề nghị xem xét việc "
    "kiểm điểm trách nhiệm. Đây là liệt kê dữ kiện; chỉ tiêu không đạt tự nó không phải là vi phạm.",
    en="{missed} of {applicable} {applicable:commitment|commitments} missed ({share}%), above {over}%{whose}: "
    "a review of responsibility may be considered. These are facts only; a missed target is not in itself a violation.",
)
_BELOW: Final = Text(
    vi="{missed}/{applicable} nội dung cam kết không đạt ({share}%), chưa vượt mức {over}%{whose}.",
    en="{missed} of {applicable} {applicable:commitment|commitments} missed ({share}%), not above {over}%{whose}.",
)
_NEAR: Final = Text(
    vi="{missed}/{applicable} nội dung cam kết không đạt ({share}%), gần mức {over}%{whose}.",
    en="{missed} of {applicable} {applicable:commitment|commitments} missed ({share}%), close to {over}%{whose}.",
)
_UNKNOWN: Final = Text(
    vi="Chưa đủ dữ kiện: {no_data} nội dung chưa có số liệu, đủ để tỷ lệ không đạt vượt hay không vượt mức "
    "{over}%{whose}.",
    en="The facts do not suffice: {no_data} {no_data:commitment has|commitments have} no figure, which decides whether "
    "{over}%{whose} is exceeded.",
)
_NOTHING: Final = Text(vi="Không có nội dung cam kết nào để tính.", en="No commitment counts.")
_MISSING: Final = Text(
    vi="số liệu của {no_data} nội dung cam kết", en="the figures of {no_data} {no_data:commitment|commitments}"
)
_LOCAL: Final = Text(vi=" do tỉnh đặt (chưa có văn bản)", en=" set by the province (no legal text)")
_LABEL: Final = Text(vi="Tỷ lệ nội dung cam kết không đạt", en="Share of commitments missed")


def evaluate(facts: YearFacts, params: Parameters) -> Draft:
    """Say whether so many commitments were missed that responsibility may be reviewed."""
    counts = tally(facts)
    threshold = params.get(_OVER)
    over = Decimal(threshold.value)
    share = counts.share(counts.missed)
    if share is None:
        return Draft(Outcome.INSUFFICIENT, "unknown", _NOTHING)
    outcome = _outcome(facts, params, counts, over)
    template = {
        Outcome.FIRED: _CALLED,
        Outcome.NEAR: _NEAR,
        Outcome.NOT_SUPPORTED: _BELOW,
        Outcome.INSUFFICIENT: _UNKNOWN,
    }[outcome]
    text = fill(
        template,
        missed=counts.missed,
        applicable=counts.applicable,
        share=share,
        over=over,
        whose=_LOCAL if threshold.certainty is Certainty.LOCAL else Text(vi="", en=""),
        no_data=counts.no_data,
    )
    unknown = outcome is Outcome.INSUFFICIENT
    passed = None if unknown else outcome is not Outcome.FIRED
    return Draft(
        outcome=outcome,
        result="unknown" if unknown else "called" if outcome is Outcome.FIRED else "not_called",
        text=text,
        figures=(Figure(_LABEL, share, threshold.unit, over, passed),),
        missing=(fill(_MISSING, no_data=counts.no_data),) if unknown else (),
        commitments=missed_numbers(facts),
    )


def _outcome(facts: YearFacts, params: Parameters, counts: Tally, over: Decimal) -> Outcome:
    if counts.exceeds(counts.missed, over):
        return Outcome.FIRED
    # While the year is open a figure that has not come in yet is nothing to hold against anyone, nor to wait for.
    if facts.final and counts.exceeds(counts.missed + counts.no_data, over):
        return Outcome.INSUFFICIENT
    near = int(params.setting(NEAR).value)
    return Outcome.NEAR if counts.missed and counts.exceeds(counts.missed + near, over) else Outcome.NOT_SUPPORTED


RULE: Final = Rule(
    id="review_missed_share",
    title=Text(
        vi="Kiểm điểm trách nhiệm: tỷ lệ cam kết không đạt", en="Review of responsibility: share of commitments missed"
    ),
    category=Category.REVIEW,
    subject=Subject.BOTH,
    parameters=(_OVER, NEAR),
    applies_from=date(2025, 1, 1),
    applies_until=None,
    read_on=ReadOn.YEAR,
    evaluate=evaluate,
)
