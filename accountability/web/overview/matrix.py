"""The matrix of units and items. Units that signed the same items stand in one table, under the items' names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.web.presentation.states import ATTENTION_ORDER, state_look
from commitments.comparison.selectors import HeatRow


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One item of one unit, as the cell's component takes it."""

    state: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One unit."""

    name: str
    url: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixHead:
    """The head of a column: the item's number, and its name."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """One table: units that signed items of the same names."""

    label: str
    heads: tuple[MatrixHead, ...]
    lines: tuple[MatrixLine, ...]


@dataclass(frozen=True, slots=True)
class KeyPart:
    """One shape of the legend with its word; a cell of an agreement that nobody signed has no shape."""

    code: str
    word: str


def matrices_of(rows: Sequence[HeatRow], unit_urls: Mapping[int, str]) -> list[Matrix]:
    """Group units by the names of their items, the largest group first, units in the order given."""
    groups: dict[tuple[tuple[int, str], ...], list[HeatRow]] = {}
    for row in rows:
        groups.setdefault(tuple((cell.number, cell.title) for cell in row.cells), []).append(row)
    ordered = sorted(groups.items(), key=lambda pair: -len(pair[1]))
    return [_matrix(items, members, unit_urls) for items, members in ordered]


def legend_of(matrices: Iterable[Matrix]) -> list[KeyPart]:
    """Explain the shapes that these tables show, in the order of attention; those that nobody sees are left out."""
    seen = {cell.state for matrix in matrices for line in matrix.lines for cell in line.cells}
    parts = [KeyPart(code, state_look(code).word) for code in ATTENTION_ORDER if code in seen]
    return [*parts, KeyPart("", _("chưa ký"))] if "" in seen else parts


def _matrix(items: tuple[tuple[int, str], ...], rows: Sequence[HeatRow], unit_urls: Mapping[int, str]) -> Matrix:
    return Matrix(
        label=_("Tình trạng theo đơn vị và nội dung cam kết"),
        heads=tuple(MatrixHead(number, title) for number, title in items),
        lines=tuple(MatrixLine(row.unit_name, unit_urls[row.unit_id], _cells(row)) for row in rows),
    )


def _cells(row: HeatRow) -> tuple[MatrixCell, ...]:
    return tuple(
        MatrixCell(
            state=cell.state.value if cell.state else "",
            url=reverse("commitment", args=[cell.commitment_id]),
            label=f"{row.unit_name}, {cell.number}. {cell.title}",
        )
        for cell in row.cells
    )
