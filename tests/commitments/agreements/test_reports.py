from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from commitments.agreements.models import Commitment, Evidence, ProgressReport, ReportState
from commitments.agreements.services import (
    UnableToReviewReport,
    UnableToSubmitReport,
    report_accept,
    report_return,
)
from commitments.audit.models import AuditEvent
from commitments.indicators.models import Observation
from commitments.runs.models import Run, RunState
from tests.commitments.agreements.scene import (
    AT,
    COUNT,
    DAY,
    DUTY,
    LOADER,
    RATE,
    SCORE,
    START,
    actor,
    pdf,
    prepared,
    signed,
    submit,
)

pytestmark = pytest.mark.django_db


def _review(scene, decide, report_id, by="reviewer.snv", **changes):
    call = {
        "report_id": report_id,
        "user_id": scene.ids[by],
        "actor": actor(scene, by),
        "day": DAY,
        "at": AT,
        **changes,
    }
    decide(**call)


@pytest.mark.parametrize("by", ["head.lp", "focal.lp"])
def test_the_head_and_the_focal_officer_report_a_duty_with_its_proof(by: str) -> None:
    scene = signed("LP")
    report = ProgressReport.objects.get(pk=submit(scene, by=by))
    assert (report.state, report.submitted_by_name, report.done_on) == ("submitted", f"Họ tên {by}", date(2025, 10, 1))
    assert report.period_id == scene.periods["2025"]
    assert Evidence.objects.get(report=report).content_type == "application/pdf"
    event = AuditEvent.objects.get(action="report.submit")
    assert event.after["evidence"][0]["name"] == "ke-hoach.pdf"
    assert Run.objects.filter(params={"commitment": scene.items["LP", DUTY]}, state=RunState.QUEUED).exists()


@pytest.mark.parametrize("by", ["head.hd", "old.lp", "reviewer.snv", "manager", "stranger"])
def test_nobody_else_reports_for_the_unit(by: str) -> None:
    scene = signed("LP")
    with pytest.raises(UnableToSubmitReport, match="người đứng đầu hoặc cán bộ đầu mối"):
        submit(scene, by=by)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"narrative": "  "}, "kết quả thực hiện"),
        ({"done_on": None}, "ngày hoàn thành"),
        ({"done_on": date(2025, 10, 16)}, "sau hôm nay"),
        ({"done_on": date(2025, 6, 30)}, "trước ngày bắt đầu"),
        ({"evidence": []}, "tài liệu kiểm chứng: Kế hoạch được ban hành"),
        ({"evidence": [pdf() for _ in range(11)]}, "nhiều nhất 10"),
        ({"numerator": Decimal(1), "denominator": Decimal(2)}, "không thuộc loại"),
        ({"number": SCORE, "value": Decimal(95)}, "tự động"),
        ({"number": RATE, "numerator": Decimal(1)}, "cả tử số và mẫu số"),
        ({"number": RATE, "numerator": Decimal(3), "denominator": Decimal(2)}, "lớn hơn mẫu số"),
        ({"number": RATE, "numerator": Decimal(-1), "denominator": Decimal(2)}, "nhỏ hơn 0"),
        ({"number": RATE, "numerator": Decimal(1), "denominator": Decimal(2), "done_on": DAY}, "không thuộc loại"),
        ({"number": RATE, "numerator": Decimal("0.00001"), "denominator": Decimal(2)}, "bốn chữ số"),
        ({"number": COUNT}, "số liệu đạt được"),
        ({"number": COUNT, "value": Decimal(-1)}, "không nhỏ hơn 0"),
    ],
)
def test_a_report_that_is_missing_something_or_impossible_is_refused(changes: dict, message: str) -> None:
    scene = signed("LP")
    with pytest.raises(UnableToSubmitReport, match=message):
        submit(scene, **changes)
    assert not ProgressReport.objects.exists()


def test_nothing_is_reported_on_an_unsigned_agreement() -> None:
    scene = prepared("LP")
    scene.items = {("LP", DUTY): Commitment.objects.get(number=DUTY).pk}
    with pytest.raises(UnableToSubmitReport, match="chưa được ký"):
        submit(scene)


def test_a_bad_proof_refuses_the_report_and_says_which() -> None:
    scene = signed("LP")
    bad = pdf("khong-phai.pdf")
    bad.content.write(b"MZ\x90\x00 not a pdf at all")
    bad.content.seek(0)
    with pytest.raises(UnableToSubmitReport, match=r"khong-phai\.pdf không phải PDF"):
        submit(scene, evidence=[pdf(), bad])
    assert not Evidence.objects.exists()


def test_one_report_waits_per_item() -> None:
    scene = signed("LP")
    submit(scene)
    with pytest.raises(UnableToSubmitReport, match="đang chờ"):
        submit(scene, by="focal.lp")
    assert ProgressReport.objects.count() == 1


