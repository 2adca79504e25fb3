import json
import threading
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from commitments.accounts.models import User
from commitments.agreements.models import Agreement, AgreementState, Commitment
from commitments.agreements.selectors import (
    agreement_payload,
    agreements_unsealed,
    signature_verify,
    signatures_verify,
)
from commitments.agreements.services import UnableToLoadAgreements, UnableToSignAgreement, agreements_load
from commitments.audit.models import AuditEvent
from commitments.indicators.models import ReportingPeriod
from commitments.lib import guards
from commitments.organization.models import Tenure, Unit
from commitments.organization.services import NewTenure, tenures_load
from commitments.rulebooks.models import RulebookRelease
from commitments.runs.models import Run, RunState
from commitments.signing.models import Signature
from tests.commitments.agreements.scene import AT, DAY, LOADER, START, agreement, prepared, sign, signed

pytestmark = pytest.mark.django_db


def test_the_head_signs_and_everything_that_decides_the_year_is_kept() -> None:
    scene = prepared("LP")
    row = sign(scene, "LP", "head.lp")
    stored = Agreement.objects.select_related("signature", "rulebook_release").get(pk=scene.agreements["LP"])
    assert (stored.state, stored.signed_at, stored.signature.sha256) == (AgreementState.SIGNED, AT, row.sha256)
    content = json.loads(stored.signature.payload)
    assert content["rulebook"] == stored.rulebook_release.sha256 == RulebookRelease.objects.get().sha256
    assert content["parties"]["signer"]["post"] == row.signer_post == "Chủ tịch UBND phường Long Phú"
    assert content["programme"]["legal_bases"] == ["Quyết định 766/QĐ-TTg"]
    score, rank, rate = content["commitments"][1:4]
    assert (score["target"], score["baseline"], score["period"]["key"]) == ("90.0000", "85.5500", "2025-ytd")
    assert (rank["cohort"]["key"], rank["direction"]) == ("communes", "down")
    assert (rate["numerator"], rate["denominator"], rate["period_kind"]) == ("đã xử lý", "đã nhận", "quarter")
    assert row.method_label == "xác nhận điện tử, chưa phải chữ ký số"


def test_signing_writes_the_event_and_asks_for_the_standings() -> None:
    scene = prepared("LP")
    row = sign(scene, "LP", "head.lp")
    event = AuditEvent.objects.get(action="agreement.sign")
    assert event.after["sha256"] == row.sha256
    assert event.unit_id == scene.units["LP"]
    run = Run.objects.get(kind="standings_refresh")
    assert (run.key, run.state) == (f"standings:agreement:{scene.agreements['LP']}", RunState.QUEUED)
    assert run.params == {"agreement": scene.agreements["LP"]}


def test_a_first_load_may_refresh_all_standings_itself() -> None:
    scene = prepared("LP")
    sign(scene, "LP", "head.lp", follow_up=False)
    assert not Run.objects.exists()


@pytest.mark.parametrize("name", ["focal.lp", "head.hd", "old.lp", "manager", "chair", "reviewer.snv", "stranger"])
def test_nobody_but_the_head_in_tenure_signs(name: str) -> None:
    scene = prepared("LP")
    with pytest.raises(UnableToSignAgreement):
        sign(scene, "LP", name)
    assert not Signature.objects.exists()


def test_the_head_cannot_sign_on_a_day_outside_the_tenure() -> None:
    scene = prepared("LP")
    with pytest.raises(UnableToSignAgreement):
        sign(scene, "LP", "head.lp", day=date(2025, 6, 30))


def test_a_switched_off_account_cannot_sign() -> None:
    scene = prepared("LP")
    User.objects.filter(username="head.lp").update(is_active=False)
    with pytest.raises(UnableToSignAgreement):
        sign(scene, "LP", "head.lp")


def test_nobody_signs_when_the_year_is_over() -> None:
    scene = prepared("LP")
    with pytest.raises(UnableToSignAgreement, match="đã kết thúc"):
        sign(scene, "LP", "head.lp", day=date(2026, 1, 1))


def test_the_record_cannot_name_another_signer_than_the_one_who_acts() -> None:
    scene = prepared("LP")
    with pytest.raises(ValueError, match="cannot act as"):
        sign(scene, "LP", "head.lp", user_id=scene.ids["head.hd"])


