"""What every column of every table means and where it comes from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from commitments.exports.sheets.columns import Column, Kind, Sheet

SHEET: Final = Sheet(
    name="Giải thích cột",
    title="Ý nghĩa và nguồn của từng cột",
    columns=(
        Column("Bảng", "sheet", Kind.TEXT, 20, "Tên trang trong tệp.", "Tệp này"),
        Column("Cột", "header", Kind.TEXT, 34, "Tiêu đề cột.", "Tệp này"),
        Column("Ý nghĩa", "help", Kind.TEXT, 60, "Cột cho biết điều gì.", "Tệp này"),
        Column("Nguồn", "source", Kind.TEXT, 40, "Cột lấy từ đâu.", "Tệp này"),
    ),
)


@dataclass(frozen=True, slots=True)
class LegendRow:
    sheet: str
    header: str
    help: str
    source: str


def legend_rows(sheets: Iterable[Sheet]) -> Iterator[LegendRow]:
    """Give a row for each column, in the order of the workbook."""
    for sheet in sheets:
        for column in sheet.columns:
            yield LegendRow(sheet.name, column.header.replace("\n", " "), column.help, column.source)
