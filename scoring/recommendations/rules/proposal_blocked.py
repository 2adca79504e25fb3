"""No proposal while discipline, an investigation, an inspection or a complaint is being dealt with."""

from datetime import date
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
from scoring.recommendations.texts import fill
from scoring.rulebooks.model import Text

_KEY: Final = "proposal.none_while_under_review"

_BLOCKED: Final = Text(
    vi="Chưa đề nghị khen thưởng trong lúc này, vì hồ sơ ghi nhận: {facts}.",
    en="No commendation is proposed for now, because the record knows of: {facts}.",
)
_CLEAR: Final = Text(
    vi="Hồ sơ không ghi nhận việc nào khiến phải dừng đề nghị khen thưởng.",
    en="The record knows of nothing that would hold a proposal back.",
)
_UNKNOWN: Final = Text(
    vi="Chưa đủ dữ kiện về các việc khiến phải dừng đề nghị khen thưởng. Còn thiếu: {facts}.",
    en="The facts do not suffice on matters that hold a proposal back. Still missing: {facts}.",
)
_REPEALED: Final = Text(
    vi="Quy định này không áp dụng tại ngày đề nghị.", en="The rule does not apply on the day of the proposal."
)


def evaluate(facts: YearFacts, params: Parameters) -> Draft:
    """Say whether anything on record holds a proposal back."""
    if params.get(_KEY).value is not True:
        return Draft(Outcome.NOT_SUPPORTED, "clear", _REPEALED)
    figures = tuple(_figure(facts, name) for name in known.BLOCKING)
    running = tuple(known.LABELS[name] for name in known.BLOCKING if facts.known.get(name) is True)
    missing = tuple(known.LABELS[name] for name in known.BLOCKING if name not in facts.known)
    if running:
        return Draft(Outcome.FIRED, "blocked", _listing(_BLOCKED, running), figures, missing)
    if missing:
        return Draft(Outcome.INSUFFICIENT, "unknown", _listing(_UNKNOWN, missing), figures, missing)
    return Draft(Outcome.NOT_SUPPORTED, "clear", _CLEAR, figures)


def _figure(facts: YearFacts, name: str) -> Figure:
    value = facts.known.get(name)
    return Figure(known.LABELS[name], value, "condition", None, None if value is None else value is False)


def _listing(template: Text, labels: tuple[Text, ...]) -> Text:
    listed = Text(vi="; ".join(label.vi for label in labels), en="; ".join(label.en for label in labels))
    return fill(template, facts=listed)


RULE: Final = Rule(
    id="proposal_blocked",
    title=Text(vi="Trường hợp chưa đề nghị khen thưởng", en="Cases in which nothing is proposed yet"),
    category=Category.BLOCKING,
    subject=Subject.BOTH,
    parameters=(_KEY,),
    applies_from=date(2025, 7, 1),
    applies_until=None,
    read_on=ReadOn.PROPOSAL,
    evaluate=evaluate,
)
