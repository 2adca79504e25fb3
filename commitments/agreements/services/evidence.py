"""Proof files: told by their bytes, kept under random names below EVIDENCE_DIR, known by their sha256.

A file is on disk before its row commits. One whose transaction rolled back stays behind without a row: nothing
points at it and its name is never used again.
"""

import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import filetype
from django.conf import settings
from django.utils.translation import gettext as _

from commitments.agreements.models import Evidence

_CHUNK = 64 * 1024
_NAME_LENGTH = 200
_LEAST_DIRECTORY_END = 22
_MOST_ZIP_ENTRIES = 5_000
_PLAIN = ("application/pdf", "image/png", "image/jpeg")
_OFFICE = {
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class UnableToStoreEvidence(Exception):
    """The file is not one that can be proof here; the message says why."""


class UnableToOpenEvidence(Exception):
    """The file is gone or no longer has the sha256 under which it was recorded."""


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A file to attach: the name it was given, and its bytes as an open file at the beginning."""

    file_name: str
    content: BinaryIO


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """A file on disk that has no row yet."""

    file_name: str
    content_type: str
    size: int
    sha256: str
    stored_path: str


def evidence_store(new: NewEvidence) -> StoredEvidence:
    """Write a proof to disk, whole and flushed, and say what it is.

    Raises:
        UnableToStoreEvidence: empty, larger than EVIDENCE_MAX_BYTES, or not a PDF, PNG, JPEG, XLSX or DOCX by its
            bytes; nothing is left on disk.
    """
    name = _plain_name(new.file_name)
    stored_path = _random_path()
    target = Path(settings.EVIDENCE_DIR) / stored_path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            size, sha256 = _copy(new.content, file, name)
            file.flush()
            os.fsync(file.fileno())
        content_type = _content_type(target)
        if content_type is None:
            raise UnableToStoreEvidence(
                _("Tệp %(name)s không phải PDF, PNG, JPEG, XLSX hoặc DOCX (không có macro).") % {"name": name}
            )
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)
    return StoredEvidence(name, content_type, size, sha256, stored_path)


def evidence_open(evidence_id: int) -> BinaryIO:
    """Return the proof as an open file at its beginning, after checking that its bytes are the recorded ones.

    Raises:
        Evidence.DoesNotExist: there is no such row.
        UnableToOpenEvidence: the file is gone or was altered.
    """
    evidence = Evidence.objects.get(pk=evidence_id)
    path = Path(settings.EVIDENCE_DIR) / evidence.stored_path
    try:
        file = path.open("rb")
    except OSError:
        raise UnableToOpenEvidence(_("Không mở được tệp %(name)s.") % {"name": evidence.file_name}) from None
    if hashlib.file_digest(file, "sha256").hexdigest() != evidence.sha256:
        file.close()
        raise UnableToOpenEvidence(
            _("Tệp %(name)s không còn như lúc gửi: mã kiểm tra không khớp.") % {"name": evidence.file_name}
        )
    file.seek(0)
    return file


def _copy(source: BinaryIO, target: BinaryIO, name: str) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for chunk in _chunks(source):
        size += len(chunk)
        if size > settings.EVIDENCE_MAX_BYTES:
            raise UnableToStoreEvidence(
                _("Tệp %(name)s lớn hơn %(limit)s MB.")
                % {"name": name, "limit": settings.EVIDENCE_MAX_BYTES // (1024 * 1024)}
            )
        digest.update(chunk)
        target.write(chunk)
    if size == 0:
        raise UnableToStoreEvidence(_("Tệp %(name)s không có nội dung.") % {"name": name})
    return size, digest.hexdigest()


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk


def _content_type(path: Path) -> str | None:
    """Tell what a file is by its bytes, or None when it is nothing that is taken."""
    kind = filetype.guess_mime(str(path))
    if kind in _PLAIN:
        return str(kind)
    with path.open("rb") as file:
        return _office_type(file) if file.read(4) == b"PK\x03\x04" else None


def _office_type(file: BinaryIO) -> str | None:
    """Look into the list of a zip's members; nothing is unpacked, and a list of absurd length is not even read."""
    if _entries(file) > _MOST_ZIP_ENTRIES:
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for member, kind in _OFFICE.items() if member in names), None)


def _entries(file: BinaryIO) -> int:
    """Return how many members the end of a zip announces, by the room its list takes."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LEAST_DIRECTORY_END - 0xFFFF))
    tail = file.read()
    start = tail.rfind(b"PK\x05\x06")
    if start < 0 or len(tail) - start < _LEAST_DIRECTORY_END:
        return 0
    # A member takes at least 46 bytes of the list; the announced count itself may lie.
    return int.from_bytes(tail[start + 12 : start + 16], "little") // 46


def _plain_name(given: str) -> str:
    """Keep the last part of a name, without control characters, short enough to store."""
    name = given.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if letter.isprintable()).strip() or "tai-lieu"
    stem, dot, ending = name.rpartition(".")
    if dot and len(name) > _NAME_LENGTH and len(ending) < 12:
        return f"{stem[: _NAME_LENGTH - len(ending) - 1]}.{ending}"
    return name[:_NAME_LENGTH]


def _random_path() -> str:
    token = secrets.token_hex(24)
    return f"{token[:2]}/{token}"


def _flush_folder(folder: Path) -> None:
    for place in (folder, folder.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
