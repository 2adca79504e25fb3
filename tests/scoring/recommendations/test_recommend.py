"""What must hold of every recommendation, whatever the rules say."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.comparison import State
from scoring.quantities import canonical_json
from scoring.recommendations import Category, CommitmentFact, Level, Outcome, YearFacts, recommend
from scoring.recommendations.engine import TracedParameters, UndeclaredParameter
from scoring.recommendations.known import LABELS, UnableToUseFact
from scoring.recommendations.model import Draft, ReadOn, Rule, Subject
from scoring.rulebooks import Text, load_rulebook, read_package_data
from tests.scoring.builders import advise, commitment, commitments, rulebook, year_facts

ORDER = [Level.NOT_COMPLETED, Level.UNDETERMINED, Level.COMPLETED, Level.GOOD, Level.EXCELLENT]
UP = [State.MISSED, State.AT_RISK, State.ON_TRACK, State.MET]

items = st.lists(
    st.tuples(st.sampled_from(State), st.booleans(), st.booleans(), st.none() | st.booleans()), max_size=12
).map(
    lambda rows: tuple(
        commitment(n, state, exceeded=exceeded, key=key, on_time=on_time)
        for n, (state, exceeded, key, on_time) in enumerate(rows, start=1)
    )
)
switches = [
    name for name in LABELS if name.startswith(("blocking", "emulation", "initiative", "science", "collective"))
]
known = st.dictionaries(st.sampled_from(switches), st.booleans(), max_size=4)
facts = st.builds(
    lambda rows, subject, final, extra, year: year_facts(rows, subject=subject, final=final, known=extra, year=year),
    items,
    st.sampled_from(["unit", "leader"]),
    st.booleans(),
    known,
    st.sampled_from([2025, 2026]),
)


@given(facts, st.randoms())
def test_the_order_of_the_facts_and_asking_twice_change_nothing(given_facts: YearFacts, chance: object) -> None:
    rows = list(given_facts.commitments)
    chance.shuffle(rows)  # type: ignore[attr-defined]
    shuffled = replace(given_facts, commitments=tuple(rows), known=dict(reversed(list(given_facts.known.items()))))
    once = advise(given_facts)
    assert advise(shuffled) == once == advise(given_facts)
    assert canonical_json(advise(shuffled)) == canonical_json(once)


@given(facts)
def test_every_recommendation_is_whole(given_facts: YearFacts) -> None:
    recommendation = advise(given_facts)
    assert recommendation.provisional is not given_facts.final
    assert json.loads(canonical_json(recommendation))["trace_digest"] == recommendation.trace_digest
    for finding in recommendation.findings:
        assert finding.text.vi
        assert finding.text.en
        assert "{" not in finding.text.vi + finding.text.en
        assert "đủ điều kiện" not in finding.text.vi
        assert bool(finding.readings) is (finding.certainty is not None)
        if finding.outcome is Outcome.INSUFFICIENT and finding.category is Category.COMMENDATION:
            assert finding.missing
    for title in recommendation.commendations:
        assert not recommendation.blocked
        assert all(figure.passed is not False for figure in title.figures)
    assert recommendation.review.called == bool(recommendation.review.reasons)


@given(items, st.integers(0, 11), st.booleans())
def test_doing_better_on_one_commitment_never_supports_a_lower_level(
    rows: tuple[CommitmentFact, ...], index: int, final: bool
) -> None:
    rows = tuple(row for row in rows if row.state in UP)
    if not rows:
        return
    row = rows[index % len(rows)]
    better_state = UP[min(UP.index(row.state) + 1, len(UP) - 1)]
    better = tuple(replace(r, state=better_state, exceeded=True, on_time=True) if r is row else r for r in rows)
    before, after = (advise(year_facts(some, final=final)) for some in (rows, better))
    assert ORDER.index(before.level) <= ORDER.index(after.level)
    assert before.review.called or not after.review.called


@given(items)
def test_learning_a_figure_never_takes_back_a_level_or_a_failure(rows: tuple[CommitmentFact, ...]) -> None:
    before = advise(year_facts(rows))
    for state in (State.MET, State.MISSED):
        learnt = tuple(replace(r, state=state) if r.state is State.NO_DATA else r for r in rows)
        after = advise(year_facts(learnt))
        if before.level in (Level.COMPLETED, Level.GOOD, Level.EXCELLENT):
            assert ORDER.index(after.level) >= ORDER.index(before.level)
        if before.level is Level.NOT_COMPLETED:
            assert after.level is Level.NOT_COMPLETED
        if before.review.called:
            assert after.review.called


@given(facts)
@settings(max_examples=30)
def test_any_change_of_the_facts_or_of_the_rules_changes_the_trace(given_facts: YearFacts) -> None:
    original = advise(given_facts).trace_digest
    assert advise(replace(given_facts, final=not given_facts.final)).trace_digest != original
    assert advise(replace(given_facts, day=date(2027, 1, 6)), on=given_facts.day).trace_digest != original
    files = read_package_data()
    files["units.yaml"] += b"# another release\n"
    assert recommend(given_facts, load_rulebook(files), on=given_facts.day).trace_digest != original


def test_it_says_under_which_rules_and_how_surely() -> None:
    recommendation = advise(year_facts(commitments(met=4)))
    assert recommendation.rulebook_digest == rulebook().digest
    assert recommendation.certainty == "unconfirmed"
    assert recommendation.level_finding is recommendation.findings[0]


def test_a_year_is_rated_under_its_own_law_when_the_next_has_begun() -> None:
    in_january = advise(year_facts(commitments(met=4)), on=date(2026, 1, 20))
    assert in_january.findings[0].rule_id == "level_by_tasks"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("blocking.inspecton_running", True),
        ("blocking.inspection_running", Decimal(1)),
        ("rating.level", "superb"),
        ("members.advanced_share", True),
        ("members.advanced_share", "70"),
    ],
)
def test_a_fact_that_no_rule_could_read_is_refused(name: str, value: str | Decimal | bool) -> None:
    with pytest.raises(UnableToUseFact, match=name.replace(".", r"\.")):
        advise(year_facts(commitments(met=1), known={name: value}))


def test_two_commitments_of_one_number_are_refused() -> None:
    with pytest.raises(ValueError, match="same number"):
        advise(year_facts([commitment(1, "met"), commitment(1, "missed")]))


def test_a_recommendation_is_about_a_unit_or_a_leader_only() -> None:
    with pytest.raises(ValueError, match="both"):
        advise(year_facts(commitments(met=1), subject="both"))


def test_a_rule_cannot_read_what_it_does_not_list() -> None:
    rule = Rule(
        id="curious",
        title=Text("x", "x"),
        category=Category.INFORMATION,
        subject=Subject.BOTH,
        parameters=("level.points.good",),
        applies_from=None,
        applies_until=None,
        read_on=ReadOn.YEAR,
        evaluate=lambda _facts, _params: Draft(Outcome.FIRED, "x", Text("x", "x")),
    )
    params = TracedParameters(rule, rulebook().at(date(2026, 1, 1)))
    assert params.get("level.points.good").value == 70
    assert list(params.read) == ["level.points.good"]
    for ask in (params.get, params.has, params.setting):
        with pytest.raises(UndeclaredParameter, match="curious"):
            ask("level.points.excellent")