def test_of_two_reports_at_once_the_database_keeps_one() -> None:
    scene = signed("LP")
    first = ProgressReport.objects.get(pk=submit(scene))
    first.pk, first.uuid = None, "0f6c7b5e-0000-4000-8000-000000000001"
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_a_rate_is_about_the_latest_period_begun_unless_said_otherwise() -> None:
    scene = signed("LP")
    figures = {"numerator": Decimal(19), "denominator": Decimal(20), "evidence": []}
    latest = ProgressReport.objects.get(pk=submit(scene, RATE, **figures))
    assert latest.period_id == scene.periods["2025-q4"]
    _review(scene, report_return, latest.pk, reason="Cần số liệu quý III trước.")
    chosen = ProgressReport.objects.get(pk=submit(scene, RATE, period_id=scene.periods["2025-q3"], **figures))
    assert chosen.period_id == scene.periods["2025-q3"]


def test_a_period_of_another_kind_or_one_not_begun_is_refused() -> None:
    scene = signed("LP")
    figures = {"numerator": Decimal(19), "denominator": Decimal(20), "evidence": []}
    for changes in (
        {"period_id": scene.periods["2025"]},
        {"period_id": scene.periods["2025-q4"], "day": date(2025, 9, 30)},
    ):
        with pytest.raises(UnableToSubmitReport, match="kỳ báo cáo"):
            submit(scene, RATE, **figures, **changes)


def test_accepting_a_duty_observes_it_done_known_from_that_moment() -> None:
    scene = signed("LP")
    report_id = submit(scene)
    _review(scene, report_accept, report_id)
    report = ProgressReport.objects.get(pk=report_id)
    assert (report.state, report.reviewed_by_name) == (ReportState.ACCEPTED, "Họ tên reviewer.snv")
    seen = Observation.objects.select_related("run").get()
    assert (seen.value, seen.unit_id, seen.period_id) == (1, scene.units["LP"], scene.periods["2025"])
    assert (seen.known_at, seen.flags) == (AT, "")
    assert (seen.run.kind, seen.run.state, seen.run.params) == ("report_acceptance", "succeeded", {"report": report_id})
    refresh = Run.objects.get(key=f"standings:report:{report_id}:accepted")
    assert (refresh.parent_id, refresh.params) == (seen.run_id, {"commitment": scene.items["LP", DUTY]})
    assert AuditEvent.objects.get(action="report.accept").after["done_on"] == "2025-10-01"


def test_a_duty_done_after_its_due_date_is_observed_as_not_done_in_time() -> None:
    scene = signed("LP")
    day = date(2025, 12, 10)
    report_id = submit(scene, done_on=date(2025, 12, 1), day=day)
    _review(scene, report_accept, report_id, day=day)
    seen = Observation.objects.get()
    assert (seen.value, seen.flags) == (0, "done_late")


def test_accepting_a_rate_observes_numerator_and_denominator_and_a_count_its_value() -> None:
    scene = signed("LP")
    rate = submit(scene, RATE, numerator=Decimal(19), denominator=Decimal(20), evidence=[])
    count = submit(scene, COUNT, value=Decimal(3), evidence=[])
    for report_id in (rate, count):
        _review(scene, report_accept, report_id)
    shares, talks = Observation.objects.order_by("indicator__key").reverse()
    assert (shares.value, shares.numerator, shares.denominator) == (None, 19, 20)
    assert (talks.value, talks.numerator) == (3, None)


def test_a_zero_denominator_can_be_reported_because_it_is_not_zero_percent() -> None:
    scene = signed("LP")
    report_id = submit(scene, RATE, numerator=Decimal(0), denominator=Decimal(0), evidence=[])
    _review(scene, report_accept, report_id)
    assert Observation.objects.get().denominator == 0


def test_a_returned_report_stays_with_its_reason_and_a_better_one_follows() -> None:
    scene = signed("LP")
    first = submit(scene)
    with pytest.raises(UnableToReviewReport, match="lý do"):
        _review(scene, report_return, first, reason=" ")
    _review(scene, report_return, first, reason="Thiếu số văn bản.")
    second = submit(scene)
    assert ProgressReport.objects.get(pk=first).reason == "Thiếu số văn bản."
    assert not Observation.objects.exists()
    _review(scene, report_accept, second)
    with pytest.raises(UnableToSubmitReport, match="đã được chấp nhận"):
        submit(scene)


@pytest.mark.parametrize("decide", [report_accept, report_return])
@pytest.mark.parametrize(
    "by", ["head.lp", "focal.lp", "head.hd", "reviewer.vp", "chair", "council", "auditor", "stranger"]
)
def test_only_reviewers_of_the_unit_decide(decide, by: str) -> None:
    scene = signed("LP")
    report_id = submit(scene, by="focal.lp")
    extra = {} if decide is report_accept else {"reason": "Không đủ."}
    with pytest.raises(UnableToReviewReport):
        _review(scene, decide, report_id, by=by, **extra)
    assert ProgressReport.objects.get().state == ReportState.SUBMITTED


