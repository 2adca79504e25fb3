"""The list as it is seen, as a CSV file that a spreadsheet opens without running anything."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accountability.web.overview.listing import UnitEntry
from accountability.web.presentation.dates import moment
from accountability.web.presentation.states import ATTENTION_ORDER, state_look
from scoring.comparison import State

# A cell that begins with one of these would be run as a formula, or would hide that it does.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(entries: Iterable[UnitEntry]) -> Iterator[str]:
    """Write the list line by line, in the reader's language, with the separators that its spreadsheets expect."""
    english = (get_language() or "vi").startswith("en")
    writer = csv.writer(_Echo(), delimiter="," if english else ";")
    yield "\ufeff"
    yield str(writer.writerow(_heads()))
    for entry in entries:
        yield str(writer.writerow([_cell(value, english) for value in _values(entry)]))


def safe_text(text: str) -> str:
    """Keep a text a text: what a spreadsheet would run gets a quote before it."""
    return "'" + text if text.startswith(_RUNS) else text


def _heads() -> list[str]:
    return [
        _("Mã đơn vị"),
        _("Đơn vị"),
        _("Đã ký bản cam kết"),
        _("Tổng điểm"),
        _("Hạng trong nhóm"),
        _("Số đơn vị xếp hạng"),
        _("Số nội dung"),
        *(state_look(code).word for code in ATTENTION_ORDER),
        _("Đạt và đúng tiến độ (%)"),
        _("Thay đổi sau khi chốt"),
        _("Thời điểm số liệu"),
        _("Lý do không xếp hạng"),
    ]


def _values(entry: UnitEntry) -> list[Any]:
    row, shown = entry.standings, entry.headline
    return [
        safe_text(entry.unit.code),
        safe_text(entry.unit.name),
        _("có") if row.is_signed else _("chưa"),
        shown.value.quantize(_step(shown.decimals)) if shown and shown.value is not None else None,
        shown.rank if shown else None,
        shown.rank_of if shown else None,
        row.total,
        *(row.counts[State(code)] for code in ATTENTION_ORDER),
        row.done_percent,
        row.restated,
        moment(shown.known_at if shown else row.known_at),
        safe_text(shown.unranked_reason) if shown else None,
    ]


def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def _cell(value: Any, english: bool) -> str:
    """A missing figure is an empty cell, never a zero."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}" if english else f"{value:f}".replace(".", ",")
    return str(value)
