from datetime import date, timedelta
from decimal import Decimal

import pytest

from commitments.agreements.selectors import (
    TaskKind,
    agreement_document,
    agreement_of,
    agreement_rows,
    commitment_detail,
    commitment_rows_for_unit,
    evidence_of,
    horizon,
    report_of,
    reports_waiting,
    tasks_for_head,
)
from commitments.agreements.services import report_accept, report_return, waiver_grant
from commitments.organization.selectors import scope_for
from tests.commitments.agreements.scene import (
    AT,
    COUNT,
    DAY,
    DUTY,
    RATE,
    actor,
    pdf,
    prepared,
    sign,
    signed,
    submit,
)

pytestmark = pytest.mark.django_db


def _scope(scene, name, day=DAY):
    return scope_for(user_id=scene.ids[name], day=day)


def _tasks(scene, code="LP", day=DAY, **changes):
    return [
        (task.kind, task.number, task.due_date)
        for task in tasks_for_head(unit_ids=[scene.units[code]], day=day, **changes)
    ]


def test_the_document_shows_everything_and_checks_its_signature(django_assert_num_queries) -> None:
    scene = signed("LP")
    with django_assert_num_queries(2):
        paper = agreement_document(scene.agreements["LP"])
    assert paper is not None
    assert [item.number for item in paper.commitments] == [1, 2, 3, 4, 5]
    assert (paper.signer_post, paper.counterparty) == ("Chủ tịch UBND phường Long Phú", "Chủ tịch UBND tỉnh")
    assert paper.signature is not None
    assert paper.verification is not None
    assert paper.verification.is_whole
    assert paper.signature.sha256 == paper.verification.sha256
    assert paper.commitments[1].target == Decimal("90.0000")
    assert paper.commitments[2].cohort_name == "Xã, phường, đặc khu"


def test_an_unsigned_document_names_who_is_to_sign_and_has_no_signature() -> None:
    scene = prepared("LP")
    paper = agreement_document(scene.agreements["LP"])
    assert paper is not None
    assert (paper.signature, paper.verification, paper.rulebook_sha256) == (None, None, "")
    assert paper.signer_user_id == scene.ids["head.lp"]
    assert agreement_document(10**9) is None


def test_lists_show_only_what_the_reader_may_see(django_assert_num_queries) -> None:
    scene = signed("LP", "HD", "SNV")
    expected = {
        "head.lp": ["LP"],
        "focal.lp": ["LP"],
        "reviewer.vp": ["SNV"],
        "manager": ["SNV", "LP", "HD"],
        "stranger": [],
    }
    codes = {unit_id: code for code, unit_id in scene.units.items()}
    for name, wanted in expected.items():
        scope = _scope(scene, name)
        with django_assert_num_queries(1 if wanted else 0):
            rows = agreement_rows(scope=scope, year=2025)
        assert [codes[row.unit_id] for row in rows] == wanted


def test_a_units_items_and_one_of_them_are_read_in_few_queries(django_assert_num_queries) -> None:
    scene = signed("LP", "HD")
    first = submit(scene, evidence=[pdf(), pdf("anh.pdf")])
    report_return(
        report_id=first, user_id=scene.ids["manager"], reason="Thiếu.", actor=actor(scene, "manager"), day=DAY, at=AT
    )
    submit(scene)
    with django_assert_num_queries(1):
        assert len(commitment_rows_for_unit(unit_id=scene.units["LP"], year=2025)) == 5
    with django_assert_num_queries(4):
        detail = commitment_detail(scene.items["LP", DUTY])
    assert detail is not None
    assert [report.state for report in detail.reports] == ["submitted", "returned"]
    assert [file.file_name for file in detail.reports[1].evidence] == ["ke-hoach.pdf", "anh.pdf"]
    assert detail.unit_path == detail.commitment.unit_path == detail.reports[0].unit_path
    assert commitment_detail(10**9) is None


def test_a_report_and_a_proof_know_their_unit_so_that_policy_can_be_asked() -> None:
    scene = signed("LP")
    report = report_of(submit(scene))
    assert report is not None
    place = evidence_of(uuid=report.evidence[0].uuid)
    assert place is not None
    assert (place.unit_id, place.unit_path) == (report.unit_id, report.unit_path)
    assert agreement_of(unit_id=report.unit_id, year=2024) is None