@pytest.mark.parametrize("by", ["reviewer.snv", "manager"])
def test_home_affairs_own_items_are_not_reviewed_by_its_own_people(by: str) -> None:
    scene = signed("SNV")
    report_id = submit(scene, by="head.snv", code="SNV")
    with pytest.raises(UnableToReviewReport, match="đơn vị mình"):
        _review(scene, report_accept, report_id, by=by)
    _review(scene, report_accept, report_id, by="reviewer.vp")


def test_a_reviewer_who_also_reported_does_not_review_that_report() -> None:
    from commitments.organization.models import Role
    from commitments.organization.services import NewGrant, grants_load

    scene = signed("LP")
    grants_load(rows=[NewGrant("focal.lp", Role.REVIEWER, "AG", START, home_code="VP")], actor=LOADER, at=AT)
    report_id = submit(scene, by="focal.lp")
    with pytest.raises(UnableToReviewReport, match="chính mình"):
        _review(scene, report_accept, report_id, by="focal.lp")


def test_a_decision_made_twice_by_the_same_person_is_made_once() -> None:
    scene = signed("LP")
    report_id = submit(scene)
    for _ in range(2):
        _review(scene, report_accept, report_id)
    assert Observation.objects.count() == 1
    assert AuditEvent.objects.filter(action="report.accept").count() == 1


def test_a_decision_is_not_turned_round() -> None:
    scene = signed("LP")
    report_id = submit(scene)
    _review(scene, report_return, report_id, reason="Thiếu số văn bản.")
    with pytest.raises(UnableToReviewReport, match=r"đã được Họ tên reviewer\.snv xử lý lúc 09:30 15/10/2025"):
        _review(scene, report_accept, report_id, by="manager")


def test_a_decided_report_and_its_proofs_are_frozen() -> None:
    scene = signed("LP")
    report_id = submit(scene)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Evidence.objects.update(sha256="0" * 64)
    _review(scene, report_accept, report_id)
    late = Evidence.objects.get()
    late.pk, late.uuid = None, "0f6c7b5e-0000-4000-8000-000000000002"
    born_accepted = ProgressReport.objects.get(pk=report_id)
    born_accepted.pk, born_accepted.uuid = None, "0f6c7b5e-0000-4000-8000-000000000003"
    attempts = [
        lambda: ProgressReport.objects.update(narrative="khác"),
        lambda: ProgressReport.objects.update(
            state="submitted", reviewed_at=None, decision_recorded_at=None, reviewed_by=None
        ),
        lambda: late.save(force_insert=True),
        lambda: born_accepted.save(force_insert=True),
    ]
    for attempt in attempts:
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            attempt()


def test_a_failed_acceptance_leaves_the_report_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = signed("LP")
    report_id = submit(scene)

    def broken(**_: object) -> int:
        raise DatabaseError("disk full")

    monkeypatch.setattr("commitments.agreements.services.reports.observations_append", broken)
    with pytest.raises(DatabaseError):
        _review(scene, report_accept, report_id)
    assert ProgressReport.objects.get().state == ReportState.SUBMITTED
    assert not Run.objects.filter(kind="report_acceptance").exists()


def test_reading_a_proof_needs_no_name_from_the_sender() -> None:
    scene = signed("LP")
    odd = pdf("../../etc/passwd\x00\n.pdf")
    submit(scene, evidence=[odd])
    stored = Evidence.objects.get()
    assert stored.file_name == "passwd.pdf"
    assert "passwd" not in stored.stored_path


@pytest.mark.parametrize("unseen", ["\u200b\u200b", " \ufeff\n", "\u2060\u00a0\t", "\u3164", "\u202e"])
def test_words_of_which_nothing_can_be_seen_are_no_words(unseen: str) -> None:
    scene = signed("LP")
    with pytest.raises(UnableToSubmitReport, match="Cần ghi kết quả"):
        submit(scene, narrative=unseen)
    report_id = submit(scene)
    with pytest.raises(UnableToReviewReport, match="Cần ghi lý do"):
        _review(scene, report_return, report_id, reason=unseen)


@pytest.mark.parametrize("damaged", ["Đã\x00 làm", "Đã \ud800 làm"])
def test_words_that_no_database_stores_are_refused_in_words(damaged: str) -> None:
    scene = signed("LP")
    with pytest.raises(UnableToSubmitReport, match="ký tự không đọc được"):
        submit(scene, narrative=damaged)
    report_id = submit(scene)
    with pytest.raises(UnableToReviewReport, match="ký tự không đọc được"):
        _review(scene, report_return, report_id, reason=damaged)
