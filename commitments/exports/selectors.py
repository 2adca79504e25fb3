"""Reads of exported files."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from commitments.exports.models import ExportFile


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A file that left; `path` is None where it was written elsewhere."""

    export_id: int
    uuid: UUID
    kind: str
    year: int
    batch_id: int
    batch_number: int
    file_name: str
    sha256: str
    size: int
    created_by: str
    created_at: datetime
    path: Path | None


def export_rows(*, batch_id: int | None = None, year: int | None = None) -> list[ExportRow]:
    """Return the exported files of an issue or of a year, the latest first, in one query."""
    files = ExportFile.objects.select_related("batch")
    if batch_id is not None:
        files = files.filter(batch_id=batch_id)
    if year is not None:
        files = files.filter(year=year)
    return [_row(file) for file in files]


def export_row(*, uuid: UUID) -> ExportRow | None:
    """Return one exported file."""
    file = ExportFile.objects.select_related("batch").filter(uuid=uuid).first()
    return _row(file) if file else None


def _row(file: ExportFile) -> ExportRow:
    return ExportRow(
        export_id=file.pk,
        uuid=file.uuid,
        kind=file.kind,
        year=file.year,
        batch_id=file.batch_id,
        batch_number=file.batch.number,
        file_name=file.file_name,
        sha256=file.sha256,
        size=file.size,
        created_by=file.created_by_name,
        created_at=file.created_at,
        path=settings.EXPORT_DIR / file.stored_path if file.stored_path else None,
    )