def test_a_second_click_finds_the_first_signature() -> None:
    scene = prepared("LP")
    first = sign(scene, "LP", "head.lp")
    assert sign(scene, "LP", "head.lp") == first
    assert Signature.objects.count() == 1
    assert AuditEvent.objects.filter(action="agreement.sign").count() == 1


def test_somebody_else_is_told_who_signed_and_when() -> None:
    scene = prepared("LP")
    sign(scene, "LP", "head.lp")
    with pytest.raises(UnableToSignAgreement, match="Chủ tịch UBND phường Long Phú ký lúc 09:30 15/10/2025"):
        sign(scene, "LP", "old.lp")


def test_an_unsigned_agreement_follows_the_unit_to_its_new_head() -> None:
    scene = prepared("LP")
    Tenure.objects.filter(unit__code="LP", last_day=None).update(last_day=date(2025, 9, 30))
    successor = NewTenure("LP", date(2025, 10, 1), "Người kế nhiệm", "Chủ tịch UBND phường Long Phú", "stranger")
    tenures_load(rows=[successor], actor=LOADER, at=AT)
    with pytest.raises(UnableToSignAgreement, match="lập lại"):
        sign(scene, "LP", "stranger")
    assert agreements_load(rows=[agreement("LP")], actor=LOADER, at=AT).reassigned == 1
    sign(scene, "LP", "stranger")


def test_loading_again_changes_nothing_signed_or_not() -> None:
    scene = signed("LP")
    again = agreements_load(rows=[agreement("LP"), agreement("HD")], actor=LOADER, at=AT)
    assert (again.added, again.reassigned, again.present) == (1, 0, 1)
    assert Commitment.objects.filter(agreement_id=scene.agreements["LP"]).count() == 5


def test_an_item_outside_the_agreements_days_is_refused_and_nothing_is_written() -> None:
    prepared()
    with pytest.raises(UnableToLoadAgreements, match="không nằm trong"):
        agreements_load(rows=[agreement("LP", first_day=date(2025, 12, 15))], actor=LOADER, at=AT)
    with pytest.raises(UnableToLoadAgreements, match="không có người đứng đầu"):
        agreements_load(rows=[agreement("STC")], actor=LOADER, at=AT)
    assert not Agreement.objects.exists()


def test_the_terms_of_a_signed_agreement_are_frozen_on_every_path() -> None:
    scene = signed("LP")
    agreement_id = scene.agreements["LP"]
    item = Commitment.objects.filter(agreement_id=agreement_id).first()
    assert item is not None
    extra = Commitment.objects.get(pk=item.pk)
    extra.pk, extra.number = None, 99
    one = Commitment.objects.get(pk=item.pk)
    one.target = 1
    attempts = [
        lambda: Commitment.objects.filter(pk=item.pk).update(target=1),
        lambda: Commitment.objects.bulk_update([one], ["target"]),
        lambda: Commitment.objects.filter(pk=item.pk)._raw_delete("default"),
        lambda: extra.save(force_insert=True),
        lambda: Commitment.objects.bulk_create([extra]),
        lambda: Agreement.objects.filter(pk=agreement_id).update(title="khác"),
        lambda: Agreement.objects.filter(pk=agreement_id)._raw_delete("default"),
        lambda: Signature.objects.update(payload="{}"),
    ]
    for attempt in attempts:
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            attempt()


def test_an_item_cannot_be_moved_out_of_or_into_a_signed_agreement() -> None:
    scene = signed("LP")
    agreements_load(rows=[agreement("HD")], actor=LOADER, at=AT)
    signed_id, open_id = scene.agreements["LP"], Agreement.objects.get(unit__code="HD").pk
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Commitment.objects.filter(agreement_id=signed_id, number=1).update(agreement_id=open_id, number=99)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Commitment.objects.filter(agreement_id=open_id, number=1).update(agreement_id=signed_id, number=99)


def test_the_same_rows_give_the_same_bytes_as_were_signed() -> None:
    scene = signed("LP")
    signature = Signature.objects.get()
    assert agreement_payload(scene.agreements["LP"]) == signature.payload.encode()
    checked = signature_verify(signature.pk)
    assert checked.is_whole
    assert (checked.changes, checked.renamings) == ((), ())


