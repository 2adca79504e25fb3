"""The whole record is made small, then one thing at a time is bent behind the program's back."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.management import call_command
from django.db import connection

from commitments.accounts.models import User
from commitments.agreements.models import Commitment, Evidence, ProgressReport
from commitments.agreements.services import report_submit
from commitments.agreements.services.evidence import NewEvidence
from commitments.audit.models import AuditEvent, AuditSeal
from commitments.audit.services import seals_append
from commitments.exports.models import ExportFile
from commitments.exports.services import council_export_write
from commitments.indicators.models import Observation
from commitments.lib import guards
from commitments.lib.actors import Actor
from commitments.organization.models import Unit
from commitments.recommendations.models import IssueBatch, Recommendation, SubjectKind
from commitments.recommendations.services import batch_sha256
from commitments.rulebooks.models import RulebookRelease
from commitments.signing.models import Signature
from commitments.sources.models import RawSnapshot
from tests.commitments.recommendations.province import ISSUED, MANAGER, SIGNED, issue, province_make

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _raw_files_of_its_own(settings: LazySettings, tmp_path: Path) -> None:
    """Every small province writes raw files of the same names; another worker would heal the one that is bent here."""
    settings.RAW_DIR = tmp_path / "raw"


@dataclass(frozen=True, slots=True)
class Verdict:
    code: int
    told: str
    found: str


def _verify() -> Verdict:
    out, err = StringIO(), StringIO()
    try:
        call_command("record_verify", stdout=out, stderr=err)
    except SystemExit as ended:
        return Verdict(int(ended.code or 0), out.getvalue(), err.getvalue())
    return Verdict(0, out.getvalue(), err.getvalue())


def _record() -> IssueBatch:
    """A province with a reported duty, an issue, a kept export; the log is sealed up to the end."""
    province_make()
    head = User.objects.get(username="head-so-a")
    report_submit(
        commitment_id=Commitment.objects.get(unit__code="so-a", number=4).pk,
        user_id=head.pk,
        narrative="Đã ban hành",
        evidence=[NewEvidence("ke-hoach.pdf", BytesIO(PDF))],
        actor=Actor(head.pk, head.full_name, "head"),
        day=date(2025, 3, 1),
        at=SIGNED + timedelta(days=35),
        done_on=date(2025, 2, 28),
    )
    batch = issue()
    seals_append(at=ISSUED)
    council_export_write(batch_id=batch.pk, out=None, now=lambda: ISSUED + timedelta(minutes=5), actor=MANAGER)
    seals_append(at=ISSUED + timedelta(minutes=6))
    return batch


def _guards_down() -> None:
    with connection.cursor() as cursor:
        for guard in guards.registered():
            for name in guard.names(connection.vendor):
                on_table = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def _bent(bend: Callable[[], object]) -> Verdict:
    _guards_down()
    bend()
    guards.install(connection)
    return _verify()


def test_a_whole_record_passes() -> None:
    _record()
    verdict = _verify()
    assert (verdict.code, verdict.found) == (0, "")
    assert "Toàn bộ hồ sơ còn nguyên vẹn." in verdict.told


def test_an_empty_record_passes() -> None:
    assert _verify().code == 0


def test_events_that_wait_for_the_sealer_are_reported_and_are_no_fault() -> None:
    province_make()
    verdict = _verify()
    assert verdict.code == 0 and f"Còn {AuditEvent.objects.count()} sự kiện chờ niêm phong" in verdict.told


def test_a_lost_guard_is_found() -> None:
    _record()
    _guards_down()
    verdict = _verify()
    assert verdict.code == 1 and "recommendations_recommendation" in verdict.found


def _digit(text: str) -> str:
    """Change one digit of a text."""
    place = next(index for index, letter in enumerate(text) if letter.isdigit())
    return text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]


def _event() -> object:
    event = AuditEvent.objects.filter(action="recommendations.issue").get()
    return AuditEvent.objects.filter(pk=event.pk).update(after={**event.after, "recommendations": 8})


def _event_with_its_digest() -> object:
    event = AuditEvent.objects.filter(action="recommendations.issue").get()
    return AuditEvent.objects.filter(pk=event.pk).update(content_sha256=_digit(event.content_sha256))


def _seal_gone() -> object:
    return AuditSeal.objects.filter(number=2)._raw_delete("default")


def _tail_gone() -> object:
    with connection.cursor() as cursor:
        printed = ExportFile.objects.get().chain_number
        return cursor.execute("DELETE FROM audit_auditseal WHERE number >= %s", [printed])


def _event_gone() -> object:
    return AuditEvent.objects.filter(pk=AuditSeal.objects.get(number=3).event_id)._raw_delete("default")


def _signature() -> object:
    signature = Signature.objects.order_by("pk")[0]
    return Signature.objects.filter(pk=signature.pk).update(payload=_digit(signature.payload))


def _signed_target() -> object:
    return Commitment.objects.filter(unit__code="xa-1", number=1).update(target=81)


def _release() -> object:
    release = RulebookRelease.objects.get()
    name = "standing/standing.duty_warning_days.yaml"
    content = {**release.content, name: release.content[name] + "\n"}
    return RulebookRelease.objects.filter(pk=release.pk).update(content=content)


def _snapshot() -> object:
    return Path(settings.RAW_DIR, RawSnapshot.objects.get().stored_path).write_bytes(b"\x1f\x8b broken")


def _evidence() -> object:
    return Path(settings.EVIDENCE_DIR, Evidence.objects.get().stored_path).write_bytes(PDF + b" ")


def _evidence_gone() -> object:
    return Path(settings.EVIDENCE_DIR, Evidence.objects.get().stored_path).unlink()


def _export() -> object:
    path = Path(settings.EXPORT_DIR, ExportFile.objects.get().stored_path)
    return path.write_bytes(path.read_bytes()[:-1])


def _line() -> Recommendation:
    return Recommendation.objects.get(unit__code="xa-1", subject=SubjectKind.UNIT)


def _payload() -> object:
    line = _line()
    return Recommendation.objects.filter(pk=line.pk).update(payload=line.payload.replace("71.25", "81.25"))


def _shown_level() -> object:
    return Recommendation.objects.filter(pk=_line().pk).update(level="excellent")


def _line_gone() -> object:
    return Recommendation.objects.filter(pk=_line().pk)._raw_delete("default")


def _batch_digest() -> object:
    return IssueBatch.objects.update(sha256="0" * 64)


@pytest.mark.parametrize(
    ("bend", "kind", "named"),
    [
        (_event, "event", "recommendations.issue"),
        (_event_with_its_digest, "event", "recommendations.issue"),
        (_seal_gone, "seal", "số 2"),
        (_tail_gone, "chain_head", "hoi-dong-tdkt-2025"),
        (_event_gone, "seal", "số 3"),
        (_signature, "signature", "sha256"),
        (_signed_target, "signature", "target"),
        (_release, "release", "sha256"),
        (_snapshot, "snapshot", "bang-202510110200.csv"),
        (_evidence, "evidence", "ke-hoach.pdf"),
        (_evidence_gone, "evidence", "đã mất"),
        (_export, "export", "hoi-dong-tdkt-2025"),
        (_payload, "recommendation", "đợt 1 năm 2025"),
        (_shown_level, "recommendation", "khác với nội dung đã niêm phong"),
        (_line_gone, "batch", "Đợt đề xuất 1 năm 2025"),
        (_batch_digest, "announced", "issue_batch"),
    ],
)
def test_one_bent_thing_is_found_and_named(bend: Callable[[], object], kind: str, named: str) -> None:
    _record()
    verdict = _bent(bend)
    assert verdict.code == 1
    assert any(f"[{kind}]" in line and named in line for line in verdict.found.splitlines()), verdict.found


def test_an_altered_figure_is_found_by_computing_the_year_again() -> None:
    _record()
    figure = Observation.objects.get(unit__code="xa-1", indicator__key="total")
    verdict = _bent(lambda: Observation.objects.filter(pk=figure.pk).update(value="71.26"))
    assert verdict.code == 1
    found = [line for line in verdict.found.splitlines() if "[recomputation]" in line]
    assert len(found) == 2 and all("71.25 → 71.26" in line for line in found)


def test_a_forger_who_mends_every_digest_is_betrayed_by_the_log_and_by_the_sum() -> None:
    batch = _record()

    def forge() -> None:
        line = _line()
        content = json.loads(line.payload)
        content["recommendation"]["level"] = "excellent"
        payload = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(payload.encode()).hexdigest()
        Recommendation.objects.filter(pk=line.pk).update(payload=payload, sha256=digest, level="excellent")
        lines = sorted(batch.lines.all(), key=lambda row: (row.unit_id, row.subject, row.tenure_id or 0))
        IssueBatch.objects.update(sha256=batch_sha256(row.sha256 for row in lines))

    verdict = _bent(forge)
    assert verdict.code == 1
    assert "[announced]" in verdict.found and "[recomputation]" in verdict.found
    assert "[recommendation]" not in verdict.found and "[batch]" not in verdict.found


def test_a_later_figure_report_or_name_changes_nothing_that_was_issued() -> None:
    _record()
    Unit.objects.filter(code="xa-1").update(name="Xã Bình Minh (đổi tên)")
    report = ProgressReport.objects.get()
    ProgressReport.objects.filter(pk=report.pk).update(
        state="accepted",
        reviewed_by_id=User.objects.get(username="head-xa-1").pk,
        reviewed_at=ISSUED - timedelta(30),
        decision_recorded_at=ISSUED + timedelta(1),
    )
    verdict = _verify()
    assert (verdict.code, verdict.found) == (0, "")
