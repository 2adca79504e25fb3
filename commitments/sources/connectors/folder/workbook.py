"""Looking over an XLSX before a spreadsheet library may touch it. Runs inside the child process only.

Two cells, A1 and XFD1048576, in 4.6 KB make calamine ask for 550 GB and abort; so the zip directory is weighed, every
part is unpacked once as a stream (its true size, its checksum, no document type), and the sheet's reach is known.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from commitments.sources.connectors.folder.limits import Limits
from commitments.sources.connectors.folder.refusal import Refused

_Start = Callable[[str, dict[str, str]], None]
_BLOCK = 1 << 16
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@dataclass(slots=True)
class SheetReach:
    """How far a sheet reaches, and which of its rows hold a formula (as first and last row of each)."""

    last_row: int = 0
    last_column: int = 0
    formulas: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    name: str
    visible: bool
    part: str


def directory_check(archive: zipfile.ZipFile, size: int, limits: Limits) -> None:
    """Weigh the zip directory: what it says about itself must already be bearable.

    Raises:
        Refused: encrypted, too many entries, too large when unpacked, or packed too tightly to be honest.
    """
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > limits.zip_entries or len(set(names)) != len(names):
        raise Refused("zip_suspicious")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused("file_protected")
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked_bytes:
        raise Refused("zip_too_large", limit=str(limits.unpacked_bytes // (1024 * 1024)))
    tight = any(
        entry.file_size > limits.ratio_counts_from
        and entry.file_size > limits.unpacked_ratio * max(entry.compress_size, 1)
        for entry in entries
    )
    if tight or (total > limits.ratio_counts_from and total > limits.unpacked_ratio * size):
        raise Refused("zip_bomb")


def kind_check(archive: zipfile.ZipFile) -> None:
    """Make sure that the zip is a plain XLSX workbook: no macros, no other format under that name."""
    names = set(archive.namelist())
    if "mimetype" in names or "content.xml" in names:
        raise Refused("kind_ods")
    if "xl/workbook.bin" in names:
        raise Refused("kind_xlsb")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("kind_xlsm")
    if not {_WORKBOOK, _RELATIONS, "[Content_Types].xml"} <= names:
        raise Refused("not_a_workbook")


def workbook_scan(archive: zipfile.ZipFile) -> tuple[list[SheetEntry], dict[str, SheetReach]]:
    """Stream every part once; return the worksheets in the book's order, and each part's reach and formulas.

    Raises:
        Refused: a document type or entity, broken XML, a false size or checksum, macros declared.
    """
    sheets: list[tuple[str, bool, str]] = []
    targets: dict[str, str] = {}
    reaches: dict[str, SheetReach] = {}
    kinds: set[str] = set()
    for entry in archive.infolist():
        name = entry.filename
        start: _Start | None = None
        if name == _WORKBOOK:
            start = _workbook_reader(sheets)
        elif name == _RELATIONS:
            start = _relations_reader(targets)
        elif name == "[Content_Types].xml":
            start = _kinds_reader(kinds)
        elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
            start = _sheet_reader(reaches.setdefault(name, SheetReach()))
        _stream(archive, entry, start)
    if any("macroEnabled" in kind for kind in kinds):
        raise Refused("kind_xlsm")
    if _KIND not in kinds:
        raise Refused("not_a_workbook")
    entries = [
        SheetEntry(name, visible, targets[relation])
        for name, visible, relation in sheets
        if targets.get(relation) in reaches
    ]
    return entries, reaches


def _stream(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, start: _Start | None) -> None:
    parser = None
    if entry.filename.endswith((".xml", ".rels")):
        parser = expat.ParserCreate(namespace_separator=None)
        parser.StartDoctypeDeclHandler = _no_doctype
        if start is not None:
            parser.StartElementHandler = start
    try:
        with archive.open(entry) as part:
            while block := part.read(_BLOCK):
                if parser is not None:
                    parser.Parse(block, False)
        if parser is not None and entry.file_size:
            parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise Refused("xml_broken", part=entry.filename) from error


def _no_doctype(*_: object) -> None:
    raise Refused("xml_doctype")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _workbook_reader(sheets: list[tuple[str, bool, str]]) -> _Start:
    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet" and "name" in attributes:
            relation = next((value for key, value in attributes.items() if _local(key) == "id" and ":" in key), "")
            sheets.append((attributes["name"], attributes.get("state", "visible") == "visible", relation))

    return start


def _relations_reader(targets: dict[str, str]) -> _Start:
    def start(tag: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        if _local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[attributes.get("Id", "")] = path

    return start


def _kinds_reader(kinds: set[str]) -> _Start:
    def start(tag: str, attributes: dict[str, str]) -> None:
        if "ContentType" in attributes:
            kinds.add(attributes["ContentType"])

    return start


def _sheet_reader(reach: SheetReach) -> _Start:
    """Follow rows and cells; both may leave their number out, and then it is the one after the last."""
    row = column = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        local = _local(tag)
        if local == "row":
            row, column = int(attributes.get("r", row + 1)), 0
            reach.last_row = max(reach.last_row, row)
        elif local == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", ""))
            row, column = (int(found[2]), _column(found[1])) if found else (row, column + 1)
            reach.last_row, reach.last_column = max(reach.last_row, row), max(reach.last_column, column)
        elif local == "f":
            # An array formula fills its whole range, but only the first cell carries it.
            rows = [int(match[2]) for match in _REFERENCE.finditer(attributes.get("ref", ""))]
            reach.formulas.append((min([row, *rows]), max([row, *rows])))

    return start


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def archive_open(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused("not_a_workbook") from error
