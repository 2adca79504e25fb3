import hashlib
import json
import re
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from commitments.audit.models import AuditEvent
from commitments.audit.services import seals_append
from commitments.exports.models import ExportFile
from commitments.exports.services import UnableToExport, council_export_write
from commitments.exports.services.council import sheet_names, vietnamese_key
from commitments.exports.sheets import collectives, individuals, items, provenance, rules, words
from commitments.exports.sheets.columns import Column, Kind, Sheet
from commitments.exports.sheets.legend import LegendRow
from commitments.exports.sheets.workbook import CouncilWorkbook, text_safe
from commitments.indicators.models import Observation
from commitments.organization.models import CohortMembership
from commitments.recommendations.models import Recommendation, SubjectKind
from commitments.recommendations.selectors.reading import line_read
from tests.commitments.recommendations.province import DAY, ISSUED, MANAGER, PULLED, figures_pull, issue, province_make

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent / "council_workbook.json"
HOSTILE = ("=1+1", "@SUM(1)", "\tx", "+1", "-1", "#N/A", "_x0041_ & <b>", "bell\x07", '=HYPERLINK("http://x")')
EXPORTED = ISSUED + timedelta(minutes=5)


def _export(path: Path, **more: Any) -> ExportFile:
    batch = more.pop("batch", None) or issue()
    return council_export_write(batch_id=batch.pk, out=path, now=lambda: EXPORTED, actor=MANAGER)


def _cells(path: Path) -> dict[str, list[list[Any]]]:
    """Every cell as value, type and number format; what changes from run to run is named instead."""
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [
            [cell.coordinate, _plain(cell.value), cell.data_type, cell.number_format]
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ]
        for sheet in book.worksheets
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        return re.sub(r"(?<=/)[0-9a-f]{8}$|\b[0-9a-f]{64}\b", "<sha256>", value)
    return value


