"""Reads of issued recommendations, each in a fixed number of queries whatever the number of units."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language

from commitments.indicators.models import Observation
from commitments.organization.models import CohortMembership
from commitments.organization.selectors import in_force
from commitments.organization.selectors.scope import SEEING, Scope
from commitments.recommendations.models import IssueBatch, Recommendation, SubjectKind
from commitments.recommendations.selectors.reading import SealedLine, line_read, met_read
from commitments.sources.models import RawSnapshot
from scoring.recommendations.rules import RULES

PAGE_SIZE = 50
_OBSERVATIONS_AT_ONCE = 10_000
_TITLES = {rule.id: rule.title for rule in RULES}


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One issuing of a year."""

    batch_id: int
    year: int
    number: int
    day: date
    known_until: datetime
    is_provisional: bool
    rulebook_name: str
    rulebook_sha256: str
    issued_by: str
    issued_at: datetime
    recommendations: int
    sha256: str
    previous_id: int | None


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """One line as a list shows it. `commendation` is the rule's code, `commendation_title` its name for people."""

    uuid: UUID
    subject: SubjectKind
    unit_id: int
    unit_path: str
    unit_uuid: UUID
    unit_name: str
    unit_kind: str
    tenure_id: int | None
    leader_name: str
    post: str
    tenure_first_day: date | None
    tenure_last_day: date | None
    level: str
    applicable: int
    done: int
    commendation: str
    commendation_title: str
    commendation_outcome: str
    is_blocked: bool
    calls_review: bool
    needs_people: bool
    certainty: str


@dataclass(frozen=True, slots=True)
class RecommendationPage:
    """One page of a list, how many lines there are in all, and how many of each level."""

    rows: tuple[RecommendationRow, ...]
    total: int
    page: int
    pages: int
    by_level: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ObservationView:
    """A figure behind a fact, with the way back to the bytes: run, file and line."""

    observation_id: int
    period_key: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    known_at: datetime
    run_id: int
    source_name: str
    file_number: int
    file_name: str
    row_number: int


@dataclass(frozen=True, slots=True)
class RecommendationDetail:
    """One recommendation explained: the list row, the sealed line, its figures' origin, and the issue before.

    `is_whole` tells whether the stored text still has the sha256 that was written down when it was issued.
    """

    row: RecommendationRow
    batch: BatchRow
    sha256: str
    is_whole: bool
    sentence: str
    line: SealedLine
    observations: Mapping[int, ObservationView]
    previous: RecommendationRow | None
    previous_number: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What an issue says otherwise than an earlier one of a subject; a side is None where it has no line."""

    before: RecommendationRow | None
    after: RecommendationRow | None
    changed: tuple[str, ...]


def latest_batch(*, year: int | None = None) -> BatchRow | None:
    """Return the last issue of a year, or of the latest year that has one; None when nothing was issued."""
    batches = IssueBatch.objects.filter(year=year) if year is not None else IssueBatch.objects.all()
    return next(iter(_batch_rows(batches.order_by("-year", "-number")[:1])), None)


def batch_rows(*, year: int) -> list[BatchRow]:
    """Return every issue of a year, the latest first, in one query."""
    return _batch_rows(IssueBatch.objects.filter(year=year).order_by("-number"))


def batch_row(*, batch_id: int) -> BatchRow | None:
    """Return one issue."""
    return next(iter(_batch_rows(IssueBatch.objects.filter(pk=batch_id))), None)


def recommendation_rows(
    *,
    batch_id: int,
    scope: Scope | None = None,
    subject: str = "",
    level: str = "",
    cohort: str = "",
    unit_id: int | None = None,
    calls_review: bool | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> RecommendationPage:
    """Return a page of an issue's lines, by unit name, in three queries.

    Args:
        scope: show only what this person may read: what is about them, and what they oversee; None shows all.
        cohort: key of a ranking group, as its members stood on the day of the issue; empty for all.
        page: from 1; a number beyond the last page gives the last one.
    """
    lines = _lines(batch_id, scope, cohort)
    if subject:
        lines = lines.filter(subject=subject)
    if unit_id is not None:
        lines = lines.filter(unit_id=unit_id)
    if calls_review is not None:
        lines = lines.filter(calls_review=calls_review)
    by_level = dict(lines.order_by().values_list("level").annotate(lines=Count("pk")))
    if level:
        lines = lines.filter(level=level)
        total = by_level.get(level, 0)
    else:
        total = sum(by_level.values())
    pages = max(1, ceil(total / size))
    page = min(max(page, 1), pages)
    shown = lines.order_by("unit__name", "unit_id", "-subject", "tenure_id")[(page - 1) * size : page * size]
    return RecommendationPage(tuple(_row(line) for line in shown), total, page, pages, by_level)


def met_counts(*, uuids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many commitments of each line are met for good, not only on track; one query."""
    payloads = Recommendation.objects.filter(uuid__in=uuids).values_list("uuid", "payload")
    return {uuid: met for uuid, payload in payloads if (met := met_read(payload)) is not None}


