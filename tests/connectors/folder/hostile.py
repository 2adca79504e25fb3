"""Files made to hurt whoever opens them, and honest ones to compare; built when needed, never kept."""

import io
import zipfile
from collections.abc import Iterable, Sequence

import openpyxl

HEADER = (
    "snapshot_utc",
    "period",
    "unit_id",
    "unit_name",
    "agency_code",
    "tdgq",
    "mdhl",
    "mdsh",
    "tttt",
    "clgq",
    "ckmb",
    "total",
    "rank",
)
LONG_PHU = (
    "2025-10-11T13:01Z",
    "2025 year to date",
    "470152",
    "UBND phường Long Phú",
    "H01.113",
    19.87,
    18,
    20.82,
    8.48,
    8.16,
    18,
    93.33,
    1,
)
_KINDS = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)
_ROOT_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def workbook(rows: Iterable[Sequence[object]], *, title: str = "Sheet1") -> bytes:
    """An honest workbook, as openpyxl writes it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def raw_workbook(sheet_parts: Iterable[str | bytes], **more: str | bytes) -> bytes:
    """A workbook whose only sheet is written by hand, part by part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr("[Content_Types].xml", more.pop("kinds", _KINDS))
        archive.writestr("xl/workbook.xml", more.pop("book", _BOOK))
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
        archive.writestr("_rels/.rels", _ROOT_RELATIONS)
        for name, content in more.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for piece in sheet_parts:
                part.write(piece.encode() if isinstance(piece, str) else piece)
    return out.getvalue()


def two_far_cells() -> bytes:
    """4.6 KB that make a reader ask for 550 GB."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return raw_workbook([_SHEET, cells, "</sheetData></worksheet>"])


def billion_laughs() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'
    return raw_workbook([declared, _SHEET, cell, "</sheetData></worksheet>"])


def external_entity() -> bytes:
    declared = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&secret;</t></is></c></row>'
    return raw_workbook([declared, _SHEET, cell, "</sheetData></worksheet>"])


def entity_in_shared_strings() -> bytes:
    strings = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst><si><t>&a;</t></si></sst>'
    return raw_workbook(
        [_SHEET, '<row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>'],
        **{"xl/sharedStrings.xml": strings},
    )


def one_huge_cell(megabytes: int) -> bytes:
    def pieces() -> Iterable[str | bytes]:
        yield _SHEET + '<row r="1"><c r="A1" t="inlineStr"><is><t>'
        for _ in range(megabytes):
            yield b"a" * (1 << 20)
        yield "</t></is></c></row></sheetData></worksheet>"

    return raw_workbook(pieces())


def many_rows(count: int) -> bytes:
    """Millions of empty rows in well under a megabyte."""

    def pieces() -> Iterable[str | bytes]:
        yield _SHEET
        for _ in range(count // 10_000):
            yield b"<row><c><v>1</v></c></row>" * 10_000
        yield "</sheetData></worksheet>"

    return raw_workbook(pieces())


def lying_directory() -> bytes:
    """A zip whose directory claims that a large part is small."""
    content = bytearray(one_huge_cell(8))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    true, false = size.to_bytes(8, "little")[:4], (1000).to_bytes(4, "little")
    place = content.rfind(b"xl/worksheets/sheet1.xml")
    found = content.rfind(true, 0, place)
    content[found : found + 4] = false
    return bytes(content)
