"""Runs the cases that lawyers write: one YAML file each, in `cases/`.

A case names the day (`on`), how many commitments stand in which state, what else is known, and what must come out.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.recommendations import CommitmentFact, Finding, YearFacts
from scoring.rulebooks.strict_yaml import read_yaml
from tests.scoring.builders import advise, commitment, found

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
NUMBERS = ("titles.grassroots", "titles.provincial_in", "titles.years", "members", "tenure", "reform")


def _commitments(inputs: dict[str, Any]) -> tuple[CommitmentFact, ...]:
    items: list[CommitmentFact] = []
    for group in inputs["commitments"]:
        assert set(group) <= {"count", "state", "exceeded", "key", "on_time"}
        for _ in range(group["count"]):
            options = {name: group[name] for name in ("exceeded", "key", "on_time") if name in group}
            items.append(commitment(len(items) + 1, group["state"], **options))
    return tuple(items)


def _facts(inputs: dict[str, Any]) -> YearFacts:
    assert set(inputs) <= {"subject", "year", "day", "first_day", "last_day", "final", "commitments", "known"}
    known = {
        name: Decimal(value) if name.startswith(NUMBERS) and not isinstance(value, bool) else value
        for name, value in inputs.get("known", {}).items()
    }
    return YearFacts(
        subject=inputs["subject"],
        year=inputs["year"],
        day=inputs["day"],
        first_day=inputs["first_day"],
        last_day=inputs["last_day"],
        commitments=_commitments(inputs),
        known=known,
        final=inputs["final"],
    )


def _told(finding: Finding) -> dict[str, str | None]:
    return {"outcome": finding.outcome, "result": finding.result, "certainty": finding.certainty}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = read_yaml(path.read_bytes())
    assert isinstance(case, dict)
    assert set(case) == {"name", "on", "inputs", "expected", "why"}
    assert set(case["expected"]) <= {"level", "review", "blocked", "commendations", "findings", "absent"}
    recommendation = advise(_facts(case["inputs"]), on=case["on"])
    expected = case["expected"]
    told: dict[str, object] = {
        "level": recommendation.level,
        "review": recommendation.review.called,
        "blocked": recommendation.blocked,
        "commendations": [finding.rule_id for finding in recommendation.commendations],
    }
    for name, value in told.items():
        if name in expected:
            assert value == expected[name], f"{name}: {case['why']}"
    for rule_id, wanted in expected.get("findings", {}).items():
        assert {k: v for k, v in _told(found(recommendation, rule_id)).items() if k in wanted} == wanted, rule_id
    for rule_id in expected.get("absent", []):
        assert rule_id not in {finding.rule_id for finding in recommendation.findings}


def test_there_are_cases() -> None:
    assert len(CASES) >= 12
