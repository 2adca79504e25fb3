"""Taking files out of the system, each known by its bytes."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from commitments.audit.models import AuditSeal
from commitments.audit.services import event_append
from commitments.exports.models import ExportFile
from commitments.exports.services.council import council_workbook
from commitments.exports.sheets.cover import CoverFacts
from commitments.lib.actors import Actor
from commitments.lib.errors import PermanentError
from commitments.recommendations.selectors import BatchRow, batch_row
from commitments.runs.services import LeaseLost, run_finish, run_progress

KIND_COUNCIL = "council"


class UnableToExport(PermanentError):
    """The file cannot be written as asked."""


def council_export_write(*, batch_id: int, out: Path | None, now: Callable[[], datetime], actor: Actor) -> ExportFile:
    """Write the council's workbook of one issue and record it with its sha256.

    The file appears under its name only when it is whole. The same issue, moment, exporter and last seal give the
    same bytes.

    Args:
        out: where to write; None keeps it below EXPORT_DIR, from where it can be downloaded and checked again.
        now: gives the moment, aware, in UTC.

    Raises:
        UnableToExport: there is no such issue, or the place cannot be written to.
    """
    file = _written(batch_id, out, now(), actor, None)
    with transaction.atomic():
        _record(file, actor)
    return file


def council_export_run(
    *, batch_id: int, run_id: int, attempt: int, now: Callable[[], datetime], actor: Actor
) -> ExportFile:
    """Write the workbook for a run of the ledger: its record, the audit event and the run's end come together.

    Raises:
        UnableToExport: there is no such issue, or the place cannot be written to.
        LeaseLost: another attempt owns the run, or somebody cancelled it; no file is left.
    """

    def progress(done: int, total: int) -> None:
        run_progress(run_id=run_id, attempt=attempt, at=now(), done=done, total=total)

    file = _written(batch_id, None, now(), actor, progress)
    try:
        with transaction.atomic():
            _record(file, actor)
            result = {"export": str(file.uuid), "batch": batch_id, "size": file.size, "sha256": file.sha256}
            run_finish(run_id=run_id, attempt=attempt, at=now(), result=result)
    except LeaseLost:
        (settings.EXPORT_DIR / file.stored_path).unlink(missing_ok=True)
        raise
    return file


def _written(
    batch_id: int, out: Path | None, at: datetime, actor: Actor, progress: Callable[[int, int], None] | None
) -> ExportFile:
    """Write the file; give its row, not yet saved."""
    batch = batch_row(batch_id=batch_id)
    if batch is None:
        raise UnableToExport(_("Không có đợt đề xuất này nên không có gì để xuất."))
    seal = AuditSeal.objects.order_by("-number").first()
    facts = CoverFacts(
        authority=settings.AUTHORITY_NAME,
        demo=settings.DEMO,
        exported_by=actor.name,
        exported_at=at,
        chain=(seal.number, seal.chain_sha256) if seal else None,
    )
    target = out or settings.EXPORT_DIR / f"{uuid4().hex}.xlsx"
    with _placed(target) as part:
        # The workbook is a Vietnamese paper, whatever language the pages are read in.
        with translation.override("vi"):
            council_workbook(path=part, batch=batch, facts=facts, progress=progress)
        digest, size = _sha256(part)
    return ExportFile(
        kind=KIND_COUNCIL,
        year=batch.year,
        file_name=out.name if out else file_name(batch),
        stored_path="" if out else target.name,
        sha256=digest,
        size=size,
        batch_id=batch.batch_id,
        chain_number=seal.number if seal else None,
        chain_sha256=seal.chain_sha256 if seal else "",
        created_by_id=actor.user_id,
        created_by_name=actor.name,
        created_at=at,
    )


def file_name(batch: BatchRow) -> str:
    """Name the workbook of an issue as a person downloads it."""
    mark = "-tam-thoi" if batch.is_provisional else ""
    return f"hoi-dong-tdkt-{batch.year}-dot-{batch.number}{mark}.xlsx"


@contextmanager
def _placed(target: Path) -> Iterator[Path]:
    """Give a name to write to beside the target; move it there once it is whole and on the disk."""
    part = target.with_name(f".{target.name}.{uuid4().hex}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except OSError as error:
        raise UnableToExport(_("Không ghi được tệp %(path)s: %(why)s.") % {"path": target, "why": error}) from error
    finally:
        with suppress(OSError):
            part.unlink()


def _sha256(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def _record(file: ExportFile, actor: Actor) -> None:
    file.save(force_insert=True)
    event_append(
        action="council.export",
        actor=actor,
        at=file.created_at,
        subject_type="export_file",
        subject_id=file.pk,
        after={
            "file_name": file.file_name,
            "sha256": file.sha256,
            "size": file.size,
            "batch": file.batch_id,
            "seal": file.chain_number,
        },
    )
