"""The tables of the national portal's service index (Decision 766): scores of units, and a province's own trend.

`period` decides what a row is about; year to date and month to date are different periods and never mix. Nothing is
looked up here and no Django may come in: unit and period are still the file's words, turned into keys.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commitments.sources.connectors.dialects import columns as col
from commitments.sources.connectors.dialects.moments import moment_read
from commitments.sources.connectors.numbers import number_read
from commitments.sources.connectors.table import (
    Cell,
    CellKind,
    Figure,
    ParsedFile,
    Problem,
    Row,
    RowProblem,
    Sheet,
    SheetRow,
    TableKind,
)

_BLANK = Cell(CellKind.TEXT, "")
_YEAR_TO_DATE = re.compile(r"([0-9]{4}) year to date")
_MONTH_TO_DATE = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2]) to date")
_TREND_KINDS = {"month": "month", "tháng": "month", "quarter": "quarter", "quý": "quarter"}
_WHOLE = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet whose header was recognised."""

    layout: col.Layout
    header: col.Header
    file_number: int
    number_format: str
    trend_unit: str

    def cell(self, row: SheetRow, name: str) -> Cell:
        place = self.header.places.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else _BLANK


def sheet_read(sheet: Sheet, *, file_number: int, number_format: str, config: Mapping[str, Any]) -> ParsedFile:
    """Turn a sheet into rows, problem rows and remarks; or refuse it because its header says nothing known."""
    tables = config.get("tables", {})
    layouts = [layout for layout in col.LAYOUTS if layout.kind.value in tables]
    header = col.header_find(sheet.rows, layouts)
    if isinstance(header, Problem):
        return ParsedFile(refusal=header)
    trend_unit = str(tables.get("trend", {}).get("unit_code", ""))
    table = _Table(header.layout, header, file_number, number_format, trend_unit)
    rows: list[Row] = []
    problems: list[RowProblem] = []
    count = 0
    for row in sheet.rows:
        if row.number <= header.row_number or not any(cell.text for cell in row.cells):
            continue
        count += 1
        read = _row_read(table, row)
        if isinstance(read, Row):
            rows.append(read)
        else:
            problems.extend(read)
    remarks = [Problem("columns_unknown", {"columns": ", ".join(header.unknown)})] if header.unknown else []
    if sheet.left_out:
        remarks.append(Problem("sheets_left_out", {"read": sheet.name, "sheets": ", ".join(sheet.left_out)}))
    return ParsedFile(tuple(rows), tuple(problems), tuple(remarks), count)


def _row_read(table: _Table, row: SheetRow) -> Row | list[RowProblem]:
    content = {title: table.cell(row, name).text for name, title in table.header.titles.items()}
    found = list(_shape_problems(table, row))
    moment = moment_read(table.cell(row, col.SNAPSHOT))
    period = _period_key(table, row)
    figures: list[Figure] = []
    missing: list[str] = []
    for name, indicator_key in table.layout.figures.items():
        number = number_read(table.cell(row, name), table.number_format)
        if isinstance(number, Problem):
            found.append((table.header.titles[name], number))
        elif number is not None:
            figures.append(Figure(indicator_key, name, number))
        elif name in table.header.places:
            missing.append(name)
    if isinstance(moment, Problem):
        found.append((table.header.titles[col.SNAPSHOT], moment))
    if isinstance(period, Problem):
        found.append((table.header.titles[table.layout.period_column], period))
    if found or isinstance(moment, Problem) or isinstance(period, Problem):
        return [RowProblem(row.number, column, problem, content) for column, problem in found]
    unit_code = table.cell(row, col.UNIT).text.strip() if col.UNIT in table.header.places else table.trend_unit
    return Row(
        file_number=table.file_number,
        number=row.number,
        table=table.layout.kind,
        unit_code=unit_code,
        period_key=period,
        known_at=moment,
        figures=tuple(figures),
        missing=tuple(missing),
        content=content,
    )


def _shape_problems(table: _Table, row: SheetRow) -> Iterator[tuple[str, Problem]]:
    if row.has_formula:
        yield "", Problem("formula")
    if any(cell.text for cell in row.cells[table.header.width :]):
        yield "", Problem("too_many_cells", {"count": str(len(row.cells)), "wanted": str(table.header.width)})
    for name, title in table.header.titles.items():
        cell = table.cell(row, name)
        if cell.kind is CellKind.TEXT and cell.text.lstrip().startswith("="):
            yield title, Problem("formula")


def _period_key(table: _Table, row: SheetRow) -> str | Problem:
    if table.layout.kind is TableKind.TREND:
        return _trend_period_key(*(table.cell(row, name).text.strip() for name in ("period_kind", "year", "period_no")))
    text = " ".join(table.cell(row, "period").text.split())
    if not text:
        return ""
    if found := _YEAR_TO_DATE.fullmatch(text):
        return f"{found[1]}-ytd"
    if found := _MONTH_TO_DATE.fullmatch(text):
        return f"{found[1]}-{found[2]}"
    return Problem("period_unreadable", {"text": text})


def _trend_period_key(kind: str, year: str, number: str) -> str | Problem:
    if not (kind and year and number):
        return ""
    text = f"{kind} {number}/{year}"
    meant = _TREND_KINDS.get(kind.casefold())
    if meant is None or not _WHOLE.fullmatch(year) or not _WHOLE.fullmatch(number):
        return Problem("period_unreadable", {"text": text})
    if not 1 <= int(number) <= (12 if meant == "month" else 4):
        return Problem("period_does_not_exist", {"text": text})
    return f"{year}-{int(number):02d}" if meant == "month" else f"{year}-q{int(number)}"