def _steadied(found: dict[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
    """Take out what belongs to the run (ids) or to the rulebook (its sentences), which have tests of their own."""
    runs = sorted(set(Observation.objects.values_list("run_id", flat=True)))
    for spec in (collectives.SHEET, individuals.SHEET, items.SHEET, provenance.SHEET):
        fields = {get_column_letter(number): column.field for number, column in enumerate(spec.columns, 1)}
        for cell in found[spec.name]:
            field = fields[cell[0].rstrip("0123456789")]
            if cell[0].endswith(("1", "2")) and cell[0].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") in ("1", "2"):
                continue
            if field == "run_id":
                cell[1] = f"<run {runs.index(cell[1]) + 1}>"
            elif field in ("proposal", "missing", "grounds", "bases", "certainty"):
                cell[1] = "<words>"
    found[rules.SHEET.name] = [cell for cell in found[rules.SHEET.name] if cell[0].strip("ABCDEFGHIJKLM") in ("1", "2")]
    return found


def test_the_workbook_is_the_golden_one_cell_by_cell(tmp_path: Path) -> None:
    """To accept a change: delete the golden file, run this once, read what was written."""
    province_make()
    _export(tmp_path / "a.xlsx")
    found = _steadied(_cells(tmp_path / "a.xlsx"))
    if not GOLDEN.exists():
        lines = (
            f'"{name}": [\n' + ",\n".join(json.dumps(c, ensure_ascii=False) for c in cells) + "\n]"
            for name, cells in found.items()
        )
        GOLDEN.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        pytest.fail(f"{GOLDEN.name} was absent and has been written: read it, then keep it")
    wanted = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert list(found) == list(wanted) == list(sheet_names())
    for name in wanted:
        assert found[name] == wanted[name], name


def test_grounds_and_sources_are_those_of_the_sealed_lines(tmp_path: Path) -> None:
    province_make()
    batch = issue()
    _export(tmp_path / "a.xlsx", batch=batch)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    lines = [line_read(line.payload) for line in Recommendation.objects.filter(batch=batch)]
    readings = {(r.key, r.from_day): r for line in lines for f in line.findings for r in f.readings}
    shown = [_by_field(rules.SHEET, row) for row in book[rules.SHEET.name].iter_rows(min_row=3)]
    assert {(row["key"], row["from_day"].date()) for row in shown} == readings.keys() and readings
    for row in shown:
        reading = readings[row["key"], row["from_day"].date()]
        assert row["certainty"] == words.CERTAINTIES[reading.certainty]
        assert row["number"] == (float(reading.value) if isinstance(reading.value, Decimal) else None)
    heads = {line.leader_name: line for line in lines if line.leader_name}
    for row in (_by_field(individuals.SHEET, cells) for cells in book[individuals.SHEET.name].iter_rows(min_row=3)):
        line = heads[row["name"]]
        assert line.of("level")[0].text in row["grounds"]
        assert all(c.short in row["bases"] for r in line.of("level")[0].readings for c in r.citations)
        assert row["last_day"] == (datetime.combine(line.last_day, datetime.min.time()) if line.last_day else None)


def _by_field(sheet: Sheet, cells: Any) -> dict[str, Any]:
    return {column.field: cell.value for column, cell in zip(sheet.columns, cells, strict=True) if column.field}


def test_a_second_reader_finds_what_the_database_holds(tmp_path: Path) -> None:
    province_make()
    batch = issue()
    _export(tmp_path / "a.xlsx", batch=batch)
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    rows = book.get_sheet_by_name(items.SHEET.name).to_python(skip_empty_area=False)
    fields = [column.field for column in items.SHEET.columns]
    read = {
        (row["code"], row["number"]): row for row in (dict(zip(fields, values, strict=True)) for values in rows[2:])
    }
    facts = {
        (line.unit_code, fact.number): fact
        for line in (line_read(r.payload) for r in Recommendation.objects.filter(batch=batch, subject=SubjectKind.UNIT))
        for fact in line.facts
    }
    assert read.keys() == facts.keys() and len(read) == 12
    for key, fact in facts.items():
        row = read[key]
        assert row["title"] == fact.title and row["due_date"] == fact.due_date
        assert row["value"] == ("" if fact.value is None else float(fact.value))
        assert Decimal(str(row["target"])) == fact.target
        if fact.observation_ids:
            origin = Observation.objects.get(pk=fact.observation_ids[-1])
            assert (row["run_id"], row["row"]) == (origin.run_id, origin.row_number)
            assert row["as_of"] == (PULLED + timedelta(hours=7)).replace(tzinfo=None)
    heads = book.get_sheet_by_name(individuals.SHEET.name).to_python(skip_empty_area=False)[2:]
    assert len(heads) == Recommendation.objects.filter(batch=batch, subject=SubjectKind.LEADER).count()


def test_hostile_texts_stay_texts_and_nothing_is_a_formula(tmp_path: Path) -> None:
    names = dict(zip(("so-a", "so-d", "xa-1"), HOSTILE[:3], strict=True))
    province_make(names={**names, "score": HOSTILE[8]})
    _export(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 7
        for name in sheets:
            content = archive.read(name)
            assert not re.search(rb'<f[ >/]|t="e"', content)
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("Tập thể").to_python()
    assert {row[1] for row in rows[2:]} == set(HOSTILE[0:3])


@pytest.mark.parametrize("text", HOSTILE)
def test_a_second_reader_gets_each_text_back_as_a_text(tmp_path: Path, text: str) -> None:
    columns = (Column("Cột", "header", Kind.TEXT, 10, "", ""), Column("Hai", "help", Kind.TEXT, 10, "", ""))
    book = CouncilWorkbook(title=text, author=text, at=ISSUED, footer=text)
    book.table(Sheet("Thử", "Thử", columns), banner=text).append(LegendRow("", text, text, ""))
    book.save(tmp_path / "t.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "t.xlsx")["Thử"]["A3"]
    assert (cell.data_type, cell.value) == ("s", text_safe(text))
    read = CalamineWorkbook.from_path(tmp_path / "t.xlsx").get_sheet_by_name("Thử").to_python()
    assert read[2][0].replace("_x005F_", "_") == text.replace("\x07", "\N{REPLACEMENT CHARACTER}")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        assert not re.search(rb"<f[ >/]", archive.read("xl/worksheets/sheet1.xml"))


def test_the_same_issue_and_moment_give_the_same_bytes(tmp_path: Path) -> None:
    province_make()
    batch = issue()
    one, two = _export(tmp_path / "1.xlsx", batch=batch), _export(tmp_path / "2.xlsx", batch=batch)
    assert one.sha256 == two.sha256 == hashlib.sha256((tmp_path / "1.xlsx").read_bytes()).hexdigest()


def test_the_file_shows_what_the_issue_froze_not_what_came_later(tmp_path: Path) -> None:
    province = province_make()
    batch = issue()
    before = _export(tmp_path / "1.xlsx", batch=batch)
    figures_pull(province, {"so-a": Decimal(1)}, known_at=ISSUED + timedelta(hours=1))
    assert _export(tmp_path / "2.xlsx", batch=batch).sha256 == before.sha256


def test_a_kept_export_is_recorded_with_its_digest_and_the_last_seal() -> None:
    province_make()
    batch = issue()
    seals_append(at=ISSUED)
    file = council_export_write(batch_id=batch.pk, out=None, now=lambda: EXPORTED, actor=MANAGER)
    kept = settings.EXPORT_DIR / file.stored_path
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == file.sha256 and kept.stat().st_size == file.size
    assert file.file_name == "hoi-dong-tdkt-2025-dot-1-tam-thoi.xlsx"
    event = AuditEvent.objects.get(action="council.export")
    assert event.after["sha256"] == file.sha256 and event.after["seal"] == file.chain_number
    assert [path for path in settings.EXPORT_DIR.iterdir() if path.name.endswith(".part")] == []


def test_print_and_screen_are_set_up(tmp_path: Path) -> None:
    province_make()
    _export(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert "&P" in sheet.oddFooter.right.text
    table = book[collectives.SHEET.name]
    assert table.freeze_panes == "C3" and table.print_title_rows == "$1:$2" and table.print_title_cols == "$A:$B"
    assert table.auto_filter.ref.endswith("5") and table.column_dimensions["B"].width == 28
    assert "TẠM THỜI" in table["A1"].value and "DỮ LIỆU MINH HỌA" in table["A1"].value


def test_an_unknown_issue_or_an_unwritable_place_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnableToExport):
        council_export_write(batch_id=404, out=tmp_path / "a.xlsx", now=lambda: EXPORTED, actor=MANAGER)
    province_make()
    batch = issue()
    (tmp_path / "file").write_text("x")
    with pytest.raises(UnableToExport):
        council_export_write(batch_id=batch.pk, out=tmp_path / "file" / "a.xlsx", now=lambda: EXPORTED, actor=MANAGER)
    assert not ExportFile.objects.exists() and [p.name for p in tmp_path.iterdir()] == ["file"]


def test_day_is_the_one_of_the_issue(tmp_path: Path) -> None:
    province_make()
    _export(tmp_path / "a.xlsx")
    cover = openpyxl.load_workbook(tmp_path / "a.xlsx")["Bìa"]
    pairs = {row[0].value: row[1] for row in cover.iter_rows() if row[0].value}
    assert pairs["Ngày xét"].value.date() == DAY and pairs["Ngày xét"].is_date
    assert pairs["Số dòng đề xuất"].value == 7


def test_vietnamese_names_are_sorted_as_people_look_for_them() -> None:
    names = ["Xã Đông", "Xã Dương", "Xã Ân", "Xã An", "Xã Em"]
    assert sorted(names, key=vietnamese_key) == ["Xã An", "Xã Ân", "Xã Đông", "Xã Dương", "Xã Em"]


def test_a_unit_that_is_not_ranked_says_why(tmp_path: Path) -> None:
    province_make()
    CohortMembership.objects.filter(unit__code="so-a").update(
        is_ranked=False, unranked_reason="Gần như không phát sinh."
    )
    _export(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    why = "Không xếp hạng: Gần như không phát sinh."
    units = [_by_field(collectives.SHEET, row) for row in book[collectives.SHEET.name].iter_rows(min_row=3)]
    assert [row["rank"] is None for row in units if why in (row["notes"] or "")] == [True]
    details = [_by_field(items.SHEET, row) for row in book[items.SHEET.name].iter_rows(min_row=3)]
    assert {row["kind"] for row in details if row["note"] == why} == {"Thứ hạng"}


def test_what_is_printed_ends_before_what_is_for_checking_and_every_text_has_room(tmp_path: Path) -> None:
    province_make()
    _export(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for spec in (collectives.SHEET, individuals.SHEET, items.SHEET, rules.SHEET):
        sheet = book[spec.name]
        last = get_column_letter(spec.printed or 0)
        assert sheet.print_area.endswith(f"$A$1:${last}${sheet.max_row}")
        wide = sum(column.width for column in spec.columns[: spec.printed]) / spec.pages_wide
        assert wide < 240, f"{spec.name}: {wide:.0f} characters on one sheet of A4 cannot be read"
    sheet = book[individuals.SHEET.name]
    text = next(cell for cell in sheet[3] if cell.value and len(str(cell.value)) > 200)
    assert text.alignment.wrap_text and sheet.row_dimensions[3].height > 60
    cover = book["Bìa"]
    assert "A2:B2" in {str(one) for one in cover.merged_cells.ranges} and cover["A5"].alignment.wrap_text


def test_units_of_rules_are_words_and_a_local_value_is_no_legal_text(tmp_path: Path) -> None:
    province_make()
    _export(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    shown = [_by_field(rules.SHEET, row) for row in book[rules.SHEET.name].iter_rows(min_row=3)]
    assert {row["measure"] for row in shown} <= set(words.UNITS.values())
    local = [row for row in shown if row["certainty"] == words.CERTAINTIES["local"]]
    assert local and all(row["instrument"] is None and row["note"] for row in local)
    heads = [_by_field(individuals.SHEET, row) for row in book[individuals.SHEET.name].iter_rows(min_row=3)]
    named = {line for row in heads for line in row["bases"].split("\n")}
    assert all(line == words.OWN_VALUE or "/" in line or "-" in line for line in named)
