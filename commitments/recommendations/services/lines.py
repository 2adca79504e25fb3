"""From gathered figures to sealed lines. Issuing a year and computing it again both come through here.

One file, though a long one: everything that decides the sealed bytes stands in it.
"""

import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from commitments.agreements.models import ProgressReport, ReportState
from commitments.comparison.selectors import GatheredCommitment, commitments_gather
from commitments.recommendations.models import Recommendation
from commitments.recommendations.selectors.subjects import SEVERAL_HEADS, Subject, subjects_of_year
from commitments.rulebooks.models import RulebookRelease
from commitments.rulebooks.selectors import rulebook_of
from scoring.comparison import State
from scoring.quantities import canonical_json
from scoring.recommendations import CommitmentFact, Finding, YearFacts, recommend
from scoring.recommendations import Recommendation as Advice
from scoring.recommendations.tallies import Tally, tally
from scoring.rulebooks import ParameterValue, Rulebook

# Names how the bytes of a line are made. Its output never changes in place: another way gets another name.
SCHEME = "camket-recommendation-v1"
UNITS_AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Moment:
    """What an issue speaks from; with it, the same lines can be computed again."""

    year: int
    day: date
    known_until: datetime
    observation_cutoff: int
    is_final: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list shows of a line; the same can be read from its payload."""

    level: str
    applicable: int
    done: int
    commendation: str
    commendation_outcome: str
    is_blocked: bool
    calls_review: bool
    needs_people: bool
    certainty: str


@dataclass(frozen=True, slots=True)
class Line:
    """One computed line. The sealed text is kept packed: a nation's lines wait in memory for one transaction."""

    subject: Subject
    shown: Shown
    packed: bytes
    sha256: str

    @property
    def payload(self) -> str:
        """The sealed text."""
        return zlib.decompress(self.packed).decode()

    def row(self, batch_id: int) -> Recommendation:
        """Give the line as a row of an issue, not yet saved."""
        return Recommendation(
            batch_id=batch_id,
            subject=self.subject.kind,
            unit_id=self.subject.unit_id,
            tenure_id=self.subject.tenure_id,
            payload=self.payload,
            sha256=self.sha256,
            **asdict(self.shown),
        )


def lines_compute(moment: Moment) -> Iterator[list[Line]]:
    """Compute every line of a year, a few hundred units at a time, in the order in which they are sealed.

    The number of queries grows with the hundreds of units and the days on which a head left, not with the lines.
    """
    subjects = subjects_of_year(year=moment.year, day=moment.day, known_until=moment.known_until)
    releases = _releases({subject.release_id for subject in subjects})
    units = list(dict.fromkeys(subject.unit_id for subject in subjects))
    by_unit: dict[int, list[Subject]] = defaultdict(list)
    for subject in subjects:
        by_unit[subject.unit_id].append(subject)
    for start in range(0, len(units), UNITS_AT_ONCE):
        chunk = [subject for unit_id in units[start : start + UNITS_AT_ONCE] for subject in by_unit[unit_id]]
        gathered = _gather(moment, chunk)
        yield [
            _line(moment, subject, gathered[subject.judged_on, subject.unit_id], releases[subject.release_id])
            for subject in chunk
        ]


@dataclass(frozen=True, slots=True)
class _Release:
    """The rules that an agreement was signed under; `readings` keeps the plain form of each value read so far."""

    name: str
    sha256: str
    rulebook: Rulebook
    readings: dict[str, Any] = field(default_factory=dict)

    def reading(self, value: ParameterValue) -> str:
        """Return the name under which a line keeps a value that a rule read."""
        name = f"{value.key}@{value.from_day}"
        if name not in self.readings:
            self.readings[name] = json.loads(canonical_json(value))
        return name


def _releases(release_ids: set[int]) -> dict[int, _Release]:
    rows = RulebookRelease.objects.filter(pk__in=release_ids).values_list("pk", "name", "sha256")
    return {pk: _Release(name, sha256, rulebook_of(pk)) for pk, name, sha256 in rows}


@dataclass(frozen=True, slots=True)
class _Item:
    """A gathered commitment, and whether the record knows it was done in time."""

    figures: GatheredCommitment
    on_time: bool | None


def _gather(moment: Moment, subjects: Sequence[Subject]) -> Mapping[tuple[date, int], list[_Item]]:
    """Read the figures once per day on which somebody is judged: the day of the issue, and the last days of tenures."""
    days: dict[date, set[int]] = defaultdict(set)
    for subject in subjects:
        days[subject.judged_on].add(subject.unit_id)
    unit_ids = {subject.unit_id for subject in subjects}
    done_on = _duties_done(moment, unit_ids)
    found: dict[tuple[date, int], list[_Item]] = defaultdict(list)
    for day in sorted(days):
        for item in commitments_gather(
            year=moment.year,
            day=day,
            known_until=moment.known_until,
            observation_cutoff=moment.observation_cutoff,
            unit_ids=days[day],
        ):
            done = done_on.get(item.commitment_id)
            found[day, item.unit_id].append(_Item(item, None if done is None else done <= item.due_date))
    return found


