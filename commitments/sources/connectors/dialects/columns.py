"""Which columns the tables have, under which headings they may come, and how a header row is recognised."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commitments.sources.connectors.table import Problem, SheetRow, TableKind

SNAPSHOT = "snapshot_utc"
UNIT = "unit_id"
# A title and a date may stand above the header; a table that begins later is not recognised.
_HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Layout:
    """One table of the portal: its columns with the headings they go by, and what its figures are."""

    kind: TableKind
    required: tuple[str, ...]
    optional: tuple[str, ...]
    period_column: str
    figures: Mapping[str, str]
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Header:
    """Where each known column stands (from 0), its heading as the file writes it, and the headings nobody knows."""

    layout: Layout
    row_number: int
    width: int
    places: Mapping[str, int]
    titles: Mapping[str, str]
    unknown: tuple[str, ...]


_PARTS = ("tdgq", "mdhl", "mdsh", "tttt", "clgq", "ckmb")
_SNAPSHOT_HEADINGS = ("thời điểm lấy số liệu (utc)", "thời điểm (utc)")
_TOTAL_HEADINGS = ("tổng điểm", "tổng", "tong_score")

UNIT_LAYOUT = Layout(
    kind=TableKind.UNIT,
    required=(SNAPSHOT, "period", UNIT, *_PARTS, "total"),
    optional=("unit_name", "agency_code", "rank"),
    period_column="period",
    figures={**{part: f"766.{part}" for part in _PARTS}, "total": "766.total", "rank": "766.rank"},
    headings={
        SNAPSHOT: _SNAPSHOT_HEADINGS,
        "period": ("kỳ", "kỳ báo cáo", "kỳ số liệu"),
        UNIT: ("mã đơn vị",),
        "unit_name": ("tên đơn vị", "đơn vị", "ten"),
        "agency_code": ("mã định danh", "mã cơ quan", "ma_coquan"),
        "tdgq": ("tiến độ giải quyết",),
        "mdhl": ("mức độ hài lòng",),
        "mdsh": ("mức độ số hóa", "mức độ số hoá", "số hóa hồ sơ", "số hoá hồ sơ"),
        "tttt": ("thanh toán trực tuyến",),
        "clgq": ("dịch vụ công trực tuyến",),
        "ckmb": ("công khai, minh bạch", "công khai minh bạch"),
        "total": _TOTAL_HEADINGS,
        "rank": ("xếp hạng", "thứ hạng", "hạng", "row_stt"),
    },
)

TREND_LAYOUT = Layout(
    kind=TableKind.TREND,
    required=(SNAPSHOT, "period_kind", "year", "period_no", "total"),
    optional=(),
    period_column="period_no",
    # A rounded figure as the trend picture shows it: not the total of the tables, which may stand in the same drop.
    figures={"total": "766.trend"},
    headings={
        SNAPSHOT: _SNAPSHOT_HEADINGS,
        "period_kind": ("loại kỳ",),
        "year": ("năm",),
        "period_no": ("kỳ số", "tháng/quý"),
        "total": ("an_giang_total", *_TOTAL_HEADINGS),
    },
)

LAYOUTS = (UNIT_LAYOUT, TREND_LAYOUT)


def header_find(rows: Sequence[SheetRow], layouts: Sequence[Layout]) -> Header | Problem:
    """Find the first row that holds every required column of one of the tables.

    Returns a Problem that names the columns missing from the likeliest header when there is none, a column that
    stands twice, or a header written by formulas.
    """
    known_most = 1  # a single known heading may be chance
    lacking_then: tuple[str, ...] = ()
    for row in [row for row in rows if any(cell.text for cell in row.cells)][:_HEADER_WITHIN]:
        headings = [_plain(cell.text) for cell in row.cells]
        for layout in layouts:
            places = _places(layout, headings)
            lacking = tuple(name for name in layout.required if name not in places)
            if not lacking:
                return _header(layout, row, headings, places)
            if len(places) > known_most:
                known_most, lacking_then = len(places), lacking
    if not lacking_then:
        return Problem("header_unknown")
    return Problem("header_incomplete", {"columns": ", ".join(lacking_then)})


def _header(layout: Layout, row: SheetRow, headings: list[str], places: dict[str, int]) -> Header | Problem:
    known = {_plain(heading) for name in (*layout.required, *layout.optional) for heading in _names(layout, name)}
    repeated = sorted({heading for heading in headings if heading in known and headings.count(heading) > 1})
    if repeated or len(set(places.values())) != sum(heading in known for heading in headings):
        return Problem("header_repeated", {"columns": ", ".join(repeated)})
    if row.has_formula:
        return Problem("header_formula")
    return Header(
        layout=layout,
        row_number=row.number,
        width=len(row.cells),
        places=places,
        titles={name: row.cells[place].text.strip() for name, place in places.items()},
        unknown=tuple(row.cells[at].text.strip() for at, text in enumerate(headings) if text and text not in known),
    )


def _places(layout: Layout, headings: list[str]) -> dict[str, int]:
    places = {}
    for name in (*layout.required, *layout.optional):
        wanted = {_plain(heading) for heading in _names(layout, name)}
        place = next((at for at, heading in enumerate(headings) if heading in wanted), None)
        if place is not None:
            places[name] = place
    return places


def _names(layout: Layout, name: str) -> tuple[str, ...]:
    return (name, *layout.headings.get(name, ()))


def _plain(heading: str) -> str:
    """Compare headings without case, spare blanks, or the two ways of composing Vietnamese letters."""
    return " ".join(unicodedata.normalize("NFC", heading).casefold().split())
