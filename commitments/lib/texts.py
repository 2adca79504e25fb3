"""Text that people type: what of it can be seen, and whether it can be stored."""

import unicodedata
from typing import Final

# Nothing is drawn for these, although Unicode files them under letters, marks and symbols.
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text can be seen: blanks, control, zero-width and direction characters only."""
    return not any(_is_seen(letter) for letter in text)


def without_unseen(text: str) -> str:
    """Leave out what cannot be seen: control, zero-width and direction characters; blanks become plain spaces."""
    kept = (" " if unicodedata.category(letter) == "Zs" else letter for letter in text)
    return "".join(letter for letter in kept if letter == " " or _is_seen(letter))


def is_storable(text: str) -> bool:
    """Tell whether the databases take a text: no NUL, and nothing that UTF-8 has no bytes for."""
    return not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text)


def _is_seen(letter: str) -> bool:
    # C: control, format, surrogate, private, unassigned; Z: blanks. Variation selectors only change their neighbour.
    if letter in _UNSEEN or "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef":
        return False
    return unicodedata.category(letter)[0] not in "CZ"