def batch_is_in_sight(*, batch_id: int, scope: Scope) -> bool:
    """Tell whether a person may read every line of an issue, so that they may take it along whole; one query."""
    return not Recommendation.objects.filter(batch_id=batch_id).exclude(_in_sight(scope)).exists()


def recommendation_detail(*, uuid: UUID) -> RecommendationDetail | None:
    """Return one recommendation explained, in four queries; None when there is none of this id.

    Texts come in the active language. Whether the reader may see it is for policy to say.
    """
    line = (
        _lean(Recommendation.objects.filter(uuid=uuid), payload=True)
        .select_related("batch__rulebook_release", "unit", "tenure__leader")
        .defer("batch__rulebook_release__content")
        .first()
    )
    if line is None:
        return None
    sealed = line_read(line.payload)
    same = Q(tenure_id=line.tenure_id) if line.tenure_id is not None else Q(tenure__isnull=True)
    before = (
        _lean(Recommendation.objects.filter(same, subject=line.subject, unit_id=line.unit_id))
        .filter(batch__year=line.batch.year, batch__number__lt=line.batch.number)
        .select_related("batch")
        .order_by("-batch__number")
        .first()
    )
    level = sealed.of("level")
    return RecommendationDetail(
        row=_row(line),
        batch=_batch_row(line.batch, before.batch_id if before else None),
        sha256=line.sha256,
        is_whole=hashlib.sha256(line.payload.encode()).hexdigest() == line.sha256,
        sentence=level[0].text if level else "",
        line=sealed,
        observations=observations_behind({pk for fact in sealed.facts for pk in fact.observation_ids}),
        previous=_row(before) if before else None,
        previous_number=before.batch.number if before else None,
    )


def observations_behind(observation_ids: Collection[int]) -> dict[int, ObservationView]:
    """Return where figures came from, by observation id, in two queries for each ten thousand."""
    ids = sorted(observation_ids)
    found: dict[int, ObservationView] = {}
    for start in range(0, len(ids), _OBSERVATIONS_AT_ONCE):
        found |= _observations(ids[start : start + _OBSERVATIONS_AT_ONCE])
    return found


def _observations(ids: list[int]) -> dict[int, ObservationView]:
    rows = list(
        Observation.objects.filter(pk__in=ids)
        .order_by("pk")
        .values_list(
            "pk",
            "period__key",
            "value",
            "numerator",
            "denominator",
            "known_at",
            "run_id",
            "run__source_run__source__name",
            "file_number",
            "row_number",
        )
    )
    files = dict(_file_names({row[6] for row in rows}))
    return {
        row[0]: ObservationView(*row[:7], row[7] or "", row[8], files.get((row[6], row[8]), ""), row[9]) for row in rows
    }


def _file_names(run_ids: set[int]) -> list[tuple[tuple[int, int], str]]:
    files = RawSnapshot.objects.filter(run_id__in=run_ids).values_list("run_id", "number", "file_name")
    return [((run_id, number), name) for run_id, number, name in files]


def batch_differences(*, batch_id: int, previous_id: int) -> list[Difference]:
    """List the subjects whose level, commendation or review an issue changed, in two queries, by unit."""
    after, before = _by_subject(batch_id), _by_subject(previous_id)
    found = []
    for key in sorted(after.keys() | before.keys()):
        was, now = before.get(key), after.get(key)
        changed = _changed(was, now)
        if changed:
            found.append(Difference(was, now, changed))
    return found


