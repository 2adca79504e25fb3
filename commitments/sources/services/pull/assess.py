"""Step two of a pull: read the kept bytes and judge the rows. Nothing is written, no transaction is open."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commitments.indicators.models import Indicator, ReportingPeriod
from commitments.indicators.selectors import figures_before
from commitments.indicators.services import NewObservation
from commitments.organization.models import Unit
from commitments.sources.checks import FIGURE_CHECKS, ROW_CHECKS
from commitments.sources.checks.model import (
    Context,
    Failure,
    FigureKey,
    IndicatorFacts,
    Known,
    PeriodFacts,
    Severity,
    UnitFacts,
)
from commitments.sources.connectors.dialects.columns import LAYOUTS
from commitments.sources.connectors.table import Figure, ParsedFile, Problem, Row

# A copy of what another file of the run says: on record as a row, but its figures are not written a second time.
_COPY = "repeated_elsewhere"


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row, or with number 0 a whole file, that is held back, and why."""

    file_number: int
    row_number: int
    column: str
    problem: Problem
    content: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that a pull found out. `remarks` are about whole files (0: the run); counters are by finding."""

    rows_in: int
    rows_accepted: int
    rows_warned: int
    rows_held: int
    held: tuple[HeldRow, ...]
    observations: tuple[NewObservation, ...]
    remarks: tuple[tuple[int, Problem], ...]
    refused_files: frozenset[int]
    warned_by: Mapping[str, int]
    held_by: Mapping[str, int]
    newest_known_at: datetime | None

    def digest(self) -> str:
        """Return the sha256 over every observation: the same bytes give the same digest, on any attempt."""
        lines = hashlib.sha256()
        for one in self.observations:
            lines.update(
                f"{one.unit_id}|{one.indicator_id}|{one.period_id}|{one.value}|{one.known_at.isoformat()}"
                f"|{one.file_number}|{one.row_number}|{one.flags}\n".encode()
            )
        return lines.hexdigest()


def indicator_keys(tables: Collection[str]) -> set[str]:
    """Return the indicators that a source with these tables delivers."""
    return {key for layout in LAYOUTS if layout.kind.value in tables for key in layout.figures.values()}


def files_assess(
    *,
    files: Mapping[int, ParsedFile],
    run_id: int,
    intended_at: datetime,
    rows_before: int | None,
    heartbeat: Callable[[], None],
    remarks: Sequence[tuple[int, Problem]] = (),
) -> Assessment:
    """Judge the rows of all files of a run together.

    Args:
        files: what each file gave, by its number in the run.
        rows_before: rows of the last pull that brought any.
        heartbeat: called between steps that may take seconds.
        remarks: what was already noticed, by file number (0: the run).
    """
    rows = [row for parsed in files.values() for row in parsed.rows]
    rows_in = sum(parsed.rows_in for parsed in files.values())
    context = _context(rows, intended_at, rows_before, rows_in)
    failures = [failure for check in ROW_CHECKS for failure in check(rows, context)]
    erring = {id(failure.row) for failure in failures if failure.severity is Severity.ERROR}
    accepted = [row for row in rows if id(row) not in erring]
    copies = {id(failure.row) for failure in failures if failure.code == _COPY}
    heartbeat()
    telling = [row for row in accepted if id(row) not in copies]
    context = replace(context, earlier=_earlier(telling, context, run_id, heartbeat))
    fresh = [_fresh(row, context) for row in telling]
    origins = {id(new): row for row, new in zip(telling, fresh, strict=True)}
    later = [failure for check in FIGURE_CHECKS for failure in check(fresh, context)]
    noticed = [*remarks, *((number, remark) for number, parsed in files.items() for remark in parsed.remarks)]
    noticed += [(0, Problem(failure.code, failure.details)) for failure in later if failure.row is None]
    about_rows = failures + [
        replace(failure, row=origins[id(failure.row)]) for failure in later if failure.row is not None
    ]
    return _assessment(files, rows_in, accepted, telling, fresh, about_rows, noticed, context)


def _context(rows: Sequence[Row], intended_at: datetime, rows_before: int | None, rows_now: int) -> Context:
    units = Unit.objects.values_list("code", "pk", "valid_from", "valid_until")
    periods = ReportingPeriod.objects.values_list("key", "pk", "first_day", "closes_at")
    keys = {figure.indicator_key for row in rows for figure in row.figures}
    indicators = Indicator.objects.filter(key__in=keys).values_list("key", "pk", "least", "most")
    return Context(
        intended_at=intended_at,
        units={code: UnitFacts(pk, first, last) for code, pk, first, last in units},
        periods={key: PeriodFacts(pk, first, closes_at) for key, pk, first, closes_at in periods},
        indicators={key: IndicatorFacts(pk, least, most) for key, pk, least, most in indicators},
        rows_before=rows_before,
        rows_now=rows_now,
    )


def _earlier(
    rows: Sequence[Row], context: Context, run_id: int, heartbeat: Callable[[], None]
) -> dict[FigureKey, Known]:
    """Look up what other runs knew: one query for each indicator, period and moment, whatever the number of units."""
    wanted: defaultdict[tuple[str, str, datetime], dict[int, str]] = defaultdict(dict)
    for row in rows:
        for figure in row.figures:
            if row.known_at is not None:
                unit_id = context.units[row.unit_code].unit_id
                wanted[figure.indicator_key, row.period_key, row.known_at][unit_id] = row.unit_code
    earlier: dict[FigureKey, Known] = {}
    for (indicator_key, period_key, moment), codes in wanted.items():
        found = figures_before(
            unit_ids=codes,
            indicator_id=context.indicators[indicator_key].indicator_id,
            period_id=context.periods[period_key].period_id,
            known_until=moment,
            excluding_run=run_id,
        )
        for unit_id, (known_at, value) in found.items():
            earlier[codes[unit_id], period_key, indicator_key, moment] = Known(known_at, value)
        heartbeat()
    return earlier


def _fresh(row: Row, context: Context) -> Row:
    """Leave out the figures that the record already holds for the very same moment."""
    return replace(row, figures=tuple(figure for figure in row.figures if not _on_record(row, figure, context)))


def _on_record(row: Row, figure: Figure, context: Context) -> bool:
    assert row.known_at is not None  # noqa: S101  the check "complete" has held the others back
    known = context.earlier.get((row.unit_code, row.period_key, figure.indicator_key, row.known_at))
    return known == Known(row.known_at, figure.value)


def _assessment(
    files: Mapping[int, ParsedFile],
    rows_in: int,
    accepted: Sequence[Row],
    telling: Sequence[Row],
    fresh: Sequence[Row],
    failures: Sequence[Failure],
    remarks: Sequence[tuple[int, Problem]],
    context: Context,
) -> Assessment:
    kept = {id(row) for row in accepted}
    held = tuple(_held(files, failures))
    warnings = [failure for failure in failures if failure.severity is Severity.WARN and id(failure.row) in kept]
    return Assessment(
        rows_in=rows_in,
        rows_accepted=len(accepted),
        rows_warned=len({id(failure.row) for failure in warnings}),
        rows_held=len({(row.file_number, row.row_number) for row in held if row.row_number}),
        held=held,
        observations=tuple(_observations(telling, fresh, failures, context)),
        remarks=tuple(remarks),
        refused_files=frozenset(number for number, parsed in files.items() if parsed.refusal is not None),
        warned_by=dict(Counter(failure.code for failure in warnings)),
        held_by=dict(Counter(row.problem.code for row in held)),
        newest_known_at=max((row.known_at for row in accepted if row.known_at is not None), default=None),
    )


def _held(files: Mapping[int, ParsedFile], failures: Iterable[Failure]) -> list[HeldRow]:
    held = [
        HeldRow(number, 0, "", parsed.refusal, {}) for number, parsed in files.items() if parsed.refusal is not None
    ]
    held += [
        HeldRow(number, problem.number, problem.column, problem.problem, problem.content)
        for number, parsed in files.items()
        for problem in parsed.problems
    ]
    held += [
        HeldRow(row.file_number, row.number, failure.column, Problem(failure.code, failure.details), row.content)
        for failure in failures
        if failure.severity is Severity.ERROR and (row := failure.row) is not None
    ]
    return sorted(held, key=lambda row: (row.file_number, row.row_number))


def _observations(
    telling: Sequence[Row], fresh: Sequence[Row], failures: Iterable[Failure], context: Context
) -> Iterable[NewObservation]:
    flags: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for failure in failures:
        if failure.severity is not Severity.ERROR and failure.row is not None:
            flags[id(failure.row), failure.indicator_key].add(failure.code)
    for row, new in zip(telling, fresh, strict=True):
        for figure in new.figures:
            assert row.known_at is not None  # noqa: S101  the check "complete" has held the others back
            yield NewObservation(
                unit_id=context.units[row.unit_code].unit_id,
                indicator_id=context.indicators[figure.indicator_key].indicator_id,
                period_id=context.periods[row.period_key].period_id,
                value=figure.value,
                numerator=None,
                denominator=None,
                known_at=row.known_at,
                file_number=row.file_number,
                row_number=row.number,
                flags=" ".join(sorted(flags[id(row), ""] | flags[id(row), figure.indicator_key])),
            )
