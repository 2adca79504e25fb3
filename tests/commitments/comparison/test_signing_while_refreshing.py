"""A head signs while a full refresh of all standings is going on: on SQLite both want the only write lock."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from commitments.agreements.models import Agreement, AgreementState, Commitment
from commitments.agreements.services import agreement_sign
from commitments.comparison.models import Standing
from commitments.lib.actors import Actor
from commitments.organization.models import Leader
from tests.commitments.comparison.record import REAL, Record, at


@pytest.mark.django_db(transaction=True)
def test_a_head_signs_while_a_full_refresh_runs() -> None:
    record = Record()
    indicator = record.indicator()
    units = [record.unit() for _ in range(3)]
    for unit in units[:2]:
        first = record.commitment(unit, indicator=indicator, target=Decimal(5))
        Commitment.objects.bulk_create(
            Commitment(
                **{
                    field.attname: getattr(first, field.attname)
                    for field in Commitment._meta.concrete_fields
                    if field.attname not in {"id", "number"}
                },
                number=1000 + number,
            )
            for number in range(2_000)
        )
    waiting = record.commitment(units[2], indicator=indicator, target=Decimal(5))
    record.sign(*units[:2])
    Leader.objects.filter(tenures__unit=units[2]).update(user=record.user)

    started, faults = threading.Event(), []

    def refresh() -> None:
        try:
            started.set()
            record.refresh(all=True)
        except BaseException as error:
            faults.append(error)
        finally:
            connection.close()

    worker = threading.Thread(target=refresh)
    worker.start()
    assert started.wait(10)
    agreement = Agreement.objects.get(unit=units[2])
    agreement_sign(
        agreement_id=agreement.pk,
        user_id=record.user.pk,
        actor=Actor(record.user.pk, "Người thử", "head"),
        day=at("2025-10-15").date(),
        at=REAL,
    )
    was_going_on = worker.is_alive()
    worker.join(60)

    assert faults == []
    # PostgreSQL may be done by now: there the two never wait for each other.
    assert was_going_on or connection.vendor == "postgresql", "the signature was not made during the refresh"
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNED
    assert Standing.objects.exclude(commitment=waiting).count() == 4_002
