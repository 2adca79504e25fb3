"""The audit chain: no gap, every link right, every event still saying what it said."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from commitments.audit.models import AuditEvent, AuditSeal
from commitments.audit.services import chain_sha256, event_content_sha256
from commitments.exports.models import ExportFile
from commitments.exports.services.verification.problem import Problem
from commitments.lib import guards

_AT_ONCE = 2_000


def guards_check() -> Iterator[Problem | None]:
    """Find tables that the database no longer protects against change."""
    present = guards.installed(connection)
    for guard in guards.registered():
        absent = sorted(guard.names(connection.vendor) - present)
        text = _("Bảng %(table)s mất khóa chống sửa, xóa: %(names)s.") % {
            "table": guard.table,
            "names": ", ".join(absent),
        }
        yield Problem("guard", guard.table, text) if absent else None


def chain_check() -> Iterator[Problem | None]:
    """Walk the seals from the first: numbers without gaps, links, and the content of each sealed event."""
    number, previous = 0, ""
    while seals := list(AuditSeal.objects.filter(number__gt=number).order_by("number")[:_AT_ONCE]):
        events = AuditEvent.objects.in_bulk([seal.event_id for seal in seals])
        for seal in seals:
            yield _gap(number, seal) or _broken(previous, seal, events.get(seal.event_id))
            number, previous = seal.number, seal.chain_sha256


def _gap(number: int, seal: AuditSeal) -> Problem | None:
    if seal.number == number + 1:
        return None
    text = _("Thiếu dấu niêm phong từ số %(first)s đến số %(last)s.") % {"first": number + 1, "last": seal.number - 1}
    return Problem("seal", str(seal.number), text)


def _broken(previous: str, seal: AuditSeal, event: AuditEvent | None) -> Problem | None:
    subject = {"number": seal.number, "event": seal.event_id}
    if event is None:
        return Problem(
            "seal", str(seal.number), _("Dấu niêm phong số %(number)s: sự kiện %(event)s không còn.") % subject
        )
    if event_content_sha256(event) != event.content_sha256:
        return _event_differs(event)
    link = chain_sha256(previous, seal.number, seal.event_id, event.content_sha256)
    if seal.previous_sha256 != previous or seal.chain_sha256 != link:
        text = _("Dấu niêm phong số %(number)s không khớp với dấu trước hoặc với sự kiện %(event)s.") % subject
        return Problem("seal", str(seal.number), text)
    return None


def unsealed_check() -> Iterator[Problem | None]:
    """Look at the events that wait for the sealer: their content must be whole, too."""
    for event in _unsealed().order_by("pk").iterator(chunk_size=_AT_ONCE):
        yield _event_differs(event) if event_content_sha256(event) != event.content_sha256 else None


def unsealed_count() -> int:
    """Count the events that wait for the sealer."""
    return _unsealed().count()


def _unsealed() -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(~Exists(AuditSeal.objects.filter(event_id=OuterRef("pk"))))


def _event_differs(event: AuditEvent) -> Problem:
    text = _("Sự kiện %(id)s (%(action)s) không còn như lúc ghi: mã kiểm tra nội dung không khớp.") % {
        "id": event.pk,
        "action": event.action,
    }
    return Problem("event", str(event.pk), text)


def chain_heads_check() -> Iterator[Problem | None]:
    """Find seals that were printed on a file and are gone or other now: the end of a chain cannot miss itself."""
    for file in ExportFile.objects.filter(chain_number__isnull=False).iterator(chunk_size=_AT_ONCE):
        now = AuditSeal.objects.filter(number=file.chain_number or 0).values_list("chain_sha256", flat=True).first()
        text = _("Dấu niêm phong số %(number)s in trên tệp %(file)s nay đã mất hoặc khác đi.") % {
            "number": file.chain_number,
            "file": file.file_name,
        }
        yield None if now == file.chain_sha256 else Problem("chain_head", str(file.pk), text)
