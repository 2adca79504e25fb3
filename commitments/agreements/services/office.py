"""Telling an XLSX or DOCX by the list of its zip's members, without unpacking anything."""

import os
import zipfile
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

_TYPES: Final = {
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_LEAST_DIRECTORY_END: Final = 22
# The list of members is read into memory: its own size is looked at first.
_MOST_LIST_BYTES: Final = 1024 * 1024
_MOST_MEMBERS: Final = 2_000
_MOST_UNPACKED_MB: Final = 200
_MOST_RATIO: Final = 200


class ExcessiveArchiveError(Exception):
    """Opening the document could harm whoever opens it; the message says why."""


def office_type(file: BinaryIO, *, name: str) -> str | None:
    """Tell the content type of an open zip; None when it is no XLSX or DOCX, or carries macros.

    Args:
        name: of the file, for the message.

    Raises:
        ExcessiveArchiveError: too many members, or too much once unpacked.
    """
    size = file.seek(0, os.SEEK_END)
    if _list_bytes(file, size) > _MOST_LIST_BYTES:
        raise _too_many(name)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    _refuse_excess(members, size, name)
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or any(each.lower().endswith("vbaproject.bin") for each in names):
        return None
    return next((kind for part, kind in _TYPES.items() if part in names), None)


def _refuse_excess(members: list[zipfile.ZipInfo], size: int, name: str) -> None:
    if len(members) > _MOST_MEMBERS:
        raise _too_many(name)
    unpacked = sum(member.file_size for member in members)
    if unpacked > _MOST_UNPACKED_MB * 1024 * 1024:
        raise ExcessiveArchiveError(
            _("Tệp %(name)s lớn hơn %(limit)s MB khi giải nén nên không được nhận.")
            % {"name": name, "limit": _MOST_UNPACKED_MB}
        )
    # Against the whole file and not the sizes that members claim: members may overlap.
    if unpacked > _MOST_RATIO * size:
        raise ExcessiveArchiveError(
            _("Tệp %(name)s phình ra hơn %(limit)s lần khi giải nén nên không được nhận.")
            % {"name": name, "limit": _MOST_RATIO}
        )


def _too_many(name: str) -> ExcessiveArchiveError:
    return ExcessiveArchiveError(
        _("Tệp %(name)s chứa hơn %(limit)s tệp con nên không được nhận.") % {"name": name, "limit": _MOST_MEMBERS}
    )


def _list_bytes(file: BinaryIO, size: int) -> int:
    """Return how much room the list of members takes, as the end of the zip announces it."""
    file.seek(max(0, size - _LEAST_DIRECTORY_END - 0xFFFF))
    tail = file.read()
    start = tail.rfind(b"PK\x05\x06")
    if start < 0 or len(tail) - start < _LEAST_DIRECTORY_END:
        return 0
    return int.from_bytes(tail[start + 12 : start + 16], "little")