def test_reviewers_find_what_waits_for_them_and_never_their_own(django_assert_num_queries) -> None:
    scene = signed("LP", "HD", "SNV")
    submit(scene, at=AT + timedelta(minutes=5))
    submit(scene, by="head.hd", code="HD")
    submit(scene, by="head.snv", code="SNV")
    expected = {
        "reviewer.snv": ["HD", "LP"],
        "reviewer.vp": ["SNV"],
        "manager": ["HD", "LP"],
        "chair": [],
        "head.lp": [],
    }
    codes = {unit_id: code for code, unit_id in scene.units.items()}
    for name, wanted in expected.items():
        scope = _scope(scene, name)
        with django_assert_num_queries(1 if wanted else 0):
            rows = reports_waiting(scope=scope)
        assert [codes[row.unit_id] for row in rows] == wanted
        assert all(row.evidence_files == 1 for row in rows)


def test_the_horizon_is_the_end_of_next_month() -> None:
    days = [date(2025, 10, 15), date(2025, 1, 31), date(2025, 12, 1), date(2024, 1, 30)]
    assert [horizon(day) for day in days] == [
        date(2025, 11, 30),
        date(2025, 2, 28),
        date(2026, 1, 31),
        date(2024, 2, 29),
    ]


def test_before_signing_the_only_task_is_to_sign() -> None:
    scene = prepared("LP")
    assert _tasks(scene) == [(TaskKind.SIGN, None, date(2025, 10, 31))]
    sign(scene, "LP", "head.lp")
    assert TaskKind.SIGN not in [kind for kind, *_ in _tasks(scene)]


def test_the_checklist_names_overdue_and_coming_reports_the_most_urgent_first() -> None:
    scene = signed("LP")
    assert _tasks(scene) == [
        (TaskKind.REPORT_OVERDUE, RATE, date(2025, 9, 30)),
        (TaskKind.REPORT_OVERDUE, COUNT, date(2025, 9, 30)),
        (TaskKind.REPORT, DUTY, date(2025, 11, 30)),
    ]
    assert _tasks(scene, until=date(2025, 12, 31))[-2:] == [
        (TaskKind.REPORT, RATE, date(2025, 12, 31)),
        (TaskKind.REPORT, COUNT, date(2025, 12, 31)),
    ]
    assert (TaskKind.REPORT_OVERDUE, DUTY, date(2025, 11, 30)) in _tasks(scene, day=date(2025, 12, 1))


def test_what_waits_is_no_task_what_was_returned_is_and_what_was_accepted_is_done() -> None:
    scene = signed("LP")
    report_id = submit(scene)
    assert DUTY not in [number for _, number, _ in _tasks(scene)]
    judge = {"user_id": scene.ids["manager"], "actor": actor(scene, "manager"), "day": DAY, "at": AT}
    report_return(report_id=report_id, reason="Thiếu số văn bản.", **judge)
    (task,) = [one for one in tasks_for_head(unit_ids=[scene.units["LP"]], day=DAY) if one.kind == TaskKind.FIX_REPORT]
    assert (task.number, task.report_id, task.reason) == (DUTY, report_id, "Thiếu số văn bản.")
    report_accept(report_id=submit(scene), **judge)
    assert DUTY not in [number for _, number, _ in _tasks(scene)]


def test_each_period_of_a_rate_is_reported_on_its_own() -> None:
    scene = signed("LP")
    report_id = submit(
        scene, RATE, numerator=Decimal(1), denominator=Decimal(1), evidence=[], period_id=scene.periods["2025-q3"]
    )
    report_accept(report_id=report_id, user_id=scene.ids["manager"], actor=actor(scene, "manager"), day=DAY, at=AT)
    assert [due for _, number, due in _tasks(scene, until=date(2025, 12, 31)) if number == RATE] == [date(2025, 12, 31)]


def test_what_is_excused_is_no_task() -> None:
    scene = signed("LP")
    waiver_grant(
        commitment_id=scene.items["LP", DUTY],
        user_id=scene.ids["manager"],
        reason="Bão",
        authority="Chủ tịch UBND tỉnh",
        document="1/UBND",
        first_day=DAY,
        last_day=None,
        actor=actor(scene, "manager"),
        day=DAY,
        at=AT,
    )
    assert DUTY not in [number for _, number, _ in _tasks(scene)]


def test_the_checklist_costs_the_same_for_one_unit_and_for_several(django_assert_max_num_queries) -> None:
    scene = signed("LP", "HD", "SNV")
    submit(scene)
    with django_assert_max_num_queries(5):
        rows = tasks_for_head(unit_ids=list(scene.units.values()), day=DAY)
    assert len(rows) == 8
