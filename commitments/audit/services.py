"""Writing the record: events inside the caller's transaction, seals afterwards."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from commitments.audit.models import AuditEvent, AuditSeal
from commitments.lib.actors import Actor

_SEAL_BATCH = 5_000
# Any two sealers agree on this number; it means nothing else.
_SEALER_LOCK = 7_311_001


def event_content_sha256(event: AuditEvent) -> str:
    """Return the digest over everything an event says. The shape of the text must never change in place."""
    content = {
        "action": event.action,
        "actor": [event.actor_id, event.actor_name, event.actor_role],
        "address": event.address,
        "after": event.after,
        "before": event.before,
        "occurred_at": event.occurred_at.isoformat(),
        "request": event.request_id,
        "subject": [event.subject_type, event.subject_id],
        "unit": event.unit_id,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def event_append(
    *,
    action: str,
    actor: Actor,
    at: datetime,
    subject_type: str,
    subject_id: object,
    unit_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write one event in the transaction it describes.

    Args:
        at: the moment of the change, aware; real time.
        before, after: what changed, as plain JSON values (decimals and dates as text).

    Raises:
        RuntimeError: no transaction is open, so the event could stand without its effect.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event is written in the transaction that it describes")
    event = AuditEvent(
        occurred_at=at,
        action=action,
        actor_id=actor.user_id,
        actor_name=actor.name,
        actor_role=actor.role,
        subject_type=subject_type,
        subject_id=str(subject_id),
        unit_id=unit_id,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        request_id=actor.request_id,
        address=actor.address,
    )
    event.content_sha256 = event_content_sha256(event)
    event.save(force_insert=True)


def chain_sha256(previous: str, number: int, event_id: int, content: str) -> str:
    """Return the digest of a link: it binds the one before it, its own number and the event's content."""
    return hashlib.sha256(f"{previous}|{number}|{event_id}|{content}".encode()).hexdigest()


def seals_append(*, at: datetime) -> int:
    """Chain every committed event that has no seal yet; return how many were sealed.

    Two sealers never run together: PostgreSQL by an advisory lock held for the transaction, SQLite by having
    one writer at a time.
    """
    sealed = 0
    while batch := _seal_batch(at):
        sealed += batch
        if batch < _SEAL_BATCH:
            break
    return sealed


def _seal_batch(at: datetime) -> int:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALER_LOCK])
        number = AuditSeal.objects.aggregate(last=Max("number"))["last"] or 0
        previous = AuditSeal.objects.get(number=number).chain_sha256 if number else ""
        unsealed = (
            AuditEvent.objects.extra(
                where=["NOT EXISTS (SELECT 1 FROM audit_auditseal s WHERE s.event_id = audit_auditevent.id)"]
            )
            .order_by("id")
            .values_list("id", "content_sha256")[:_SEAL_BATCH]
        )
        seals = []
        for event_id, content in unsealed:
            number += 1
            link = chain_sha256(previous, number, event_id, content)
            seals.append(
                AuditSeal(number=number, event_id=event_id, previous_sha256=previous, chain_sha256=link, sealed_at=at)
            )
            previous = link
        AuditSeal.objects.bulk_create(seals, batch_size=1_000)
        return len(seals)
