"""Puts the council's workbook together in one pass over an issue's sealed lines.

The figures are those that the issue froze, not those of today. Each line is parsed once; tables are fed side by side.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from commitments.exports.sheets import collectives, cover, individuals, items, legend, rules, words
from commitments.exports.sheets import provenance as origins
from commitments.exports.sheets.workbook import CouncilWorkbook, TableSheet
from commitments.organization.models import CohortMembership
from commitments.organization.selectors import in_force
from commitments.recommendations.models import Recommendation, SubjectKind
from commitments.recommendations.selectors import BatchRow, ObservationView, observations_behind
from commitments.recommendations.selectors.reading import ReadingCache, ReadingView, SealedLine, line_read

_UNITS_AT_ONCE = 100
_TABLES = (collectives.SHEET, individuals.SHEET, items.SHEET, rules.SHEET, origins.SHEET)


@dataclass(slots=True)
class _Tables:
    """The open tables, and what is gathered on the way for those that come last."""

    units: TableSheet
    heads: TableSheet
    items: TableSheet
    rules: TableSheet
    provenance: TableSheet
    readings: dict[tuple[str, str, date], ReadingView] = field(default_factory=dict)
    uses: dict[int, origins.Use] = field(default_factory=dict)
    releases: set[str] = field(default_factory=set)
    known: ReadingCache = field(default_factory=dict)


def council_workbook(
    *, path: Path, batch: BatchRow, facts: cover.CoverFacts, progress: Callable[[int, int], None] | None = None
) -> None:
    """Write the workbook of an issue. Memory does not grow with the commitments, only with the units' names.

    Args:
        progress: told now and then how many units of how many are written; what it raises ends the work.
    """
    book = CouncilWorkbook(
        title=cover.title(batch), author=facts.authority, at=facts.exported_at, footer=cover.banner(batch, facts.demo)
    )
    front = book.pairs(cover.NAME, cover.WIDTHS)
    cover.cover_write(front, batch, facts)
    banner = cover.banner(batch, facts.demo)
    lines = {individuals.SHEET.name: f"{banner}. {words.POSTS_FOR_NAMES}"} if facts.demo else {}
    units, heads, details, values, sources = (
        book.table(sheet, banner=lines.get(sheet.name, banner)) for sheet in _TABLES
    )
    tables = _Tables(units, heads, details, values, sources)
    explained = book.table(legend.SHEET, banner=banner)
    _lines_write(batch, tables, progress or (lambda _done, _total: None))
    for key in sorted(tables.readings):
        for row in rules.rule_rows(key[0], tables.readings[key]):
            tables.rules.append(row)
    for origin in origins.provenance_rows(tables.uses):
        tables.provenance.append(origin)
    for entry in legend.legend_rows(_TABLES):
        explained.append(entry)
    cover.cover_finish(front, tables.releases)
    book.save(path)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a unit stands in the workbook: its group, and its name as Vietnamese is sorted."""

    position: int
    cohort: str
    name: str
    unit_id: int
    unranked: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as stored and as it reads."""

    stored: Recommendation
    sealed: SealedLine


def _lines_write(batch: BatchRow, tables: _Tables, progress: Callable[[int, int], None]) -> None:
    places = _places(batch)
    position = heads = 0
    for start in range(0, len(places), _UNITS_AT_ONCE):
        progress(start, len(places))
        chunk = places[start : start + _UNITS_AT_ONCE]
        lines = _lines(batch, [place.unit_id for place in chunk], tables.known)
        facts = [fact for unit, _ in lines.values() for fact in unit.sealed.facts]
        observations = observations_behind({pk for pk in map(items.last_recorded, facts) if pk is not None})
        origins.uses_count(tables.uses, {pk for fact in facts for pk in fact.observation_ids})
        for place in chunk:
            unit, leaders = lines[place.unit_id]
            position += 1
            _unit_write(tables, position, place, unit, leaders, observations)
            for leader in leaders:
                heads += 1
                tables.heads.append(individuals.individual_row(heads, leader.stored, leader.sealed))
                _remember(tables, leader.sealed)


def _unit_write(
    tables: _Tables,
    position: int,
    place: _Place,
    unit: _Line,
    leaders: list[_Line],
    observations: Mapping[int, ObservationView],
) -> None:
    line = unit.sealed
    head = next((leader.sealed.post for leader in reversed(leaders) if leader.sealed.last_day is None), "")
    why, cohort = place.unranked, place.cohort
    row = collectives.collective_row(position, cohort, head, unit.stored, line, observations, unranked=why)
    tables.units.append(row)
    for item in items.item_rows(line.unit_name, line.unit_code, line.facts, observations, unranked=why):
        tables.items.append(item)
    _remember(tables, line)


def _places(batch: BatchRow) -> list[_Place]:
    units = Recommendation.objects.filter(batch_id=batch.batch_id, subject=SubjectKind.UNIT)
    memberships = CohortMembership.objects.filter(in_force(batch.day)).order_by("-cohort__position", "-cohort__key")
    cohorts = {
        unit_id: (position, name, unranked)
        for unit_id, position, name, unranked in memberships.values_list(
            "unit_id", "cohort__position", "cohort__name", "unranked_reason"
        )
    }
    found = [
        _place(unit_id, name, *cohorts.get(unit_id, (1 << 30, "", "")))
        for unit_id, name in units.values_list("unit_id", "unit__name")
    ]
    return sorted(found, key=lambda place: (place.position, place.cohort, vietnamese_key(place.name), place.unit_id))


def _place(unit_id: int, name: str, position: int, cohort: str, unranked: str) -> _Place:
    return _Place(position, cohort, name, unit_id, unranked.rstrip("."))


def vietnamese_key(name: str) -> tuple[str, str]:
    """Sort names as Vietnamese readers look for them, alike on every database: letters first, then marks."""
    plain = name.lower().replace("đ", "d\N{COMBINING TILDE}")
    decomposed = unicodedata.normalize("NFD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c)), decomposed


def _lines(batch: BatchRow, unit_ids: list[int], known: ReadingCache) -> dict[int, tuple[_Line, list[_Line]]]:
    """Read the lines of some units: for each the unit's own, and those of its heads, the earliest first."""
    rows = Recommendation.objects.filter(batch_id=batch.batch_id, unit_id__in=unit_ids)
    units: dict[int, _Line] = {}
    heads: dict[int, list[_Line]] = defaultdict(list)
    for row in rows.order_by("tenure__first_day", "pk"):
        is_unit = row.subject == SubjectKind.UNIT
        line = _Line(row, line_read(row.payload, with_facts=is_unit, known=known))
        if is_unit:
            units[row.unit_id] = line
        else:
            heads[row.unit_id].append(line)
    return {unit_id: (unit, heads[unit_id]) for unit_id, unit in units.items()}


def _remember(tables: _Tables, line: SealedLine) -> None:
    tables.releases.add(line.rulebook_sha256)
    for finding in line.findings:
        for reading in finding.readings:
            tables.readings.setdefault((line.rulebook_sha256, reading.key, reading.from_day), reading)


def sheet_names() -> Iterator[str]:
    """Name the sheets in the order of the workbook."""
    yield cover.NAME
    yield from (sheet.name for sheet in (*_TABLES, legend.SHEET))
