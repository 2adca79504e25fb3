"""How high a row must be so that its texts are read whole, on paper too: no spreadsheet program works it out alike."""

from math import ceil
from textwrap import wrap
from typing import Final

# In points, at the workbook's eleven; a spreadsheet knows no higher row than the last.
LINE: Final = 16.0
_MOST: Final = 409.0


def lines_of(text: str, width: float) -> int:
    """Estimate how many lines a text takes in a column of a width given in characters."""
    if len(text) < width and "\n" not in text:
        return 1
    # A line ends before the word that no longer fits: on the average it stays a little short.
    usable = max(1.0, width - 2)
    return sum(max(1, ceil(len(line) / usable)) for line in text.split("\n"))


def header_lines(text: str, width: float) -> int:
    """Count the lines of a bold header, word by word: its columns are narrow."""
    usable = max(1, int(width * 0.85))
    return sum(max(1, len(wrap(line, usable))) for line in text.split("\n"))


def height_of(lines: int, size: float = 11) -> float:
    """Give the height of a row with so many lines in a type of a size in points."""
    return min(_MOST, lines * LINE * size / 11)
