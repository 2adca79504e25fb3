"""One recommendation explained in plain values: why, by which rule and source, and what would change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.web import wording
from accountability.web.presentation.dates import moment
from accountability.web.presentation.words import word
from accountability.web.recommendations.grounds import Ground, citations_of, ground_of, value_text
from commitments.recommendations.selectors import ObservationView
from commitments.recommendations.selectors.reading import FactView, FigureView, FindingView, SealedLine

OUTCOMES = ("fired", "near", "not_supported", "insufficient")
_FLAGS = {
    "several_heads": gettext_lazy(
        "Trong năm có hơn một người đứng đầu: người có thẩm quyền cần phân định trách nhiệm của từng người."
    ),
    "tenure_ended": gettext_lazy("Đã thôi giữ chức: chỉ tính nội dung đến hạn trong thời gian giữ chức."),
    "acting_head": gettext_lazy("Không phải cấp trưởng chính thức: cần xem xét riêng."),
}


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure beside its threshold; `sign` is "yes", "no" or "unknown", `says` the same in words."""

    label: str
    value: str
    threshold: str
    sign: str
    says: str
    threshold_name: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule said."""

    title: str
    outcome: str
    category: str
    words: str
    tone: str
    text: str
    figures: tuple[FigureLine, ...]
    missing: tuple[str, ...]
    commitments: tuple[tuple[str, str], ...]
    grounds: tuple[Ground, ...]
    citations: tuple[tuple[str, str], ...]
    certainty: str


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """The rules that came out the same way."""

    outcome: str
    title: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class FactLine:
    """One commitment as it stood at the issue, with the way back to the bytes."""

    number: int
    title: str
    url: str
    is_key: bool
    state: str
    figure: str
    target: str
    as_of: str
    changed: str
    origins: tuple[tuple[str, str], ...]


def groups_of(line: SealedLine) -> list[ReasonGroup]:
    """Group what the rules said: the level first, then what speaks of a review of responsibility, the rest by how it
    came out; what blocks a proposal stands apart.
    """
    facts = {fact.number: fact for fact in line.facts}
    titles = {
        "fired": _("Có căn cứ"),
        "near": _("Gần đáp ứng"),
        "not_supported": _("Chưa có căn cứ"),
        "insufficient": _("Chưa đủ dữ kiện để kết luận"),
    }
    level = tuple(reason_of(one, facts) for one in line.of("level"))
    groups = [ReasonGroup("level", _("Mức mà kết quả ủng hộ"), level)] if level else []
    reviews = sorted(line.of("review"), key=lambda one: OUTCOMES.index(one.outcome))
    if reviews:
        calls = tuple(reason_of(one, facts) for one in reviews)
        groups.append(ReasonGroup("review", _("Kiểm điểm trách nhiệm"), calls))
    others = [one for one in line.findings if one.category not in ("blocking", "level", "review")]
    for outcome in OUTCOMES:
        reasons = tuple(reason_of(one, facts) for one in others if one.outcome == outcome)
        if reasons:
            groups.append(ReasonGroup(outcome, titles[outcome], reasons))
    return groups


def blocking_of(line: SealedLine) -> list[Reason]:
    """List what must be cleared up before anybody proposes a commendation."""
    facts = {fact.number: fact for fact in line.facts}
    return [reason_of(one, facts) for one in line.of("blocking")]


def reason_of(one: FindingView, facts: Mapping[int, FactView]) -> Reason:
    """Turn a finding into what the page shows."""
    named = [facts[number] for number in one.commitments if number in facts]
    return Reason(
        title=one.title,
        outcome=one.outcome,
        category=word("category", one.category).text,
        words="review_rule" if one.category == "review" else "rule",
        # A review that nothing calls for must not look like an alarm, nor praise that is not earned like praise.
        tone=word("category", one.category).tone if one.outcome == "fired" else "calm",
        text=one.text,
        figures=_figures(one),
        missing=one.missing,
        commitments=tuple((f"{fact.number}. {fact.title}", _commitment_url(fact)) for fact in named),
        grounds=tuple(ground_of(reading) for reading in one.readings),
        citations=citations_of(one.readings),
        certainty=one.certainty,
    )


def hints_of(line: SealedLine) -> list[str]:
    """Say once each what would change the result."""
    return list(dict.fromkeys(hint.text for one in line.findings for hint in one.hints))


def flags_of(line: SealedLine) -> list[str]:
    """Say what people must look at before they use this line."""
    return [str(_FLAGS[flag]) for flag in line.flags if flag in _FLAGS]


def facts_of(line: SealedLine, observations: Mapping[int, ObservationView], *, links: bool) -> list[FactLine]:
    """List the commitments that were read, in their order.

    Args:
        links: whether the reader may open the pages of pulls.
    """
    return [_fact(fact, observations, links) for fact in line.facts]


def _fact(fact: FactView, observations: Mapping[int, ObservationView], links: bool) -> FactLine:
    behind = [observations[pk] for pk in fact.observation_ids if pk in observations]
    return FactLine(
        number=fact.number,
        title=fact.title,
        url=_commitment_url(fact),
        is_key=fact.is_key,
        state=fact.state,
        figure=wording.figure_text(
            kind=fact.kind,
            value=fact.value,
            unit=fact.unit_of_measure,
            decimals=fact.decimals,
            rank=fact.rank,
            rank_of=fact.rank_of,
        ),
        target=wording.target_text(
            kind=fact.kind,
            direction=fact.direction,
            target=fact.target,
            target_high=fact.target_high,
            unit=fact.unit_of_measure,
            decimals=fact.decimals,
            due=fact.due_date,
        ),
        as_of=moment(fact.as_of),
        changed=_("số liệu đã thay đổi sau khi chốt") if fact.closing_value is not None else "",
        origins=tuple(dict.fromkeys(_origin(one, links) for one in behind)),
    )


def _origin(one: ObservationView, links: bool) -> tuple[str, str]:
    if not one.source_name:
        return _("báo cáo đã được chấp nhận"), ""
    facts = {"run": one.run_id, "file": one.file_name, "row": one.row_number}
    text = _("lượt %(run)s, %(file)s, dòng %(row)s") % facts
    return text, reverse("run", args=[one.run_id]) if links else ""


def _commitment_url(fact: FactView) -> str:
    return reverse("commitment", args=[fact.commitment_id])


def _figures(finding: FindingView) -> tuple[FigureLine, ...]:
    """Leave the list out where nothing in it is known: the sentence has named what is missing."""
    if all(one.value is None for one in finding.figures):
        return ()
    return tuple(_figure(one, finding) for one in finding.figures)


def _figure(one: FigureView, finding: FindingView) -> FigureLine:
    signs = {True: "yes", False: "no", None: "unknown"}
    return FigureLine(
        label=one.label,
        value=value_text(one.value, one.unit) or _("chưa có dữ kiện"),
        threshold=value_text(one.threshold, one.unit),
        sign=signs[one.passed],
        says=_says(one, finding.category),
        threshold_name=word("threshold", _certainty_of(one, finding)).text if one.threshold is not None else "",
    )


def _says(one: FigureView, category: str) -> str:
    """Say how a figure stands to its threshold: a limit is not something to be met."""
    if one.passed is None:
        return _("chưa có dữ kiện") if one.value is None else _("chưa kết luận")
    if category != "review":
        return _("đáp ứng") if one.passed else _("chưa đáp ứng")
    if not isinstance(one.value, Decimal) or one.threshold is None:
        return _("chưa đến mức xem xét") if one.passed else _("đến mức xem xét")
    if one.passed:
        return _("chưa vượt mức") if one.value <= one.threshold else _("trên mức")
    return _("vượt mức") if one.value > one.threshold else _("dưới mức")


def _certainty_of(one: FigureView, finding: FindingView) -> str:
    """Tell how sure the value is that a figure is held against; where several could be meant, how sure the rule is."""
    sure = {r.certainty for r in finding.readings if (r.value, r.unit) == (one.threshold, one.unit)}
    return sure.pop() if len(sure) == 1 else finding.certainty or "unconfirmed"
