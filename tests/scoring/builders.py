"""Plain values for the tests of the core; nothing here needs a database."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from scoring.comparison import Direction, Facts, Reading, StandingParameters, State, Terms
from scoring.recommendations import CommitmentFact, Finding, Recommendation, Subject, YearFacts, recommend
from scoring.rulebooks import Rulebook, load_rulebook, read_package_data

FIRST, DUE = date(2025, 1, 1), date(2025, 12, 31)
IN_YEAR, AFTER = date(2025, 10, 15), date(2026, 1, 5)
PARAMS = StandingParameters(duty_warning_days=15)


@cache
def rulebook() -> Rulebook:
    return load_rulebook(read_package_data())


def terms(
    reading: Reading = Reading.LATEST,
    direction: Direction = Direction.UP,
    target: str = "80",
    *,
    high: str | None = None,
    baseline: str | None = None,
    decimals: int = 2,
    first_day: date = FIRST,
    due_date: date = DUE,
) -> Terms:
    return Terms(
        reading=reading,
        direction=direction,
        target=Decimal(target),
        target_high=None if high is None else Decimal(high),
        baseline=None if baseline is None else Decimal(baseline),
        decimals=decimals,
        first_day=first_day,
        due_date=due_date,
    )


def value(text: str | None, *, waived: bool = False, report_pending: bool = False) -> Facts:
    return Facts(None if text is None else Decimal(text), waived=waived, report_pending=report_pending)


def share(numerator: str | None, denominator: str | None, **flags: bool) -> Facts:
    return Facts(
        None,
        None if numerator is None else Decimal(numerator),
        None if denominator is None else Decimal(denominator),
        **flags,
    )


def commitment(
    number: int,
    state: str | State,
    *,
    exceeded: bool = False,
    key: bool = False,
    on_time: bool | None = None,
) -> CommitmentFact:
    return CommitmentFact(
        number=number,
        title=f"Nội dung {number}",
        kind="latest",
        state=State(state),
        value=Decimal("81.5"),
        target=Decimal(80),
        unit_of_measure="điểm",
        gap=Decimal("1.5"),
        exceeded=exceeded,
        key=key,
        due_date=DUE,
        observation_ids=(number,),
        as_of=IN_YEAR,
        on_time=on_time,
    )


def commitments(*, exceeded: int = 0, **counts: int) -> tuple[CommitmentFact, ...]:
    """Number commitments through the states named; the first ones that are done go beyond their target."""
    states = [state for state, count in counts.items() for _ in range(count)]
    return tuple(commitment(n, state, exceeded=n <= exceeded) for n, state in enumerate(states, start=1))


def year_facts(
    items: Iterable[CommitmentFact],
    *,
    subject: str = Subject.LEADER,
    final: bool = True,
    known: Mapping[str, str | Decimal | bool] | None = None,
    first_day: date | None = None,
    year: int = 2025,
) -> YearFacts:
    return YearFacts(
        subject=subject,
        year=year,
        day=date(year + 1, 1, 5) if final else date(year, 10, 15),
        first_day=first_day or date(year, 1, 1),
        last_day=date(year, 12, 31),
        commitments=tuple(items),
        known=known or {},
        final=final,
    )


def advise(facts: YearFacts, *, on: date | None = None) -> Recommendation:
    return recommend(facts, rulebook(), on=on or facts.day)


def found(recommendation: Recommendation, rule_id: str) -> Finding:
    return next(finding for finding in recommendation.findings if finding.rule_id == rule_id)


def finding(rule_id: str, facts: YearFacts, *, on: date | None = None) -> Finding:
    return found(advise(facts, on=on), rule_id)
