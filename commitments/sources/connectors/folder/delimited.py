"""Reading CSV: UTF-8 only, commas or semicolons only. Runs inside the child process."""

import csv
import io
from collections.abc import Iterator

from commitments.sources.connectors.folder.limits import Limits
from commitments.sources.connectors.folder.refusal import Refused


def text_decode(content: bytes) -> str:
    """Decode a text file.

    Raises:
        Refused: it is not UTF-8 (old Vietnamese code pages, UTF-16), or not text at all.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("text_not_utf8")
    if b"\0" in content:
        raise Refused("not_a_table")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused("text_not_utf8_line", line=str(line)) from error


def delimited_rows(content: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number, counted as a spreadsheet program counts.

    Raises:
        Refused: wrong encoding, broken quotes, too many rows or columns.
    """
    text = text_decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > limits.rows + 1:
                raise Refused("too_many_rows", limit=str(limits.rows))
            if len(cells) > limits.columns:
                raise Refused("too_many_columns", limit=str(limits.columns))
            yield number, cells
    except csv.Error as error:
        raise Refused("csv_broken", row=str(number + 1)) from error


def _delimiter(text: str) -> str:
    """Take the sign that separates more cells in the first line that holds either."""
    for line in text.splitlines():
        commas, semicolons = line.count(","), line.count(";")
        if commas or semicolons:
            return "," if commas >= semicolons else ";"
    raise Refused("not_a_table")
