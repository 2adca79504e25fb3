"""Runs every rule that applies and gathers what they said."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from scoring.quantities import digest
from scoring.recommendations.known import check_known
from scoring.recommendations.model import (
    Category,
    Finding,
    Level,
    Outcome,
    ReadOn,
    Recommendation,
    Rule,
    Subject,
    YearFacts,
)
from scoring.recommendations.rules import RULES
from scoring.recommendations.texts import with_caution
from scoring.rulebooks.model import ParametersAt, ParameterValue, Rulebook, weakest

# Raise it whenever the same facts and the same rulebook may give another answer than before.
ENGINE: Final = "recommendations-1"


class UndeclaredParameter(LookupError):
    """A rule asked for a parameter that it does not list; the message names both."""


@dataclass(slots=True)
class TracedParameters:
    """Parameters of one day that remember which of them one rule read."""

    rule: Rule
    at: ParametersAt
    read: dict[str, ParameterValue] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day whose rules are read."""
        return self.at.day

    def has(self, key: str) -> bool:
        """Tell whether a value is in force, without counting it as read."""
        self._check(key)
        return self.at.has(key)

    def get(self, key: str) -> ParameterValue:
        """Give the value in force and remember it."""
        self._check(key)
        value = self.at.get(key)
        self.read[key] = value
        return value

    def setting(self, key: str) -> ParameterValue:
        """Give a value that shapes the presentation only: it is no ground of the finding, so it is not remembered."""
        self._check(key)
        return self.at.get(key)

    def _check(self, key: str) -> None:
        if key not in self.rule.parameters:
            raise UndeclaredParameter(f"rule {self.rule.id} reads {key} without listing it")


def recommend(facts: YearFacts, rulebook: Rulebook, *, on: date) -> Recommendation:
    """Say what the reform results of one unit or head support for a year.

    Args:
        facts: in any order; the result does not depend on it.
        rulebook: the release to read.
        on: civil day of the recommendation. Rules of the rated year are read as in force on that day or, once the
            year is over, on its last day; rules about proposing are read as in force on that day itself.

    Raises:
        UnableToUseFact: a known fact has a name or kind that no rule understands.
        ValueError: the subject is neither a unit nor a leader, or two commitments have one number.
        NoRuleInForce: a rule that applies needs a value that the rulebook does not have on its day.
    """
    check_known(facts.known)
    facts = _ordered(facts)
    findings = tuple(_evaluate(rule, facts, rulebook, on) for rule in RULES if _applies(rule, facts, on))
    blocked = any(f.category is Category.BLOCKING and f.outcome is Outcome.FIRED for f in findings)
    draft = Recommendation(
        engine=ENGINE,
        subject=str(facts.subject),
        year=facts.year,
        on=on,
        day=facts.day,
        provisional=not facts.final,
        level=next((Level(f.result) for f in findings if f.category is Category.LEVEL), Level.UNDETERMINED),
        blocked=blocked,
        open_titles=() if blocked else tuple(f.rule_id for f in findings if _is_open(f)),
        review_called=any(f.category is Category.REVIEW and f.outcome is Outcome.FIRED for f in findings),
        findings=findings,
        certainty=weakest({f.certainty for f in findings if f.certainty is not None}),
        rulebook_digest=rulebook.digest,
        trace_digest="",
    )
    return replace(draft, trace_digest=digest({"facts": facts, "recommendation": draft}))


def _ordered(facts: YearFacts) -> YearFacts:
    if facts.subject not in (Subject.UNIT, Subject.LEADER):
        raise ValueError(f"a recommendation is about a unit or a leader, not {facts.subject!r}")
    commitments = tuple(sorted(facts.commitments, key=lambda c: c.number))
    if len({c.number for c in commitments}) != len(commitments):
        raise ValueError("two commitments have the same number")
    return replace(facts, subject=Subject(facts.subject), commitments=commitments)


def _reading_day(rule: Rule, facts: YearFacts, on: date) -> date:
    return on if rule.read_on is ReadOn.PROPOSAL else min(on, facts.last_day)


def _applies(rule: Rule, facts: YearFacts, on: date) -> bool:
    if rule.subject not in (Subject.BOTH, facts.subject):
        return False
    day = _reading_day(rule, facts, on)
    if rule.applies_from is not None and day < rule.applies_from:
        return False
    return rule.applies_until is None or day <= rule.applies_until


def _evaluate(rule: Rule, facts: YearFacts, rulebook: Rulebook, on: date) -> Finding:
    params = TracedParameters(rule, rulebook.at(_reading_day(rule, facts, on)))
    draft = rule.evaluate(facts, params)
    readings = tuple(params.read[key] for key in sorted(params.read))
    certainty = weakest({value.certainty for value in readings})
    return Finding(
        rule_id=rule.id,
        title=rule.title,
        category=rule.category,
        outcome=draft.outcome,
        result=draft.result,
        text=with_caution(draft.text, certainty),
        figures=draft.figures,
        missing=draft.missing,
        what_would_change=draft.what_would_change,
        commitments=draft.commitments,
        readings=readings,
        certainty=certainty,
    )


def _is_open(finding: Finding) -> bool:
    """Tell whether a title stays on the list: some condition is known to be met, and none to fail."""
    if finding.category is not Category.COMMENDATION:
        return False
    met = any(figure.passed is True for figure in finding.figures)
    return finding.outcome is Outcome.FIRED or (finding.outcome is Outcome.INSUFFICIENT and met)
