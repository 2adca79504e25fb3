"""Proof files: told by their bytes, kept under random names below EVIDENCE_DIR, known by their sha256.

A file is on disk before its row commits. One whose transaction rolled back stays behind without a row: nothing
points at it and its name is never used again.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import filetype
from django.conf import settings
from django.utils.translation import gettext as _

from commitments.agreements.models import Evidence
from commitments.agreements.services.office import ExcessiveArchiveError, office_type
from commitments.lib.files import open_regular
from commitments.lib.texts import without_unseen

_CHUNK = 64 * 1024
_NAME_LENGTH = 200
_PLAIN = ("application/pdf", "image/png", "image/jpeg")
_ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
# A spreadsheet takes a cell that begins so for a formula; the wide ones are their doubles.
_FORMULA = "=+-@＝＋－＠"


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
    """Write a proof to disk, whole and flushed, and say what it is; its name gets the ending of its type.

    Raises:
        UnableToStoreEvidence: empty, larger than EVIDENCE_MAX_BYTES, not a PDF, PNG, JPEG, XLSX or DOCX by its
            bytes, or an office file too large once unpacked; nothing is left on disk.
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
        content_type = _content_type(target, name)
        if content_type is None:
            raise UnableToStoreEvidence(
                _("Tệp %(name)s không phải PDF, PNG, JPEG, XLSX hoặc DOCX (không có macro).") % {"name": name}
            )
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)
    return StoredEvidence(_with_ending(name, content_type), content_type, size, sha256, stored_path)


def evidence_open(evidence_id: int) -> BinaryIO:
    """Return the proof as an open file at its beginning, after checking that its bytes are the recorded ones.

    Raises:
        Evidence.DoesNotExist: there is no such row.
        UnableToOpenEvidence: the file is gone, was altered, or something that is no file stands in its place.
    """
    evidence = Evidence.objects.get(pk=evidence_id)
    path = Path(settings.EVIDENCE_DIR) / evidence.stored_path
    try:
        file = open_regular(path)
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


def _content_type(path: Path, name: str) -> str | None:
    """Tell what a file is by its bytes, or None when it is nothing that is taken."""
    kind = filetype.guess_mime(str(path))
    if kind in _PLAIN:
        return str(kind)
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            return None
        try:
            return office_type(file, name=name)
        except ExcessiveArchiveError as error:
            raise UnableToStoreEvidence(str(error)) from error


def _plain_name(given: str) -> str:
    """Keep the last part of a name, without what cannot be seen and without the beginning of a formula."""
    name = without_unseen(given.replace("\\", "/").rsplit("/", 1)[-1])
    return name.lstrip(_FORMULA + " .").rstrip(" .") or "tai-lieu"


def _with_ending(name: str, content_type: str) -> str:
    """Give a name the ending of its type, whatever it had: what the reader's computer does with it hangs on that."""
    ending = _ENDINGS[content_type]
    stem = _ENDING.sub("", name).rstrip(" .")
    if stem.lower().endswith(ending):
        stem = stem[: -len(ending)].rstrip(" .")
    return f"{stem[: _NAME_LENGTH - len(ending)] or 'tai-lieu'}{ending}"


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
