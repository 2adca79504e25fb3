"""What a file says, before anybody asks what it means. No Django may come in here: parsers use it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class CellKind(StrEnum):
    """How the file itself holds a cell. CSV knows only text; a workbook also knows numbers and moments."""

    TEXT = "t"
    NUMBER = "n"
    MOMENT = "d"
    TRUTH = "b"


class Cell(NamedTuple):
    """One cell as text. A native number is written with a decimal point whatever the source declares."""

    kind: CellKind
    text: str


class SheetRow(NamedTuple):
    """One row, numbered from 1 as a spreadsheet program shows it."""

    number: int
    has_formula: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something people must know, as a code and the words to fill in; `messages` turns it into a sentence."""

    code: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The one sheet that was read, and the visible ones that were not."""

    name: str
    rows: tuple[SheetRow, ...]
    left_out: tuple[str, ...] = ()


class TableKind(StrEnum):
    UNIT = "unit"
    TREND = "trend"


class Figure(NamedTuple):
    """One value of one indicator, with the column it stood in."""

    indicator_key: str
    column: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """One row under a dialect: whom, which period, as known when, and the figures.

    `unit_code` and `period_key` are empty and `known_at` is None where the file left the cell blank; `missing` names
    the columns whose figure was blank. A missing figure is not in `figures`: it is not zero.
    """

    file_number: int
    number: int
    table: TableKind
    unit_code: str
    period_key: str
    known_at: datetime | None
    figures: tuple[Figure, ...]
    missing: tuple[str, ...]
    content: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that could not be read under the dialect, with the file's own words."""

    number: int
    column: str
    problem: Problem
    content: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """All that one file gave: rows, problem rows and remarks; or the one reason why nothing was read."""

    rows: tuple[Row, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    rows_in: int = 0
    refusal: Problem | None = None
