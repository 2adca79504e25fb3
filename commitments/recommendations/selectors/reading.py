"""A sealed line read back for people: plain frozen values, in the reader's language.

Longer than most files: it mirrors the whole sealed text, shape by shape, so that both can be read side by side.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class FigureView:
    """A number that a rule read, beside its threshold; `passed` is None where nothing can be said."""

    label: str
    value: Decimal | bool | str | None
    unit: str
    threshold: Decimal | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class HintView:
    """What would change the result: `count` more of `code` leads to `result`."""

    code: str
    count: int
    result: str
    text: str


@dataclass(frozen=True, slots=True)
class CitationView:
    """A legal text with its article, or for a local value the sentence that says who decides it."""

    symbol: str
    kind: str
    title: str
    article: str
    url: str
    published_on: date | None
    basis: str

    @property
    def short(self) -> str:
        """Name the source in one line, such as "Nghị định 90/2020/NĐ-CP, Điều 20"."""
        if not self.symbol:
            return self.basis
        article = f"Điều {self.article}" if self.article[:1].isdigit() else self.article
        return ", ".join(part for part in (f"{self.kind} {self.symbol}", article) if part)


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One value of the rulebook as it was in force, with where it comes from and how sure that is."""

    key: str
    title: str
    value: Decimal | bool | str | None
    unit: str
    certainty: str
    from_day: date
    note: str
    citations: tuple[CitationView, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """What one rule said."""

    rule: str
    title: str
    category: str
    outcome: str
    result: str
    text: str
    figures: tuple[FigureView, ...]
    missing: tuple[str, ...]
    hints: tuple[HintView, ...]
    commitments: tuple[int, ...]
    readings: tuple[ReadingView, ...]
    certainty: str


@dataclass(frozen=True, slots=True)
class FactView:
    """One commitment as it stood when the issue was made."""

    commitment_id: int
    number: int
    title: str
    kind: str
    state: str
    reason: str
    value: Decimal | None
    target: Decimal
    target_high: Decimal | None
    direction: str
    unit_of_measure: str
    decimals: int
    gap: Decimal | None
    exceeded: bool
    is_key: bool
    due_date: date
    as_of: datetime | None
    on_time: bool | None
    numerator: Decimal | None
    denominator: Decimal | None
    rank: int | None
    rank_of: int | None
    closing_value: Decimal | None
    closing_state: str
    observation_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SealedLine:
    """Everything that a sealed line says."""

    unit_code: str
    unit_name: str
    leader_name: str
    post: str
    capacity: str
    first_day: date | None
    last_day: date | None
    agreement_number: str
    agreement_sha256: str
    rulebook_name: str
    rulebook_sha256: str
    engine: str
    judged_on: date
    provisional: bool
    flags: tuple[str, ...]
    level: str
    applicable: int
    done: int
    met: int
    blocked: bool
    review_called: bool
    certainty: str
    commendations: tuple[str, ...]
    findings: tuple[FindingView, ...]
    facts: tuple[FactView, ...]
    trace_sha256: str

    def of(self, *categories: str) -> tuple[FindingView, ...]:
        """Return the findings of some categories, in the order of the rules."""
        return tuple(finding for finding in self.findings if finding.category in categories)

    @property
    def open_commendations(self) -> tuple[FindingView, ...]:
        """Return the commendations no known fact speaks against."""
        return tuple(finding for finding in self.findings if finding.rule in self.commendations)

    @property
    def first_commendation(self) -> FindingView | None:
        """Return the commendation that a list names: the first supported one, else the first still open."""
        return min(self.open_commendations, key=lambda finding: finding.outcome != "fired", default=None)


# Rule values already read, by the rulebook they are from and their name in a line.
ReadingCache = dict[tuple[str, str], ReadingView]


def line_read(payload: str, *, with_facts: bool = True, known: ReadingCache | None = None) -> SealedLine:
    """Read a sealed line; every text comes in the active language.

    Args:
        with_facts: False leaves `facts` empty, for whoever only needs the findings of many lines.
        known: kept by whoever reads many lines in one language, so that each rule value is read once.
    """
    raw = json.loads(payload)
    subject, labels, advice = raw["subject"], raw["labels"], raw["recommendation"]
    readings = _readings(raw, {} if known is None else known)
    tenure = subject["tenure"] or {}
    facts = raw["facts"]["commitments"] if with_facts else ()
    return SealedLine(
        unit_code=subject["unit"],
        unit_name=labels["unit"],
        leader_name=labels.get("leader", ""),
        post=labels.get("post", ""),
        capacity=tenure.get("capacity", ""),
        first_day=_day(tenure.get("first_day")),
        last_day=_day(tenure.get("last_day")),
        agreement_number=subject["agreement"]["number"],
        agreement_sha256=subject["agreement"]["sha256"],
        rulebook_name=raw["rulebook"]["name"],
        rulebook_sha256=raw["rulebook"]["sha256"],
        engine=advice["engine"],
        judged_on=date.fromisoformat(raw["facts"]["day"]),
        provisional=advice["provisional"],
        flags=tuple(raw["flags"]),
        level=advice["level"],
        applicable=raw["tally"]["applicable"],
        done=raw["tally"]["done"],
        met=raw["tally"]["met"],
        blocked=advice["blocked"],
        review_called=advice["review"]["called"],
        certainty=advice["certainty"] or "",
        commendations=tuple(advice["commendations"]),
        findings=tuple(_finding(finding, readings) for finding in advice["findings"]),
        facts=tuple(_fact(fact, raw["items"][str(fact["number"])]) for fact in facts),
        trace_sha256=advice["trace"],
    )


def met_read(payload: str) -> int | None:
    """Read how many commitments of a line are met for good; None where the kept text cannot be read."""
    try:
        return int(json.loads(payload)["tally"]["met"])
    except (ValueError, KeyError, TypeError):
        return None


def _readings(raw: Mapping[str, Any], known: ReadingCache) -> dict[str, ReadingView]:
    sha256 = raw["rulebook"]["sha256"]
    for name, reading in raw["readings"].items():
        if (sha256, name) not in known:
            known[sha256, name] = _reading(reading)
    return {name: known[sha256, name] for name in raw["readings"]}


def _fact(fact: Mapping[str, Any], item: Mapping[str, Any]) -> FactView:
    return FactView(
        commitment_id=item["commitment"],
        number=fact["number"],
        title=fact["title"],
        kind=fact["kind"],
        state=fact["state"],
        reason=item["reason"],
        value=_number(fact["value"]),
        target=Decimal(fact["target"]),
        target_high=_number(item["target_high"]),
        direction=item["direction"],
        unit_of_measure=fact["unit_of_measure"],
        decimals=item["decimals"],
        gap=_number(fact["gap"]),
        exceeded=fact["exceeded"],
        is_key=fact["key"],
        due_date=date.fromisoformat(fact["due_date"]),
        as_of=datetime.fromisoformat(fact["as_of"]) if fact["as_of"] else None,
        on_time=fact["on_time"],
        numerator=_number(item["numerator"]),
        denominator=_number(item["denominator"]),
        rank=item["rank"],
        rank_of=item["rank_of"],
        closing_value=_number(item["closing_value"]),
        closing_state=item["closing_state"],
        observation_ids=tuple(fact["observation_ids"]),
    )


def _finding(raw: Mapping[str, Any], readings: Mapping[str, ReadingView]) -> FindingView:
    return FindingView(
        rule=raw["rule"],
        title=_say(raw["title"]),
        category=raw["category"],
        outcome=raw["outcome"],
        result=raw["result"],
        text=_say(raw["text"]),
        figures=tuple(_figure(figure) for figure in raw["figures"]),
        missing=tuple(_say(text) for text in raw["missing"]),
        hints=tuple(HintView(h["code"], h["count"], h["result"], _say(h["text"])) for h in raw["hints"]),
        commitments=tuple(raw["commitments"]),
        readings=tuple(readings[name] for name in raw["readings"]),
        certainty=raw["certainty"] or "",
    )


def _figure(raw: Mapping[str, Any]) -> FigureView:
    return FigureView(_say(raw["label"]), _value(raw["value"]), raw["unit"], _number(raw["threshold"]), raw["passed"])


def _reading(raw: Mapping[str, Any]) -> ReadingView:
    return ReadingView(
        key=raw["key"],
        title=_say(raw["title"]),
        value=_value(raw["value"]),
        unit=raw["unit"],
        certainty=raw["certainty"],
        from_day=date.fromisoformat(raw["from_day"]),
        note=_say(raw["note"]),
        citations=tuple(_citation(citation) for citation in raw["citations"]),
    )


def _citation(raw: Mapping[str, Any]) -> CitationView:
    instrument = raw["instrument"] or {}
    return CitationView(
        symbol=instrument.get("symbol", ""),
        kind=_say(instrument.get("kind")),
        title=_say(instrument.get("title")),
        article=raw["article"] or "",
        url=raw["url"] or "",
        published_on=_day(raw["published_on"]),
        basis=_say(raw["basis"]),
    )


def _say(text: Mapping[str, str] | None) -> str:
    if text is None:
        return ""
    return text["en"] if (get_language() or "vi").startswith("en") else text["vi"]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _value(value: str | bool | None) -> Decimal | bool | str | None:
    """Give a sealed value its type back: what reads as a number was one, words and switches stay."""
    if value is None or isinstance(value, bool):
        return value
    try:
        return Decimal(value)
    except InvalidOperation:
        return value
