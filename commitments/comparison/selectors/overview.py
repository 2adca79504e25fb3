"""Counts of standings by unit for the overview, and the matrix of units and items."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, cast

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from commitments.agreements.models import Agreement, AgreementState, Commitment
from commitments.organization.models import CohortMembership, Unit, UnitKind
from commitments.organization.selectors import in_force
from scoring.comparison import State
from scoring.quantities import ratio_percent

PAGE_SIZE: Final = 50
_STANDING: Final = "commitments__standing"
_DONE: Final = (State.MET, State.ON_TRACK)
_LEFT_OUT: Final = (State.WAIVED, State.NOT_APPLICABLE)


class UnableToSortStandings(ValueError):
    """The list has no such order."""


@dataclass(frozen=True, slots=True)
class UnitStandings:
    """How one unit's agreement of the year stands.

    `counts` has every state; `unjudged` are commitments without a standing (the agreement is not signed yet).
    `done_percent` is met and on track among those that apply (neither waived nor not applicable), one decimal; None
    where none applies. `known_at` is when the newest figure was known.
    """

    unit_id: int
    unit_name: str
    unit_kind: UnitKind
    agreement_id: int
    is_signed: bool
    total: int
    counts: dict[State, int]
    unjudged: int
    key_missed: int
    restated: int
    done_percent: Decimal | None
    known_at: datetime | None


@dataclass(frozen=True, slots=True)
class StandingsPage:
    """One page of units; the other figures are over all pages, after the filters.

    `attention` are the units with something missed or at risk.
    """

    rows: tuple[UnitStandings, ...]
    page: int
    pages: int
    units: int
    unsigned: int
    attention: int
    counts: dict[State, int]
    known_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One item of one unit; `state` is None where it was not judged yet."""

    number: int
    commitment_id: int
    title: str
    state: State | None


@dataclass(frozen=True, slots=True)
class HeatRow:
    unit_id: int
    unit_name: str
    cells: tuple[HeatCell, ...]


_SORTS: Final[dict[str, Callable[[UnitStandings], Any]]] = {
    "name": lambda row: row.unit_name,
    "missed": lambda row: row.counts[State.MISSED],
    "at_risk": lambda row: row.counts[State.AT_RISK],
    "no_data": lambda row: row.counts[State.NO_DATA],
    "done": lambda row: row.done_percent,
    "known_at": lambda row: row.known_at,
}
SORTS: Final = tuple(_SORTS)


def standing_counts_by_unit(
    *,
    units: Q,
    year: int,
    day: date,
    cohort_id: int | None = None,
    state: State | None = None,
    sort: str = "name",
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> StandingsPage:
    """Return one page of units with the counts of their standings, in one query whatever the number of units.

    A country has some 4,000 units: their counts are added up by the database, ordered and cut here.

    Args:
        units: condition on Unit, such as `Scope.visible_filter()`.
        day: civil day of cohort membership.
        state: only units that have a commitment standing so.
        sort: one of SORTS, with a leading "-" for the opposite order; units without a value come last.
        page: from 1; a number beyond the last page gives the last.

    Raises:
        UnableToSortStandings: there is no such order.
    """
    agreements = Agreement.objects.filter(year=year, unit__in=Unit.objects.filter(units))
    if cohort_id is not None:
        members = CohortMembership.objects.filter(in_force(day), cohort_id=cohort_id, unit_id=OuterRef("unit_id"))
        agreements = agreements.filter(Exists(members))
    rows = [_row(values) for values in _counted(agreements)]
    if state is not None:
        rows = [row for row in rows if row.counts[state]]
    rows = _sorted(rows, sort)
    pages = max(1, -(-len(rows) // page_size))
    page = min(max(page, 1), pages)
    known = [row.known_at for row in rows if row.known_at is not None]
    return StandingsPage(
        rows=tuple(rows[(page - 1) * page_size : page * page_size]),
        page=page,
        pages=pages,
        units=len(rows),
        unsigned=sum(1 for row in rows if not row.is_signed),
        attention=sum(1 for row in rows if row.counts[State.MISSED] or row.counts[State.AT_RISK]),
        counts={each: sum(row.counts[each] for row in rows) for each in State},
        known_at=max(known, default=None),
    )


def heat_matrix(*, unit_ids: Collection[int], year: int) -> list[HeatRow]:
    """Return the states of all items of some units, units in the order asked for, items by number; one query."""
    found = Commitment.objects.filter(unit_id__in=unit_ids, agreement__year=year).order_by("unit_id", "number")
    cells: dict[int, list[HeatCell]] = {}
    names: dict[int, str] = {}
    for unit_id, name, number, commitment_id, title, state in found.values_list(
        "unit_id", "unit__name", "number", "id", "title", "standing__state"
    ):
        names[unit_id] = name
        cells.setdefault(unit_id, []).append(HeatCell(number, commitment_id, title, State(state) if state else None))
    return [HeatRow(unit_id, names[unit_id], tuple(cells[unit_id])) for unit_id in unit_ids if unit_id in cells]


def _counted(agreements: QuerySet[Agreement]) -> Iterable[dict[str, Any]]:
    counts = {state.value: Count("pk", filter=Q(**{f"{_STANDING}__state": state.value})) for state in State}
    counted = (
        agreements.order_by("unit_id")
        .values(
            "unit_id", agreement_id=F("id"), agreement_state=F("state"), unit_name=F("unit__name"), kind=F("unit__kind")
        )
        .annotate(
            **counts,
            total=Count("commitments"),
            key_missed=Count(
                "pk", filter=Q(**{f"{_STANDING}__state": State.MISSED.value, "commitments__is_key": True})
            ),
            restated=Count(
                "pk", filter=~Q(**{f"{_STANDING}__closing_state": ""}) & Q(**{f"{_STANDING}__isnull": False})
            ),
            known_at=Max(f"{_STANDING}__known_at"),
        )
    )
    return cast("Iterable[dict[str, Any]]", counted)


def _row(values: dict[str, Any]) -> UnitStandings:
    counts: dict[State, int] = {state: values[state.value] for state in State}
    judged = sum(counts.values())
    applicable = judged - sum(counts[state] for state in _LEFT_OUT)
    done = ratio_percent(Decimal(sum(counts[state] for state in _DONE)), Decimal(applicable), 1)
    return UnitStandings(
        unit_id=values["unit_id"],
        unit_name=values["unit_name"],
        unit_kind=UnitKind(values["kind"]),
        agreement_id=values["agreement_id"],
        is_signed=values["agreement_state"] == AgreementState.SIGNED,
        total=values["total"],
        counts=counts,
        unjudged=values["total"] - judged,
        key_missed=values["key_missed"],
        restated=values["restated"],
        done_percent=done if isinstance(done, Decimal) else None,
        known_at=values["known_at"],
    )


def _sorted(rows: list[UnitStandings], sort: str) -> list[UnitStandings]:
    key = _SORTS.get(sort.removeprefix("-"))
    if key is None:
        raise UnableToSortStandings(f"units cannot be ordered by {sort!r}")
    rows = sorted(rows, key=lambda row: (row.unit_name, row.unit_id))
    known = [row for row in rows if key(row) is not None]
    known.sort(key=key, reverse=sort.startswith("-"))
    return known + [row for row in rows if key(row) is None]