def _changed(was: RecommendationRow | None, now: RecommendationRow | None) -> tuple[str, ...]:
    if was is None or now is None:
        return ("added",) if was is None else ("removed",)
    pairs = {
        "level": (was.level, now.level),
        "commendation": (
            (was.commendation, was.commendation_outcome, was.is_blocked),
            (now.commendation, now.commendation_outcome, now.is_blocked),
        ),
        "review": (was.calls_review, now.calls_review),
    }
    return tuple(name for name, (one, other) in pairs.items() if one != other)


def _by_subject(batch_id: int) -> dict[tuple[str, str, int, int], RecommendationRow]:
    rows = (_row(line) for line in _lines(batch_id, None, ""))
    return {(row.unit_name, str(row.subject), row.unit_id, row.tenure_id or 0): row for row in rows}


def _lines(batch_id: int, scope: Scope | None, cohort: str) -> QuerySet[Recommendation]:
    lines = _lean(Recommendation.objects.filter(batch_id=batch_id))
    if scope is not None:
        lines = lines.filter(_in_sight(scope))
    if cohort:
        day = IssueBatch.objects.filter(pk=batch_id).values_list("day", flat=True).first() or date.min
        members = CohortMembership.objects.filter(in_force(day), cohort__key=cohort)
        lines = lines.filter(unit_id__in=members.values("unit_id"))
    return lines


def _in_sight(scope: Scope) -> Q:
    """The same answer as the policy's for one line: a unit's line for its head, a head's line for that head."""
    condition = Q(tenure_id__in=sorted(scope.tenure_ids))
    condition |= Q(tenure__isnull=True, unit_id__in=sorted(scope.headed_unit_ids))
    for grant in scope.grants:
        if grant.role in SEEING:
            condition |= Q(unit__path__startswith=grant.unit_path)
    return condition


def _lean(lines: QuerySet[Recommendation], *, payload: bool = False) -> QuerySet[Recommendation]:
    lines = lines.select_related("unit", "tenure__leader")
    return lines if payload else lines.defer("payload")


def _row(line: Recommendation) -> RecommendationRow:
    tenure, title = line.tenure, _TITLES.get(line.commendation)
    english = (get_language() or "vi").startswith("en")
    return RecommendationRow(
        uuid=line.uuid,
        subject=SubjectKind(line.subject),
        unit_id=line.unit_id,
        unit_path=line.unit.path,
        unit_uuid=line.unit.uuid,
        unit_name=line.unit.name,
        unit_kind=line.unit.kind,
        tenure_id=line.tenure_id,
        leader_name=tenure.leader.name if tenure else "",
        post=tenure.post if tenure else "",
        tenure_first_day=tenure.first_day if tenure else None,
        tenure_last_day=tenure.last_day if tenure else None,
        level=line.level,
        applicable=line.applicable,
        done=line.done,
        commendation=line.commendation,
        commendation_title=(title.en if english else title.vi) if title else line.commendation,
        commendation_outcome=line.commendation_outcome,
        is_blocked=line.is_blocked,
        calls_review=line.calls_review,
        needs_people=line.needs_people,
        certainty=line.certainty,
    )


def _batch_rows(batches: QuerySet[IssueBatch]) -> list[BatchRow]:
    earlier = IssueBatch.objects.filter(year=OuterRef("year"), number__lt=OuterRef("number")).order_by("-number")
    rows = batches.annotate(previous_id=Subquery(earlier.values("pk")[:1]))
    return [
        _batch_row(row, row.previous_id)
        for row in rows.select_related("rulebook_release").defer("rulebook_release__content")
    ]


def _batch_row(batch: IssueBatch, previous_id: int | None) -> BatchRow:
    return BatchRow(
        batch_id=batch.pk,
        year=batch.year,
        number=batch.number,
        day=batch.day,
        known_until=batch.known_until,
        is_provisional=batch.is_provisional,
        rulebook_name=batch.rulebook_release.name,
        rulebook_sha256=batch.rulebook_release.sha256,
        issued_by=batch.issued_by_name,
        issued_at=batch.issued_at,
        recommendations=batch.recommendations,
        sha256=batch.sha256,
        previous_id=previous_id,
    )
