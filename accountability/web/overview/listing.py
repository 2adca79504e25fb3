"""The units in sight with their standings, narrowed and ordered as the address says.

Eleven queries whatever the number of units. Counts come from the database; a country's 4,000 units are ordered here,
because the order may mix names, figures and counts.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from accountability.web.overview.query import ListQuery
from commitments.comparison.selectors import (
    HeadlineFigure,
    UnitStandings,
    headline_figures,
    standing_counts_by_unit,
)
from commitments.organization.selectors import CohortRow, Scope, UnitRow, cohort_rows, cohorts_of, unit_rows
from scoring.comparison import State

# More than any list can have: the page is cut after ordering.
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """One unit of the list: who it is, how its commitments stand, and its headline figure if it promised one."""

    unit: UnitRow
    cohorts: tuple[str, ...]
    standings: UnitStandings
    headline: HeadlineFigure | None


@dataclass(frozen=True, slots=True)
class UnitList:
    """What the page shows. `entries` are all that the filters leave, in order; `in_sight` all before any filter.

    `of_cohort` counts units by cohort key, `with_state` units by standing, each under the other filters in force.
    """

    entries: tuple[UnitEntry, ...]
    in_sight: tuple[UnitEntry, ...]
    cohorts: tuple[CohortRow, ...]
    of_cohort: Mapping[str, int]
    with_state: Mapping[str, int]


def unit_list(*, scope: Scope, query: ListQuery, year: int, day: date) -> UnitList:
    """Read the list of the units whose agreements of a year a person may see."""
    entries = _entries(scope, year, day)
    found = [entry for entry in entries if _matches(entry.unit.name, query.text)]
    in_cohort = [entry for entry in found if not query.cohort or query.cohort in entry.cohorts]
    with_state = [entry for entry in found if not query.state or _has(entry, query.state)]
    left = [entry for entry in in_cohort if not query.state or _has(entry, query.state)]
    cohorts = tuple(cohort_rows(day=day))
    return UnitList(
        entries=tuple(_ordered(left, query)),
        in_sight=tuple(entries),
        cohorts=cohorts,
        of_cohort={row.key: sum(row.key in entry.cohorts for entry in with_state) for row in cohorts},
        with_state={state.value: sum(_has(entry, state.value) for entry in in_cohort) for state in State},
    )


def folded(text: str) -> str:
    """Write a name as it is typed without a Vietnamese keyboard: "Rạch Giá" becomes "rach gia"."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _entries(scope: Scope, year: int, day: date) -> list[UnitEntry]:
    sight = scope.visible_filter()
    units = {row.unit_id: row for row in unit_rows(scope=scope, day=day)}
    standings = standing_counts_by_unit(units=sight, year=year, day=day, page_size=_ALL).rows
    headlines = headline_figures(units=sight, year=year, indicator_key=settings.HEADLINE_INDICATOR)
    cohorts = cohorts_of(unit_ids=[row.unit_id for row in standings], day=day)
    return [
        UnitEntry(units[row.unit_id], tuple(cohorts.get(row.unit_id, ())), row, headlines.get(row.unit_id))
        for row in standings
        if row.unit_id in units
    ]


def _matches(name: str, text: str) -> bool:
    """With marks typed, marks count; without, "an phu" finds "An Phú"."""
    if folded(text) == text.casefold():
        return folded(text) in folded(name)
    return unicodedata.normalize("NFC", text).casefold() in unicodedata.normalize("NFC", name).casefold()


def _has(entry: UnitEntry, state: str) -> bool:
    return bool(entry.standings.counts[State(state)])


def _attention(entry: UnitEntry) -> tuple[int, ...]:
    row = entry.standings
    return (
        row.key_missed,
        row.counts[State.MISSED],
        0 if row.is_signed else 1,
        row.counts[State.AT_RISK],
        row.counts[State.NO_DATA],
    )


def _score(entry: UnitEntry) -> Decimal | None:
    return entry.headline.value if entry.headline else None


def _rank(entry: UnitEntry) -> int | None:
    return entry.headline.rank if entry.headline else None


_KEYS: dict[str, Callable[[UnitEntry], Any]] = {
    "attention": _attention,
    "name": lambda entry: folded(entry.unit.name),
    "score": _score,
    "rank": _rank,
    "missed": lambda entry: entry.standings.counts[State.MISSED],
    "at_risk": lambda entry: entry.standings.counts[State.AT_RISK],
    "done": lambda entry: entry.standings.done_percent,
}


def _ordered(entries: list[UnitEntry], query: ListQuery) -> list[UnitEntry]:
    """Order by the query, equal ones by name; units without a value come last whatever the direction."""
    key = _KEYS[query.order]
    by_name = sorted(entries, key=lambda entry: (folded(entry.unit.name), entry.unit.unit_id))
    known = [entry for entry in by_name if key(entry) is not None]
    known.sort(key=key, reverse=query.descending)
    return known + [entry for entry in by_name if key(entry) is None]
