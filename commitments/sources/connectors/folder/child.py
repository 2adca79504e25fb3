"""The process that reads one hostile file: little memory, little time, nothing imported that it does not need.

It is started with the path of the stored bytes, the file's suffix and the limits, and writes one JSON line per row:
first what it reads, then `[row number, has a formula, [cells]]`, at the end how many rows; or one line that refuses.
A cell is a letter for its kind and its text; blank is "". Its death says only that the file was refused.
"""

import gzip
import io
import json
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from commitments.sources.connectors.folder.limits import Limits
from commitments.sources.connectors.folder.refusal import Refused

_BLOCK = 1 << 20
# What a spreadsheet program itself can hold in one cell.
_LONGEST_CELL = 32_767


def limits_apply(limits: Limits) -> None:
    """Bound this process before it reads a byte of the file."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.address_space, limits.address_space))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output_bytes, limits.output_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def file_rows(path: str, suffix: str, limits: Limits) -> Iterator[object]:
    """Yield what is to be written: the sheet, then its rows."""
    content = _content(path, limits)
    _kind_check(content, suffix)
    if content.startswith(b"PK\x03\x04"):
        yield from _workbook_rows(content, limits)
    else:
        yield from _delimited_rows(content, limits)


def _content(path: str, limits: Limits) -> bytes:
    parts: list[bytes] = []
    size = 0
    with gzip.open(path) as stored:
        # In blocks: asked for many bytes at once, a buffered reader takes the memory for all of them first.
        while block := stored.read(_BLOCK):
            size += len(block)
            if size > limits.file_bytes:
                raise Refused("zip_too_large", limit=str(limits.file_bytes // (1024 * 1024)))
            parts.append(block)
    return b"".join(parts)


def _kind_check(content: bytes, suffix: str) -> None:
    """Believe the bytes, not the name; but a name that promises another format is refused too."""
    by_name = {".xls": "kind_xls", ".xlsm": "kind_xlsm", ".xlsb": "kind_xlsb", ".ods": "kind_ods"}
    if suffix in by_name:
        raise Refused(by_name[suffix])
    if not content.strip():
        raise Refused("file_empty")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("kind_xls_or_protected")
    if suffix in {".html", ".htm"} or content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise Refused("kind_html")
    if suffix not in {".csv", ".xlsx"}:
        raise Refused("kind_unknown", suffix=suffix or "?")


def _workbook_rows(content: bytes, limits: Limits) -> Iterator[object]:
    # Here, not above: a CSV never pays for it, and the limits stand before a compiled library is loaded.
    from python_calamine import CalamineError, CalamineWorkbook

    from commitments.sources.connectors.folder import workbook

    with workbook.archive_open(content) as archive:
        workbook.directory_check(archive, len(content), limits)
        workbook.kind_check(archive)
        sheets, reaches = workbook.workbook_scan(archive)
    filled = [sheet for sheet in sheets if sheet.visible and reaches[sheet.part].last_row]
    if not filled:
        raise Refused("workbook_empty")
    reach = reaches[filled[0].part]
    if reach.last_row > limits.rows + 1:
        raise Refused("too_many_rows", limit=str(limits.rows))
    if reach.last_column > limits.columns or reach.last_row * reach.last_column > limits.cells:
        raise Refused("too_many_columns", limit=str(limits.columns))
    yield {"sheet": filled[0].name, "left_out": [sheet.name for sheet in filled[1:]]}
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(filled[0].name)
    except CalamineError as error:
        raise Refused("not_a_workbook") from error
    formulas = _formula_rows(reach.formulas, reach.last_row)
    # It leaves out empty columns on the left, but not empty rows above: row numbers are the sheet's own.
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield [number, int(number in formulas), _trimmed(_cell(value) for value in cells)]


def _formula_rows(ranges: Iterable[tuple[int, int]], last_row: int) -> set[int]:
    rows: set[int] = set()
    for first, last in ranges:
        if not (first == last and first in rows):
            rows.update(range(first, min(last, last_row) + 1))
    return rows


def _delimited_rows(content: bytes, limits: Limits) -> Iterator[object]:
    from commitments.sources.connectors.folder.delimited import delimited_rows

    yield {"sheet": "", "left_out": []}
    for number, cells in delimited_rows(content, limits):
        yield [number, 0, _trimmed(_text(text) for text in cells)]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return f"b{value}"
    if isinstance(value, int | float):
        return f"n{value:.15g}"
    if isinstance(value, datetime | date):
        return f"d{value.isoformat()}"
    return _text(str(value))


def _text(text: str) -> str:
    if len(text) > _LONGEST_CELL:
        raise Refused("cell_too_long", limit=str(_LONGEST_CELL))
    return f"t{text}" if text.strip() else ""


def _trimmed(cells: Iterable[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def main() -> int:
    path, suffix, bounds = sys.argv[1:4]
    limits = Limits(**json.loads(bounds))
    limits_apply(limits)
    write = sys.stdout.write
    rows = 0
    try:
        for line in file_rows(path, suffix, limits):
            write(json.dumps(line, ensure_ascii=False) + "\n")
            rows += isinstance(line, list)
        write(json.dumps({"end": rows}) + "\n")
    except Refused as refused:
        write("\n" + json.dumps({"refused": refused.code, "details": refused.details}, ensure_ascii=False) + "\n")
    except MemoryError:
        write("\n" + json.dumps({"refused": "needs_too_much_memory", "details": {}}) + "\n")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        write("\n" + json.dumps({"refused": "not_a_workbook", "details": {}}) + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