def _duties_done(moment: Moment, unit_ids: set[int]) -> dict[int, date]:
    """Give the day on which each reported duty was done, by the last report accepted up to the moment."""
    accepted = ProgressReport.objects.filter(
        commitment__agreement__year=moment.year,
        commitment__unit_id__in=unit_ids,
        state=ReportState.ACCEPTED,
        decision_recorded_at__lte=moment.known_until,
        done_on__isnull=False,
    )
    pairs = accepted.order_by("decision_recorded_at", "id").values_list("commitment_id", "done_on")
    return {commitment_id: done_on for commitment_id, done_on in pairs if done_on is not None}


def _line(moment: Moment, subject: Subject, items: Sequence[_Item], release: _Release) -> Line:
    mine = [item for item in items if subject.due_from <= item.figures.due_date <= subject.due_until]
    facts = YearFacts(
        subject=str(subject.kind),
        year=moment.year,
        day=subject.judged_on,
        first_day=subject.first_day,
        last_day=subject.last_day,
        commitments=tuple(_fact(item) for item in sorted(mine, key=lambda item: item.figures.number)),
        known={},
        final=moment.is_final,
    )
    advice = recommend(facts, release.rulebook, on=moment.day)
    counts = tally(facts)
    findings = [_finding(finding, release) for finding in advice.findings]
    content = {
        "scheme": SCHEME,
        "subject": subject.basis,
        "labels": subject.labels,
        "flags": subject.flags,
        "rulebook": {"name": release.name, "sha256": release.sha256},
        "facts": facts,
        "items": {str(item.figures.number): _extra(item.figures) for item in mine},
        "tally": counts,
        "recommendation": {**_advice(advice), "findings": findings},
        "readings": {name: release.readings[name] for finding in findings for name in finding["readings"]},
    }
    sealed = canonical_json(content)
    shown = _shown(subject, advice, counts)
    return Line(subject, shown, zlib.compress(sealed, 1), hashlib.sha256(sealed).hexdigest())


def _shown(subject: Subject, advice: Advice, counts: Tally) -> Shown:
    first = min(advice.commendations, key=lambda finding: finding.outcome != "fired", default=None)
    return Shown(
        level=advice.level.value,
        applicable=counts.applicable,
        done=counts.done,
        commendation=first.rule_id if first else "",
        commendation_outcome=first.outcome.value if first else "",
        is_blocked=advice.blocked,
        calls_review=advice.review_called,
        needs_people=SEVERAL_HEADS in subject.flags,
        certainty=advice.certainty.value if advice.certainty else "",
    )


def _fact(item: _Item) -> CommitmentFact:
    figures = item.figures
    gap = figures.standing.gap
    return CommitmentFact(
        number=figures.number,
        title=figures.title,
        kind=str(figures.kind),
        state=State(figures.standing.state),
        value=figures.standing.value,
        target=figures.target,
        unit_of_measure=figures.unit_of_measure,
        gap=gap,
        exceeded=gap is not None and gap > Decimal(0),
        key=figures.is_key,
        due_date=figures.due_date,
        observation_ids=tuple(sorted(figures.observation_ids)),
        as_of=figures.known_at,
        on_time=item.on_time,
    )


def _extra(figures: GatheredCommitment) -> dict[str, Any]:
    """What a page or the workbook shows of an item beside what the rules read."""
    return {
        "commitment": figures.commitment_id,
        "direction": str(figures.direction),
        "target_high": figures.target_high,
        "decimals": figures.decimals,
        "reason": str(figures.standing.reason),
        "numerator": figures.numerator,
        "denominator": figures.denominator,
        "rank": figures.rank,
        "rank_of": figures.rank_of,
        "closing_value": figures.closing_value,
        "closing_state": str(figures.closing_state or ""),
    }


def _advice(advice: Advice) -> dict[str, Any]:
    """Say what the core said, but for its findings, which follow."""
    return {
        "engine": advice.engine,
        "on": advice.on,
        "provisional": advice.provisional,
        "level": advice.level,
        "blocked": advice.blocked,
        "commendations": advice.open_titles,
        "review": {"called": advice.review_called, "reasons": [finding.rule_id for finding in advice.review.reasons]},
        "certainty": advice.certainty,
        "rulebook": advice.rulebook_digest,
        "trace": advice.trace_digest,
    }


def _finding(finding: Finding, release: _Release) -> dict[str, Any]:
    """Say what one rule said; the values it read are named here and kept once for the whole line."""
    return {
        "rule": finding.rule_id,
        "title": finding.title,
        "category": finding.category,
        "outcome": finding.outcome,
        "result": finding.result,
        "text": finding.text,
        "figures": finding.figures,
        "missing": finding.missing,
        "hints": finding.what_would_change,
        "commitments": finding.commitments,
        "readings": [release.reading(value) for value in finding.readings],
        "certainty": finding.certainty,
    }
