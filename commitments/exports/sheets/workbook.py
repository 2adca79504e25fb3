"""Writes sheets row by row with flat memory: openpyxl in write-only mode, one cell object per column, reused.

Text is always text: whatever a name begins with, no spreadsheet runs it.
"""

import re
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.writer.excel import ExcelWriter

from commitments.exports.sheets.columns import Column, Kind, Sheet, figure_format
from commitments.exports.sheets.heights import header_lines, height_of, lines_of
from commitments.lib.clock import CIVIL_ZONE

_LONGEST_TEXT = 32_767
# A spreadsheet reads "_x0041_" as the letter A; the underscore itself is written so.
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MAX_DECIMALS = 4
_A4 = 9
_HEADING_SIZES = {"heading": 12, "cover_title": 16, "warning": 12, "label": 11}
_SHEET_NAME = re.compile(r"[^\[\]:*?/\\]{1,31}")


class Row(Protocol):
    """Any frozen row; its fields are named by the columns."""


def text_safe(text: str) -> str:
    """Return a text as a cell can hold it: no control characters, no look-alike escapes, not too long."""
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)
    if "_x" in text:
        text = _ESCAPE_LOOKALIKE.sub("_x005F_", text)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


class _ColumnCell(Cell):
    """A cell that is written again and again: its style is looked up once, not for each of a million values."""

    __slots__ = ("_known_style_id",)

    has_style = True

    @property
    def style_id(self) -> int:
        return self._known_style_id

    def settle(self) -> "_ColumnCell":
        """Remember the style that was set."""
        self._known_style_id: int = super().style_id
        return self

    def __repr__(self) -> str:  # openpyxl tries a cell as a value first and words an error nobody reads
        return "a cell"


class CouncilWorkbook:
    """A workbook under construction. Sheets stand in the order in which they are added; rows may alternate."""

    def __init__(self, *, title: str, author: str, at: datetime, footer: str) -> None:
        self._book = Workbook(write_only=True)
        moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        properties = self._book.properties
        properties.title, properties.creator = text_safe(title), text_safe(author)
        properties.created = properties.modified = moment
        self._footer = text_safe(footer).replace("&", "&&")
        self._tables: list[TableSheet] = []
        for style in _styles():
            self._book.add_named_style(style)

    def table(self, sheet: Sheet, *, banner: str) -> "TableSheet":
        """Add a table; `banner` stands in the line above it."""
        table = TableSheet(self._new(sheet.name), sheet, banner)
        self._tables.append(table)
        return table

    def pairs(self, name: str, widths: tuple[int, int]) -> "PairSheet":
        """Add a sheet of labels and values, such as a cover."""
        return PairSheet(self._new(name), widths)

    def save(self, path: Path) -> None:
        """Write the file. The same content gives the same bytes."""
        for table in self._tables:
            table.finish()
        ExcelWriter(self._book, _SteadyZip(path, "w", ZIP_DEFLATED, allowZip64=True)).save()

    def _new(self, name: str) -> Any:
        if not _SHEET_NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot name a sheet")
        sheet = self._book.create_sheet(name)
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.gridLines = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom = 0.5, 0.7
        sheet.oddFooter.left.text, sheet.oddFooter.right.text = self._footer, "Trang &P/&N"
        return sheet


class PairSheet:
    """Labels on the left, values on the right."""

    def __init__(self, sheet: Any, widths: tuple[int, int]) -> None:
        self._sheet, self._widths, self._rows = sheet, widths, 0
        for letter, width in zip("AB", widths, strict=True):
            sheet.column_dimensions[letter].width = width

    def heading(self, text: str, style: str = "heading") -> None:
        """Add a line that stands alone, across both columns."""
        size = _HEADING_SIZES[style]
        lines = lines_of(text, sum(self._widths) * 0.85 * 11 / size)
        # One line never spills onto the next: both cells are one, and as high as the text needs.
        self._sheet.merged_cells.add(f"A{self._rows + 1}:B{self._rows + 1}")
        self._append([_styled(self._sheet, style, text)], height_of(lines, size) + 3)

    def pair(self, label: str, value: str | int | date | datetime | None, kind: Kind = Kind.TEXT) -> None:
        """Add a label with its value."""
        cell = WriteOnlyCell(self._sheet)
        cell.style = _style_name(kind)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        _put(cell, kind, value)
        lines = lines_of(value, self._widths[1]) if isinstance(value, str) else 1
        height = height_of(max(lines, lines_of(label, self._widths[0] * 0.9)))
        self._append([_styled(self._sheet, "label", label), cell], height)

    def gap(self) -> None:
        """Leave a line empty."""
        self._append([], 0)

    def _append(self, cells: list[Any], height: float) -> None:
        self._rows += 1
        _append(self._sheet, self._rows, cells, height)