def _past_the_guards(table: str, statement: str, *values: object) -> None:
    guard = next(guard for guard in guards.registered() if guard.table == table)
    with connection.cursor() as cursor:
        for name in guard.names(connection.vendor):
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on_table}")
        cursor.execute(statement, values)


def test_tampering_with_a_target_past_the_guards_is_found_and_named() -> None:
    signed("LP", "HD")
    lp = Agreement.objects.get(unit__code="LP")
    _past_the_guards(
        "agreements_commitment",
        "UPDATE agreements_commitment SET target = 800000 WHERE agreement_id = %s AND number = 2",
        lp.pk,
    )
    broken = [row for row in signatures_verify(year=2025) if not row.is_whole]
    assert [row.subject_id for row in broken] == [str(lp.pk)]
    assert [(change.path, change.signed, change.now) for change in broken[0].changes] == [
        ("commitments.2.target", "90.0000", "80.0000")
    ]


def test_an_item_slipped_in_past_the_guards_is_found() -> None:
    scene = signed("LP")
    _past_the_guards(
        "agreements_commitment",
        "DELETE FROM agreements_commitment WHERE agreement_id = %s AND number = 5",
        scene.agreements["LP"],
    )
    (change,) = next(signatures_verify()).changes
    assert (change.path, change.now) == ("commitments.5", None)


def test_tampering_with_the_stored_text_is_found() -> None:
    signed("LP")
    _past_the_guards(
        "signing_signature", "UPDATE signing_signature SET payload = replace(payload, '90.0000', '80.0000')"
    )
    checked = next(signatures_verify())
    assert not checked.bytes_whole
    assert [change.path for change in checked.changes] == ["commitments.2.target"]


def test_a_changed_period_is_a_change_of_terms_and_a_corrected_name_is_not() -> None:
    scene = signed("LP")
    Unit.objects.filter(pk=scene.units["LP"]).update(name="UBND phường Long Phú (đính chính)")
    checked = next(signatures_verify())
    assert checked.is_whole
    assert [change.path for change in checked.renamings] == ["parties.unit.name"]
    ReportingPeriod.objects.filter(key="2025-ytd").update(first_day=date(2025, 2, 1))
    changes = [change.path for change in next(signatures_verify()).changes]
    assert changes == ["commitments.2.period.first_day", "commitments.3.period.first_day"]


def test_an_agreement_that_forgot_its_signature_is_found() -> None:
    signed("LP")
    _past_the_guards(
        "agreements_agreement",
        "UPDATE agreements_agreement SET state = 'ready', signature_id = NULL, signed_at = NULL, "
        "rulebook_release_id = NULL",
    )
    assert [change.now for change in next(signatures_verify()).changes] == ["ready"]
    assert agreements_unsealed() == []


def test_the_first_day_of_a_year_before_the_tenure_is_nobodys() -> None:
    scene = prepared("LP")
    with pytest.raises(UnableToSignAgreement):
        sign(scene, "LP", "head.lp", day=START)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_two_clicks_at_once_give_one_signature() -> None:
    scene = prepared("LP")
    start, found, failed = threading.Barrier(2), [], []

    def click() -> None:
        try:
            start.wait()
            found.append(sign(scene, "LP", "head.lp"))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert found[0] == found[1]
    assert Signature.objects.count() == 1
    assert AuditEvent.objects.filter(action="agreement.sign").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_a_change_of_terms_that_waits_for_the_signature_is_refused() -> None:
    scene = prepared("LP")
    outcome: list[str] = []
    editing = threading.Event()

    def edit() -> None:
        editing.set()
        try:
            Commitment.objects.filter(agreement_id=scene.agreements["LP"], number=2).update(target=1)
            outcome.append("changed")
        except DatabaseError:
            outcome.append("refused")
        finally:
            connection.close()

    with transaction.atomic():
        sign(scene, "LP", "head.lp")
        thread = threading.Thread(target=edit)
        thread.start()
        editing.wait()
    thread.join()
    assert outcome == ["refused"]
    assert next(signatures_verify()).is_whole


def test_signing_day_is_the_working_day_and_not_the_clock() -> None:
    scene = prepared("LP")
    row = sign(scene, "LP", "head.lp", day=DAY)
    assert row.signed_at == AT
