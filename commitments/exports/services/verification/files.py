"""Sealed files on the disk: raw pulls, evidence, exports. A file that is gone is as bad as one that was altered."""

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from commitments.agreements.models import Evidence
from commitments.exports.models import ExportFile
from commitments.exports.services.verification.problem import Problem
from commitments.sources.connectors.folder.fetch import stored_matches
from commitments.sources.models import RawSnapshot

_AT_ONCE = 1_000


def snapshots_check() -> Iterator[Problem | None]:
    """Check the raw bytes of each pull; a file too large to keep has none."""
    for snapshot in RawSnapshot.objects.exclude(stored_path="").order_by("pk").iterator(chunk_size=_AT_ONCE):
        stored = Path(settings.RAW_DIR, snapshot.stored_path)
        yield (
            None
            if stored_matches(stored=stored, sha256=snapshot.sha256)
            else _altered("snapshot", snapshot.pk, snapshot.file_name, stored)
        )


def evidence_check() -> Iterator[Problem | None]:
    """Check each proof that came with a report."""
    for evidence in Evidence.objects.order_by("pk").iterator(chunk_size=_AT_ONCE):
        stored = Path(settings.EVIDENCE_DIR, evidence.stored_path)
        whole = _file_sha256(stored) == evidence.sha256
        yield None if whole else _altered("evidence", evidence.pk, evidence.file_name, stored)


def exports_check() -> Iterator[Problem | None]:
    """Check each exported file that was kept; those written elsewhere are out of reach."""
    for file in ExportFile.objects.exclude(stored_path="").order_by("pk").iterator(chunk_size=_AT_ONCE):
        stored = Path(settings.EXPORT_DIR, file.stored_path)
        whole = _file_sha256(stored) == file.sha256
        yield None if whole else _altered("export", file.pk, file.file_name, stored)


def _file_sha256(path: Path) -> str | None:
    try:
        # A pipe or a device put in the file's place would keep the check waiting for ever.
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _altered(kind: str, pk: int, name: str, stored: Path) -> Problem:
    why = _("đã mất") if not stored.exists() else _("không còn đúng mã sha256")
    return Problem(kind, str(pk), _("Tệp %(name)s (%(path)s) %(why)s.") % {"name": name, "path": stored, "why": why})
