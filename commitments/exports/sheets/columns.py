"""What a column is: data, not code. A workbook is a list of such sheets."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a value becomes a cell."""

    TEXT = "text"
    WHOLE = "whole"
    FIGURE = "figure"
    PERCENT = "percent"
    DAY = "day"
    MOMENT = "moment"
    BLANK = "blank"


# A percentage is a number of hundredths with its unit in the header, so that nobody multiplies it again.
NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.WHOLE: "#,##0",
    Kind.FIGURE: "#,##0.00",
    Kind.PERCENT: "0.00",
    Kind.DAY: "dd/mm/yyyy",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
    Kind.BLANK: "@",
}


def figure_format(decimals: int) -> str:
    """Return the number format of a figure printed with so many decimals."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what its header says, which field of the row it shows, and what it means to a reader.

    A FIGURE is printed with the decimals that the row's field `decimals` names. A BLANK column is left empty for
    people to fill; its header says so.
    """

    header: str
    field: str
    kind: Kind
    width: int
    help: str
    source: str

    @property
    def number_format(self) -> str:
        return NUMBER_FORMATS[self.kind]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name on the tab (31 characters at most), the line above the table, and its columns.

    `pages_wide`: into how many A4 sheets the width is fitted; `repeated`: columns repeated on each of them;
    `printed`: how many columns, from the left, go on paper. The rest is for those who check, on the screen.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    pages_wide: int = 1
    repeated: int = 0
    printed: int | None = None


def for_people(header: str, width: int, meaning: str) -> Column:
    """Return an empty column that the council or the unit fills in."""
    return Column(f"{header}\n(người ghi)", "", Kind.BLANK, width, meaning, "Để trống: hệ thống không có dữ kiện này.")
