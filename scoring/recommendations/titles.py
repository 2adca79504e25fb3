"""Conditions of titles and how several of them make one answer; shared by the title rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from scoring.recommendations import known
from scoring.recommendations.levels import LEVEL_NAMES, LEVEL_PARAMETERS, at_least, supported_level
from scoring.recommendations.model import Draft, Figure, Hint, Level, Outcome, Parameters, YearFacts
from scoring.recommendations.texts import fill, join
from scoring.rulebooks.model import ParameterValue, Text

NEAR: Final = "recommendation.near_commitments"
# What `reform_level` may read, to be listed by every rule that asks it.
LEVEL_READS: Final = (*LEVEL_PARAMETERS, NEAR)

_SUPPORTED: Final = Text(
    vi="Mọi điều kiện của {title} mà hệ thống biết đều đạt; Hội đồng xem xét, quyết định.",
    en="Every condition of {title} that the system knows of is met; the council considers and decides.",
)
_INSUFFICIENT: Final = Text(
    vi="Chưa đủ dữ kiện để đề xuất {title}. Còn thiếu: {facts}.",
    en="The facts do not suffice to suggest {title}. Still missing: {facts}.",
)
_REFORM_FALLS_SHORT: Final = Text(
    vi="Kết quả CCHC chưa hỗ trợ {title}: {facts}.",
    en="The reform results do not yet support {title}: {facts}.",
)
_FACTS_FALL_SHORT: Final = Text(
    vi="Dữ kiện đang có chưa hỗ trợ {title}: {facts}.",
    en="The facts on record do not yet support {title}: {facts}.",
)
_REFORM_LEVEL: Final = Text(vi="kết quả CCHC tương ứng mức {level}", en="the reform results correspond to {level}")
_WANTED_LEVEL: Final = Text(vi="cần mức {level} trở lên", en="{level} or better is needed")
_THE_LEVEL: Final = Text(vi="mức {level}", en="the level of {level}")
_UNKNOWN_FIGURES: Final = Text(
    vi="số liệu hoặc căn cứ để xác định kết quả CCHC có đạt mức {level} hay không",
    en="figures or rules to tell whether the reform results correspond to {level}",
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: met, failed, or (None) not known, with what it was read from."""

    figure: Figure
    passed: bool | None
    missing: Text
    from_reform: bool = False
    near: bool = False
    hints: tuple[Hint, ...] = ()


def weigh(title: Text, conditions: Sequence[Condition]) -> Draft:
    """Make one answer of all conditions: one known failure outweighs what is unknown, which outweighs what is met."""
    failed = [c for c in conditions if c.passed is False]
    unknown = [c for c in conditions if c.passed is None]
    hints = tuple(hint for c in conditions for hint in c.hints)
    figures = tuple(c.figure for c in conditions)
    missing = tuple(c.missing for c in unknown)
    if failed:
        outcome = Outcome.NEAR if all(c.near for c in failed) else Outcome.NOT_SUPPORTED
        template = _REFORM_FALLS_SHORT if any(c.from_reform for c in failed) else _FACTS_FALL_SHORT
        text = fill(template, title=title, facts=_listed(c.figure.label for c in failed))
    elif unknown:
        outcome = Outcome.INSUFFICIENT
        text = fill(_INSUFFICIENT, title=title, facts=_listed(missing))
    else:
        outcome = Outcome.FIRED
        text = fill(_SUPPORTED, title=title)
    return Draft(outcome, outcome.value, text, figures, missing, hints)


def level_conditions(facts: YearFacts, params: Parameters, wanted: Level) -> tuple[Condition, ...]:
    """Ask for a yearly level: the decided rating where the record holds it, else the reform results as one input."""
    rating = facts.known.get(known.RATING)
    if isinstance(rating, str):
        passed = at_least(Level(rating), wanted)
        label = fill(_WANTED_LEVEL, level=LEVEL_NAMES[wanted])
        return (Condition(Figure(label, rating, "level", None, passed), passed, known.LABELS[known.RATING]),)
    decided = Figure(known.LABELS[known.RATING], None, "level", None, None)
    return reform_level(facts, params, wanted), Condition(decided, None, known.LABELS[known.RATING])


def reform_level(facts: YearFacts, params: Parameters, wanted: Level) -> Condition:
    """Ask whether the reform results support a level."""
    reading = supported_level(facts, params)
    passed = reading.reaches(wanted)
    lacking = reading.lacking(wanted)
    near = passed is False and 0 < lacking <= Decimal(params.setting(NEAR).value)
    label = join(
        (
            fill(_REFORM_LEVEL, level=LEVEL_NAMES[reading.level]),
            fill(_WANTED_LEVEL, level=LEVEL_NAMES[wanted]),
        ),
        separator=", ",
    )
    hints = tuple(hint for hint in reading.hints if hint.result == wanted)
    missing = fill(_UNKNOWN_FIGURES, level=LEVEL_NAMES[wanted])
    figure = Figure(label, reading.level.value, "level", None, passed)
    return Condition(figure, passed, missing, True, near, hints)


def excellence(facts: YearFacts, params: Parameters) -> Condition:
    """Ask for the excellent level alone: by the decided rating, else open, because reform is one input of several."""
    conditions = level_conditions(facts, params, Level.EXCELLENT)
    deciding = next((c for c in conditions if c.passed is not True), conditions[0])
    return replace(deciding, missing=fill(_THE_LEVEL, level=LEVEL_NAMES[Level.EXCELLENT]))


def yes(facts: YearFacts, name: str) -> Condition:
    """Ask for a fact that is either so or not."""
    value = facts.known.get(name)
    passed = value if isinstance(value, bool) else None
    return Condition(Figure(known.LABELS[name], passed, "condition", None, passed), passed, known.LABELS[name])


def enough(facts: YearFacts, name: str, threshold: ParameterValue) -> Condition:
    """Ask for a number that reaches a parameter."""
    value = facts.known.get(name)
    number = value if isinstance(value, Decimal) else None
    least = Decimal(threshold.value)
    passed = None if number is None else number >= least
    return Condition(Figure(known.LABELS[name], number, threshold.unit, least, passed), passed, known.LABELS[name])


def any_of(label: Text, alternatives: Sequence[Condition]) -> Condition:
    """Ask for one of several: met by any, failed only when all are known to fail."""
    states = [c.passed for c in alternatives]
    passed = True if True in states else None if None in states else False
    missing = _listed((c.missing for c in alternatives if c.passed is None), word=Text(vi=" hoặc ", en=" or "))
    near = passed is False and any(c.near for c in alternatives)
    hints = () if passed else tuple(hint for c in alternatives for hint in c.hints)
    reform = any(c.from_reform for c in alternatives)
    return Condition(Figure(label, passed, "condition", None, passed), passed, missing, reform, near, hints)


def _listed(texts: Iterable[Text], word: Text | None = None) -> Text:
    kept = tuple(texts)
    between = word or Text(vi="; ", en="; ")
    return Text(vi=between.vi.join(t.vi for t in kept), en=between.en.join(t.en for t in kept))