class TableSheet:
    """A banner, a header that stays in sight and on every printed page, and rows."""

    HEADER_ROW = 2

    def __init__(self, sheet: Any, spec: Sheet, banner: str) -> None:
        self._sheet, self._spec = sheet, spec
        self._shown = [(number, column) for number, column in enumerate(spec.columns) if column.kind is not Kind.BLANK]
        self._fields = attrgetter(*(column.field for _, column in self._shown))
        self._cells = [_cells(sheet, column) for _, column in self._shown]
        self.rows = 0
        self._set_up()
        _append(sheet, 1, [_styled(sheet, "banner", f"{spec.title}. {banner}")], height_of(1, 14))
        header = [_styled(sheet, "for_people" if c.kind is Kind.BLANK else "header", c.header) for c in spec.columns]
        _append(sheet, 2, header, height_of(max(header_lines(c.header, c.width) for c in spec.columns)) + 3)

    def append(self, row: Row) -> None:
        """Write one row; what it does not know stays empty."""
        cells: list[Any] = [None] * len(self._spec.columns)
        values = self._fields(row)
        lines = 1
        for (number, column), variants, value in zip(self._shown, self._cells, values, strict=True):
            if value is None or value == "":
                continue
            cell = variants[row.decimals if column.kind is Kind.FIGURE else 0]  # type: ignore[attr-defined]
            _put(cell, column.kind, value)
            cells[number] = cell
            if column.kind is Kind.TEXT:
                lines = max(lines, lines_of(value, column.width))
        self.rows += 1
        _append(self._sheet, self.HEADER_ROW + self.rows, cells, height_of(lines) if lines > 1 else 0)

    def finish(self) -> None:
        """Span the filter over what was written, and the paper over what is meant for it."""
        last, bottom = get_column_letter(len(self._spec.columns)), self.HEADER_ROW + self.rows
        self._sheet.auto_filter.ref = f"A{self.HEADER_ROW}:{last}{bottom}"
        if self._spec.printed:
            self._sheet.print_area = f"A1:{get_column_letter(self._spec.printed)}{bottom}"

    def _set_up(self) -> None:
        for number, column in enumerate(self._spec.columns, 1):
            self._sheet.column_dimensions[get_column_letter(number)].width = column.width
        self._sheet.freeze_panes = f"{get_column_letter(self._spec.repeated + 1)}{self.HEADER_ROW + 1}"
        self._sheet.print_title_rows = f"1:{self.HEADER_ROW}"
        self._sheet.page_setup.fitToWidth = self._spec.pages_wide
        if self._spec.repeated:
            self._sheet.print_title_cols = f"A:{get_column_letter(self._spec.repeated)}"


class _SteadyZip(ZipFile):
    """A zip file whose entries carry one fixed time, so that the same content is the same file."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        super().writestr(_steady(str(zinfo_or_arcname)), data, *args, **kwargs)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        with Path(filename).open("rb") as source, self.open(_steady(str(arcname or filename)), "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)


def _steady(name: str) -> ZipInfo:
    info = ZipInfo(name.lstrip("/"), (1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    return info


def _append(sheet: Any, number: int, cells: list[Any], height: float) -> None:
    """Write a row; its height, where one is given, is forgotten again so that memory stays flat."""
    if height:
        sheet.row_dimensions[number] = RowDimension(sheet, index=number, ht=height)
    sheet.append(cells)
    if height:
        del sheet.row_dimensions[number]


def _put(cell: Any, kind: Kind, value: Any) -> None:
    if kind is Kind.TEXT or isinstance(value, str):
        cell.value = text_safe(str(value))
        # Setting a text that begins with "=" makes a formula of it, "#N/A" an error: say that it is a text.
        cell.data_type = "s"
    elif kind is Kind.MOMENT and isinstance(value, datetime):
        cell.value = value.astimezone(CIVIL_ZONE).replace(tzinfo=None, microsecond=0)
    elif isinstance(value, int | Decimal | date):
        cell.value = value
    else:
        raise TypeError(f"{value!r} is no {kind} value")


def _cells(sheet: Any, column: Column) -> Sequence[Any]:
    """Make the cells that a column uses over and over; a figure has one for each number of decimals."""
    if column.kind is Kind.FIGURE:
        return [_reused(sheet, f"figure_{decimals}") for decimals in range(_MAX_DECIMALS + 1)]
    return [_reused(sheet, _style_name(column.kind))]


def _reused(sheet: Any, style: str) -> _ColumnCell:
    cell = _ColumnCell(sheet, row=1, column=1)
    cell.style = style
    return cell.settle()


def _styled(sheet: Any, style: str, text: str | None = None) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.style = style
    if text is not None:
        _put(cell, Kind.TEXT, text)
    return cell


def _style_name(kind: Kind) -> str:
    return "figure_2" if kind is Kind.FIGURE else f"cell_{kind}"


def _styles() -> list[NamedStyle]:
    # A number keeps off the text that follows it.
    top = Alignment(horizontal="right", vertical="top", indent=1)
    middle = Alignment(horizontal="center", vertical="top")
    wrapped = Alignment(vertical="top", wrap_text=True)
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    grey, sand = PatternFill("solid", fgColor="E7E3DC"), PatternFill("solid", fgColor="FBF3DC")
    formats = [(f"figure_{n}", figure_format(n)) for n in range(_MAX_DECIMALS + 1)]
    formats += [(_style_name(k), Column("", "", k, 0, "", "").number_format) for k in Kind if k is not Kind.FIGURE]
    centred = {_style_name(kind) for kind in (Kind.WHOLE, Kind.DAY, Kind.MOMENT)}
    styles = [
        NamedStyle(name, number_format=form, alignment=wrapped if form == "@" else middle if name in centred else top)
        for name, form in formats
    ]
    return [
        *styles,
        NamedStyle("header", font=Font(bold=True), fill=grey, alignment=centre),
        NamedStyle("for_people", font=Font(bold=True, italic=True), fill=sand, alignment=centre),
        NamedStyle("banner", font=Font(bold=True, size=12)),
        NamedStyle("heading", font=Font(bold=True, size=12), alignment=wrapped),
        NamedStyle("cover_title", font=Font(bold=True, size=16), alignment=wrapped),
        NamedStyle("warning", font=Font(bold=True, size=12, color="A61B1B"), alignment=wrapped),
        NamedStyle("label", font=Font(bold=True), alignment=wrapped),
    ]
