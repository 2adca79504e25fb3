"""Deriving any moment again: the same gathering and judging as the refresh, held back to what was known then."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from commitments.agreements.models import Commitment
from commitments.comparison.selectors.chosen import commitments_of_year
from commitments.comparison.selectors.gather import FactRow, Moment, facts_of, members_of
from commitments.comparison.selectors.judge import Judge, Outcome, rankings
from commitments.comparison.selectors.parameters import warning_days_of
from commitments.lib.fields import from_scaled
from scoring.comparison import Direction, Standing, State

_CHUNK: Final = 4_000


@dataclass(frozen=True, slots=True)
class GatheredCommitment:
    """One signed commitment and how it stood at a moment.

    `observation_ids` are the figures it rests on, ascending; for a rank the unit's own (its cohort's follow from the
    moment). `known_at` is when the newest of them was known. `closing_*` as in `Standing`.
    """

    commitment_id: int
    unit_id: int
    number: int
    title: str
    kind: str
    is_key: bool
    unit_of_measure: str
    decimals: int
    target: Decimal
    target_high: Decimal | None
    direction: Direction
    due_date: date
    first_day: date
    standing: Standing
    rank: int | None
    rank_of: int | None
    observation_ids: tuple[int, ...]
    known_at: datetime | None
    closing_value: Decimal | None
    closing_state: State | None
    numerator: Decimal | None
    denominator: Decimal | None


@dataclass(frozen=True, slots=True)
class _Words:
    number: int
    title: str
    kind: str
    is_key: bool
    unit_of_measure: str


def commitments_gather(
    *,
    year: int,
    day: date,
    known_until: datetime,
    observation_cutoff: int,
    unit_ids: Collection[int] | None = None,
) -> Iterator[GatheredCommitment]:
    """Yield every commitment of a year's signed agreements as it stood, ordered by unit and number.

    Asked again with the same arguments it yields the same, whatever was pulled or decided since. Four queries for
    each 4,000 commitments; memory does not grow with their number.

    Args:
        day: civil day on which deadlines are judged.
        known_until: aware UTC; signatures, reports and waivers decided later are not seen.
        observation_cutoff: observations with a higher id are not seen; from `services.observation_cutoff`.
        unit_ids: only these units; None for all.
    """
    moment = Moment(day, known_until, observation_cutoff)
    judge = Judge(moment, warning_days_of)
    ids = commitments_of_year(year=year, unit_ids=unit_ids)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        rows = {row.commitment_id: row for row in facts_of(chunk, moment, with_ids=True)}
        in_order = [rows[commitment_id] for commitment_id in chunk if commitment_id in rows]
        words = _words_of(chunk)
        for outcome, standing in judge.judge(in_order, rankings(members_of(chunk, moment))):
            commitment_id = outcome.commitment_id
            yield _gathered(rows[commitment_id], words[commitment_id], outcome, standing)


def _words_of(ids: Collection[int]) -> dict[int, _Words]:
    fields = ("id", "number", "title", "kind", "is_key", "unit_of_measure")
    first, last = min(ids), max(ids)
    # A range, not a list of ids: SQLite limits how many values one statement may carry.
    found = Commitment.objects.filter(id__gte=first, id__lte=last).order_by("id")
    wanted = set(ids)
    return {row[0]: _Words(*row[1:]) for row in found.values_list(*fields).iterator() if row[0] in wanted}


def _gathered(row: FactRow, words: _Words, outcome: Outcome, standing: Standing) -> GatheredCommitment:
    if row.observation_ids is not None:
        observation_ids = tuple(sorted(map(int, row.observation_ids.split(","))))
    else:
        observation_ids = () if row.observation_id is None else (row.observation_id,)
    return GatheredCommitment(
        commitment_id=row.commitment_id,
        unit_id=row.unit_id,
        number=words.number,
        title=words.title,
        kind=words.kind,
        is_key=words.is_key,
        unit_of_measure=words.unit_of_measure,
        decimals=row.decimals,
        target=from_scaled(row.target),
        target_high=exact(row.target_high),
        direction=Direction(row.direction),
        due_date=row.due_date,
        first_day=row.first_day,
        standing=standing,
        rank=outcome.rank,
        rank_of=outcome.rank_of,
        observation_ids=observation_ids,
        known_at=_moment(row.known_at),
        closing_value=exact(outcome.closing_value),
        closing_state=State(outcome.closing_state) if outcome.closing_state else None,
        numerator=exact(row.numerator),
        denominator=exact(row.denominator),
    )


def exact(scaled: int | None) -> Decimal | None:
    """Turn stored ten-thousandths, as raw SQL brings them, into a decimal; nothing stays nothing."""
    return None if scaled is None else from_scaled(int(scaled))


def _moment(text: str | None) -> datetime | None:
    """Read a moment as a database writes it; SQLite leaves the zone out, and it is UTC."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
