"""Files as they come: honest ones give exact rows, hostile and broken ones one refusal each and nothing else."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from commitments.sources.checks.messages import TEXTS
from commitments.sources.connectors.folder.limits import Limits
from commitments.sources.connectors.folder.parse import file_parse, sheet_load
from commitments.sources.connectors.table import ParsedFile
from tests.connectors.folder import hostile
from tests.connectors.folder.hostile import HEADER, LONG_PHU

Parse = Callable[..., ParsedFile]
TABLES = {"tables": {"unit": {}, "trend": {"unit_code": "398126"}}}
CSV = ",".join(HEADER) + "\n" + ",".join(str(cell) for cell in LONG_PHU) + "\n"


@pytest.fixture
def parse(tmp_path: Path) -> Parse:
    def read(content: bytes | str, name: str, number_format: str = "point", limits: Limits | None = None) -> ParsedFile:
        stored = tmp_path / "stored.gz"
        stored.write_bytes(gzip.compress(content.encode() if isinstance(content, str) else content, 1))
        return file_parse(
            stored=stored, file_name=name, file_number=1, number_format=number_format, config=TABLES, limits=limits
        )

    return read


def _codes(parsed: ParsedFile) -> list[tuple[int, str, str]]:
    return [(problem.number, problem.column, problem.problem.code) for problem in parsed.problems]


def test_csv_and_workbook_of_one_table_give_the_same_rows(parse: Parse) -> None:
    as_csv, as_book = parse(CSV, "a.csv"), parse(hostile.workbook([HEADER, LONG_PHU]), "a.xlsx")
    assert as_csv.refusal is None
    assert as_book.rows == as_csv.rows
    (row,) = as_csv.rows
    assert (row.number, row.unit_code, row.period_key) == (2, "470152", "2025-ytd")
    assert row.known_at == datetime(2025, 10, 11, 13, 1, tzinfo=UTC)
    assert {figure.indicator_key: figure.value for figure in row.figures}["766.total"] == Decimal("93.33")


def test_reading_twice_gives_the_same(parse: Parse) -> None:
    content = hostile.workbook([HEADER, LONG_PHU, ("?", *LONG_PHU[1:])])
    assert parse(content, "a.xlsx") == parse(content, "a.xlsx")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("\ufeff" + CSV, "bom.csv"),
        (CSV.replace(",", ";"), "semicolons.csv"),
        (CSV.replace("\n", "\r\n"), "windows.csv"),
        ("Bảng điểm\n\n" + CSV, "title-above.csv"),
    ],
)
def test_usual_ways_of_writing_csv_are_read(parse: Parse, content: str, name: str) -> None:
    parsed = parse(content, name)
    assert parsed.refusal is None
    assert [row.unit_code for row in parsed.rows] == ["470152"]


def test_vietnamese_headings_in_any_order_are_read_and_unknown_ones_remarked(parse: Parse) -> None:
    headings = ["Tổng điểm", "Mã đơn vị", "Kỳ", "Thời điểm (UTC)", "Tiến độ giải quyết", "MỨC ĐỘ HÀI LÒNG"]
    headings += ["Mức độ số hóa", "Thanh toán trực tuyến", "Dịch vụ công trực tuyến", "Công khai minh bạch", "Ghi chú"]
    cells = ["93.33", "470152", "2025-10 to date", "2025-10-11T13:01Z", "19.87", "18", "20.82", "8.48", "8.16", "18"]
    parsed = parse(",".join(headings) + "\n" + ",".join([*cells, "x"]) + "\n", "a.csv")
    assert parsed.rows[0].period_key == "2025-10"
    assert len(parsed.rows[0].figures) == 7
    assert [(remark.code, remark.details["columns"]) for remark in parsed.remarks] == [("columns_unknown", "Ghi chú")]


def test_native_moments_and_numbers_of_a_workbook_are_exact(parse: Parse) -> None:
    moment = datetime(2025, 10, 11, 13, 1)  # noqa: DTZ001  a workbook knows no zones
    cells = [
        moment,
        "2025 year to date",
        470152,
        None,
        None,
        0.1 + 0.2,
        18,
        20.82,
        8.48,
        8.16,
        18,
        93.33000000000001,
        1,
    ]
    (row,) = parse(hostile.workbook([HEADER, cells]), "a.xlsx").rows
    values = {figure.column: figure.value for figure in row.figures}
    assert (values["tdgq"], values["total"], row.unit_code) == (Decimal("0.3"), Decimal("93.33"), "470152")
    assert row.known_at == datetime(2025, 10, 11, 13, 1, tzinfo=UTC)


def test_a_native_number_with_more_than_four_decimals_is_a_problem(parse: Parse) -> None:
    parsed = parse(hostile.workbook([HEADER, (*LONG_PHU[:11], 93.33001, 1)]), "a.xlsx")
    assert _codes(parsed) == [(2, "total", "number_too_fine")]


def test_row_numbers_are_those_of_the_spreadsheet(parse: Parse) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for column, (heading, cell) in enumerate(zip(HEADER, LONG_PHU, strict=True), start=3):
        sheet.cell(4, column, heading)
        sheet.cell(9, column, cell)
    assert parse(hostile.saved(book), "a.xlsx").rows[0].number == 9


@pytest.mark.parametrize("kind", ["plain", "array"])
def test_rows_with_a_formula_are_problem_rows(parse: Parse, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "formula.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number in range(4):
            sheet.write_row(number, 0, LONG_PHU if number else HEADER)
        if kind == "plain":
            sheet.write_formula("L3", "=SUM(F3:K3)", None, 93.33)
        else:
            sheet.write_array_formula("L3:L4", "{=F3:F4+1}", None, 20)
    parsed = parse(path.read_bytes(), "a.xlsx")
    assert _codes(parsed) == [(row, "", "formula") for row in ([3] if kind == "plain" else [3, 4])]
    assert [row.number for row in parsed.rows] == ([2, 4] if kind == "plain" else [2])


def test_text_that_a_spreadsheet_would_run_is_a_problem_row(parse: Parse) -> None:
    parsed = parse(CSV.replace("UBND phường Long Phú", "=HYPERLINK(1)"), "a.csv")
    assert _codes(parsed) == [(2, "unit_name", "formula")]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("snapshot_utc", "2025-02-30T10:00Z", "moment_does_not_exist"),
        ("snapshot_utc", "2025-13-01T10:00Z", "moment_does_not_exist"),
        ("snapshot_utc", "2025-10-11T25:00Z", "moment_does_not_exist"),
        ("snapshot_utc", "9999-12-31T23:59Z", "moment_out_of_range"),
        ("snapshot_utc", "0001-01-01T00:00+07:00", "moment_out_of_range"),
        ("snapshot_utc", "1999-12-31T23:59Z", "moment_out_of_range"),
        ("snapshot_utc", "2101-01-01T00:00Z", "moment_out_of_range"),
        ("snapshot_utc", "2025-10-11", "moment_without_time"),
        ("snapshot_utc", "11/10/2025 13:01", "moment_unreadable"),
        ("period", "2025", "period_unreadable"),
        ("period", "2025-13 to date", "period_unreadable"),
        ("tdgq", "mười chín", "number_unreadable"),
        ("total", "NaN", "number_unreadable"),
        ("total", "-", "number_unreadable"),
    ],
)
def test_a_cell_that_cannot_be_what_it_must_be_names_its_column(
    parse: Parse, column: str, cell: str, code: str
) -> None:
    cells = [cell if name == column else str(value) for name, value in zip(HEADER, LONG_PHU, strict=True)]
    parsed = parse(",".join(HEADER) + "\n" + ",".join(cells) + "\n", "a.csv")
    assert _codes(parsed) == [(2, column, code)]
    assert parsed.problems[0].content[column] == cell


def test_a_decimal_comma_in_a_comma_separated_file_is_a_row_too_wide(parse: Parse) -> None:
    parsed = parse(CSV.replace("93.33", "93,33"), "a.csv", "comma")
    assert (2, "", "too_many_cells") in _codes(parsed)


def test_a_blank_figure_is_missing_and_not_zero(parse: Parse) -> None:
    (row,) = parse(CSV.replace("20.82", ""), "a.csv").rows
    assert row.missing == ("mdsh",)
    assert "mdsh" not in {figure.column for figure in row.figures}


def test_the_trend_table_is_read_by_month_and_quarter(parse: Parse) -> None:
    rows = "2025-10-15T01:46Z,month,2025,9,74.7\n2025-10-15T01:46Z,Quý,2025,2,52\n2025-10-15T01:46Z,quarter,2025,5,1\n"
    parsed = parse("snapshot_utc,period_kind,year,period_no,an_giang_total\n" + rows, "a.csv")
    assert [(row.period_key, row.unit_code) for row in parsed.rows] == [("2025-09", "398126"), ("2025-q2", "398126")]
    assert _codes(parsed) == [(4, "period_no", "period_does_not_exist")]


def test_only_the_first_filled_visible_sheet_is_read_and_the_others_are_named(parse: Parse) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Trống"
    hidden = book.create_sheet("Ẩn")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    for title in ("Bảng", "Nháp"):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append(LONG_PHU)
    parsed = parse(hostile.saved(book), "a.xlsx")
    assert len(parsed.rows) == 1
    assert [dict(remark.details) for remark in parsed.remarks] == [{"read": "Bảng", "sheets": "Nháp"}]


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "two cells at the far corners": (hostile.two_far_cells, "a.xlsx", "too_many_rows"),
    "billion laughs": (hostile.billion_laughs, "a.xlsx", "xml_doctype"),
    "external entity": (hostile.external_entity, "a.xlsx", "xml_doctype"),
    "entity in shared strings": (hostile.entity_in_shared_strings, "a.xlsx", "xml_doctype"),
    "400 MB in one cell": (lambda: hostile.one_huge_cell(400), "a.xlsx", "zip_too_large"),
    "bomb by ratio": (lambda: hostile.one_huge_cell(20), "a.xlsx", "zip_bomb"),
    "a million rows in little": (lambda: hostile.many_rows(1_000_000), "a.xlsx", "zip_bomb"),
    "directory that lies": (hostile.lying_directory, "a.xlsx", "not_a_workbook"),
    "zip that is no workbook": (lambda: hostile.raw_workbook([""], kinds="<Types/>"), "a.xlsx", "not_a_workbook"),
    "cut off": (lambda: hostile.workbook([HEADER, LONG_PHU])[:-200], "a.xlsx", "not_a_workbook"),
    "broken xml": (lambda: hostile.raw_workbook(["<worksheet><sheetData>"]), "a.xlsx", "xml_broken"),
    "macro": (lambda: hostile.raw_workbook(["<worksheet/>"]), "a.xlsm", "kind_xlsm"),
    "macro under a plain name": (
        lambda: hostile.raw_workbook(["<worksheet/>"], **{"xl/vbaProject.bin": "x"}),
        "a.xlsx",
        "kind_xlsm",
    ),
    "open document": (lambda: hostile.raw_workbook(["<a/>"], mimetype="application/x"), "a.xlsx", "kind_ods"),
    "old excel under a new name": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600,
        "a.xlsx",
        "kind_xls_or_protected",
    ),
    "old excel": (lambda: b"\xd0\xcf\x11\xe0", "a.xls", "kind_xls"),
    "web page as a workbook": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "a.xlsx", "kind_html"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0", "a.csv", "not_a_table"),
    "unknown suffix": (lambda: b"%PDF-1.7", "a.pdf", "kind_unknown"),
    "nothing": (lambda: b"", "a.csv", "file_empty"),
    "prose": (lambda: "Kính gửi Sở Nội vụ.\n".encode(), "a.csv", "not_a_table"),
    "windows-1258": (
        lambda: CSV.replace("ờ", "").encode("cp1258", "ignore") + b"\xe2\xe3\n",
        "a.csv",
        "text_not_utf8_line",
    ),
    "utf-16": (lambda: CSV.encode("utf-16"), "a.csv", "text_not_utf8"),
    "open quote": (lambda: CSV.replace("UBND", '"UBND').encode(), "a.csv", "csv_broken"),
    "endless cell": (lambda: CSV.replace("UBND", "x" * 40_000).encode(), "a.csv", "cell_too_long"),
    "wrong header": (lambda: b"a,b,c\n1,2,3\n", "a.csv", "header_unknown"),
    "header without total": (lambda: CSV.replace(",total", ",diem").encode(), "a.csv", "header_incomplete"),
    "column twice": (lambda: CSV.replace(",rank", ",total").encode(), "a.csv", "header_repeated"),
    "empty workbook": (lambda: hostile.workbook([]), "a.xlsx", "workbook_empty"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_must_not_pass_is_refused_with_a_sentence(parse: Parse, case: str) -> None:
    make, name, code = REFUSED[case]
    parsed = parse(make(), name)
    assert parsed.refusal is not None
    assert parsed.refusal.code == code
    assert str(TEXTS[code]) % dict(parsed.refusal.details)
    assert parsed.rows == ()


def _load(tmp_path: Path, content: bytes, name: str, limits: Limits) -> str:
    stored = tmp_path / "stored.gz"
    stored.write_bytes(gzip.compress(content, 1))
    loaded = sheet_load(stored=stored, file_name=name, limits=limits)
    return getattr(loaded, "code", "read")


LOOSE = Limits(unpacked_bytes=10**12, unpacked_ratio=10**9, rows=10**9, columns=10**9, cells=10**18)


def test_a_parser_that_aborts_takes_only_its_own_process_down(tmp_path: Path) -> None:
    assert _load(tmp_path, hostile.two_far_cells(), "a.xlsx", LOOSE) == "needs_too_much_memory"


def test_a_parser_that_outgrows_its_memory_is_stopped(tmp_path: Path) -> None:
    tight = replace(LOOSE, address_space=300 * 1024 * 1024)
    assert _load(tmp_path, hostile.one_huge_cell(120), "a.xlsx", tight) == "needs_too_much_memory"


def test_a_parser_that_outlives_its_cpu_time_or_the_clock_is_stopped(tmp_path: Path) -> None:
    slow = hostile.many_rows(2_000_000)
    assert _load(tmp_path, slow, "a.xlsx", replace(LOOSE, cpu_seconds=1)) == "needs_too_much_time"
    assert _load(tmp_path, slow, "a.xlsx", replace(LOOSE, wall_seconds=1)) == "needs_too_much_time"


def test_output_without_end_is_stopped(tmp_path: Path) -> None:
    code = _load(tmp_path, hostile.many_rows(200_000), "a.xlsx", replace(LOOSE, output_bytes=10_000))
    assert code in {"not_readable", "needs_too_much_memory"}


def test_one_row_too_many_is_refused(parse: Parse) -> None:
    limits = Limits(rows=3)
    row = ",".join(str(cell) for cell in LONG_PHU) + "\n"
    assert parse(CSV + row * 2, "a.csv", limits=limits).refusal is None
    refusal = parse(CSV + row * 3, "a.csv", limits=limits).refusal
    assert refusal is not None
    assert refusal.code == "too_many_rows"
