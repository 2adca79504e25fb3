import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from commitments.audit.models import AuditEvent, AuditSeal
from commitments.audit.services import event_append, seals_append
from commitments.lib import clock, guards
from commitments.lib.actors import system


def _append(subject: str = "1") -> None:
    with transaction.atomic():
        event_append(
            action="test.change", actor=system("test"), at=clock.now(), subject_type="thing", subject_id=subject
        )


@pytest.mark.django_db(transaction=True)
def test_events_cannot_be_changed_or_deleted_by_bulk_paths() -> None:
    _append()
    for attempt in (
        lambda: AuditEvent.objects.update(action="x"),
        lambda: AuditEvent.objects.all()._raw_delete("default"),
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            attempt()
    assert AuditEvent.objects.filter(action="test.change").count() == 1


@pytest.mark.django_db(transaction=True)
def test_seals_number_events_without_gaps_and_once() -> None:
    for number in range(3):
        _append(str(number))
    assert seals_append(at=clock.now()) == 3
    assert seals_append(at=clock.now()) == 0
    seals = list(AuditSeal.objects.order_by("number"))
    assert [seal.number for seal in seals] == [1, 2, 3]
    assert [seal.previous_sha256 for seal in seals] == ["", seals[0].chain_sha256, seals[1].chain_sha256]


@pytest.mark.django_db
def test_every_guard_is_in_the_database() -> None:
    wanted = {name for guard in guards.registered() for name in guard.names(connection.vendor)}
    assert wanted == guards.installed(connection)
