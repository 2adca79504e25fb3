import hashlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.accounts.models import User
from commitments.agreements.models import Commitment, ProgressReport
from commitments.agreements.services import report_accept, report_return, report_submit
from commitments.audit.models import AuditEvent
from commitments.comparison.selectors import commitments_gather
from commitments.lib.actors import Actor
from commitments.organization.models import Role, Tenure, Unit
from commitments.organization.services import NewGrant, grants_load
from commitments.recommendations.models import IssueBatch, Recommendation, SubjectKind
from commitments.recommendations.selectors import (
    batch_differences,
    latest_batch,
    recommendation_detail,
    recommendation_rows,
)
from commitments.recommendations.selectors.reading import line_read
from commitments.recommendations.selectors.since import since_issue
from commitments.recommendations.services import UnableToIssueRecommendations, batch_sha256, recommendations_issue
from commitments.runs.models import Run, RunState
from commitments.runs.services import LeaseLost, run_claim, run_enqueue
from tests.commitments.recommendations.province import (
    DAY,
    ISSUED,
    MANAGER,
    YEAR,
    figures_pull,
    issue,
    periods_close,
    province_make,
)

pytestmark = pytest.mark.django_db


def _line(batch: IssueBatch, code: str, *, post: str = "") -> Recommendation:
    lines = Recommendation.objects.filter(batch=batch, unit__code=code)
    return lines.get(tenure__leader__name=post) if post else lines.get(subject=SubjectKind.UNIT)


def test_a_year_is_issued_with_one_line_per_unit_and_per_head() -> None:
    province_make()
    batch = issue()
    assert (batch.number, batch.recommendations, batch.is_provisional) == (1, 7, True)
    assert Recommendation.objects.filter(batch=batch, subject=SubjectKind.UNIT).count() == 3
    assert Recommendation.objects.filter(batch=batch, subject=SubjectKind.LEADER).count() == 4


def test_every_line_is_sealed_and_the_batch_seals_the_lines() -> None:
    province_make()
    batch = issue()
    lines = list(Recommendation.objects.filter(batch=batch))
    for line in lines:
        assert hashlib.sha256(line.payload.encode()).hexdigest() == line.sha256
    lines.sort(key=lambda line: (line.unit_id, line.subject, line.tenure_id or 0))
    assert batch.sha256 == batch_sha256(line.sha256 for line in lines)
    event = AuditEvent.objects.get(action="recommendations.issue")
    assert event.after["sha256"] == batch.sha256 and event.after["recommendations"] == 7
    assert (event.actor_id, event.actor_name) == (77, "Trưởng phòng CCHC")


def test_the_facts_of_a_line_lead_back_to_their_figures() -> None:
    province_make()
    facts = line_read(_line(issue(), "so-a").payload).facts
    assert [fact.number for fact in facts] == [1, 2, 3, 4]
    assert [fact.state for fact in facts] == ["on_track", "on_track", "at_risk", "missed"]
    assert (facts[0].value, facts[0].gap, facts[0].rank) == (Decimal("92.5"), Decimal("12.5"), None)
    assert (facts[1].rank, facts[1].rank_of) == (1, 2)
    assert facts[2].value == 7 and len(facts[2].observation_ids) == 2
    assert facts[3].value is None and facts[3].observation_ids == ()


def test_results_belong_to_the_head_in_whose_time_they_fell_due() -> None:
    province_make()
    batch = issue()
    before = line_read(_line(batch, "so-d", post="Giám đốc cũ").payload)
    after = line_read(_line(batch, "so-d", post="Giám đốc mới").payload)
    assert [fact.number for fact in before.facts] == [4]
    assert [fact.number for fact in after.facts] == [1, 2, 3]
    assert (before.judged_on, before.last_day) == (date(2025, 6, 30), date(2025, 6, 30))
    assert (after.judged_on, after.first_day, after.last_day) == (DAY, date(2025, 7, 1), None)
    assert before.flags == ("several_heads", "tenure_ended")
    assert after.flags == ("several_heads",)
    assert _line(batch, "so-d").needs_people and not _line(batch, "so-a").needs_people


def test_an_end_that_lies_ahead_is_not_read() -> None:
    province_make()
    Tenure.objects.filter(unit__code="so-a").update(last_day=date(2025, 12, 1))
    head = line_read(_line(issue(), "so-a", post="Giám đốc Sở A").payload)
    assert head.last_day is None
    assert [fact.number for fact in head.facts] == [1, 2, 3, 4]


def test_nothing_signed_means_nothing_to_issue() -> None:
    with pytest.raises(UnableToIssueRecommendations):
        issue()
    assert not IssueBatch.objects.exists()


def test_the_year_is_final_only_when_it_is_over_and_its_periods_are_closed() -> None:
    province_make()
    over = datetime(2026, 1, 3, 2, tzinfo=UTC)
    assert issue(day=date(2026, 1, 3), at=over).is_provisional
    periods_close(at=over)
    assert not issue(day=date(2026, 1, 3), at=over + timedelta(minutes=1)).is_provisional
    assert issue(day=date(2025, 12, 31), at=over + timedelta(minutes=2)).is_provisional


def test_a_second_issue_is_the_next_batch_and_the_differences_are_listed() -> None:
    province = province_make()
    first = issue()
    figures_pull(province, {"so-a": Decimal(79)}, known_at=ISSUED + timedelta(hours=1))
    second = issue(at=ISSUED + timedelta(hours=2))
    assert (first.number, second.number) == (1, 2)
    found = batch_differences(batch_id=second.pk, previous_id=first.pk)
    assert {(d.after.unit_name, str(d.after.subject)) for d in found if d.after} >= {("Sở An ninh mạng", "unit")}
    assert all(d.before and d.after and "level" in d.changed for d in found)
    assert batch_differences(batch_id=first.pk, previous_id=first.pk) == []
    latest = latest_batch(year=YEAR)
    assert latest is not None and (latest.batch_id, latest.previous_id) == (second.pk, first.pk)


def test_a_lost_lease_writes_nothing() -> None:
    province_make()
    run = run_enqueue(key="r", kind="recommendations_issue", params={"year": YEAR}, intended_at=ISSUED, at=ISSUED)
    attempt = run_claim(run_id=run.pk, worker="slow", at=ISSUED)
    assert attempt is not None
    Run.objects.filter(pk=run.pk).update(attempt=attempt + 1)
    with pytest.raises(LeaseLost):
        recommendations_issue(year=YEAR, run_id=run.pk, attempt=attempt, day=DAY, now=lambda: ISSUED, actor=MANAGER)
    assert not IssueBatch.objects.exists() and not Recommendation.objects.exists()


def test_the_run_ends_with_what_was_issued() -> None:
    province_make()
    batch = issue()
    run = Run.objects.get(kind="recommendations_issue")
    assert run.state == RunState.SUCCEEDED
    assert run.result == {"batch": batch.pk, "number": 1, "recommendations": 7, "sha256": batch.sha256}


def test_a_list_is_filtered_and_paged() -> None:
    province_make()
    batch = issue()
    page = recommendation_rows(batch_id=batch.pk, subject="leader", size=3)
    assert (page.total, page.pages, len(page.rows)) == (4, 2, 3)
    beyond = recommendation_rows(batch_id=batch.pk, subject="leader", size=3, page=9)
    assert (beyond.page, len(beyond.rows)) == (2, 1)
    communes = recommendation_rows(batch_id=batch.pk, cohort="communes")
    assert {row.unit_name for row in communes.rows} == {"Xã Bình Minh"}
    level = page.rows[0].level
    assert recommendation_rows(batch_id=batch.pk, subject="leader", level=level).total == page.by_level[level]


def test_a_detail_explains_in_the_readers_language_and_leads_to_the_file() -> None:
    province_make()
    batch = issue()
    line = _line(batch, "so-a")
    detail = recommendation_detail(uuid=line.uuid)
    assert detail is not None and detail.sentence and detail.previous is None
    origin = detail.observations[detail.line.facts[0].observation_ids[0]]
    assert (origin.source_name, origin.file_name, origin.row_number) == (
        "Cổng Dịch vụ công",
        "bang-202510110200.csv",
        2,
    )
    cited = [c for f in detail.line.findings for r in f.readings for c in r.citations]
    assert any(citation.symbol == "90/2020/NĐ-CP" for citation in cited)


def _queries(batch: IssueBatch, uuid: object) -> tuple[int, int, int]:
    counts = []
    for read in (
        lambda: recommendation_rows(batch_id=batch.pk, cohort="departments"),
        lambda: recommendation_detail(uuid=uuid),  # type: ignore[arg-type]
        lambda: batch_differences(batch_id=batch.pk, previous_id=batch.pk),
    ):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            read()
        counts.append(len(captured))
    return (counts[0], counts[1], counts[2])


def test_reads_take_a_fixed_number_of_queries() -> None:
    province_make()
    first = issue()
    lines = Recommendation.objects.filter(batch=first).count()
    counted = _queries(first, _line(first, "so-a").uuid)
    assert counted == (3, 4, 2)
    Recommendation.objects.bulk_create(_copies(first, lines))
    assert _queries(first, _line(first, "so-a").uuid) == counted


def _copies(batch: IssueBatch, lines: int) -> list[Recommendation]:
    fields = Recommendation.objects.filter(batch=batch, subject=SubjectKind.UNIT).values(
        "level", "applicable", "done", "certainty", "payload", "sha256"
    )[0]
    units = [
        Unit.objects.create(code=f"x{n}", name=f"X {n}", kind="commune", path=f"/x{n}/", valid_from=DAY)
        for n in range(lines)
    ]
    return [Recommendation(batch=batch, unit=unit, subject=SubjectKind.UNIT, **fields) for unit in units]


def _report(*, done_on: date, at: datetime, day: date = DAY) -> int:
    head = User.objects.get(username="head-so-a")
    return report_submit(
        commitment_id=Commitment.objects.get(unit__code="so-a", number=4).pk,
        user_id=head.pk,
        narrative="Đã ban hành kế hoạch.",
        evidence=[],
        actor=Actor(head.pk, head.full_name, "head"),
        day=day,
        at=at,
        done_on=done_on,
    )


def _reviewer() -> User:
    reviewer = User.objects.create_user("tham-dinh", full_name="Cán bộ thẩm định")
    rows = [NewGrant("tham-dinh", Role.REVIEWER, "tinh", date(2025, 1, 1), home_code="so-d")]
    grants_load(rows=rows, actor=MANAGER, at=ISSUED)
    return reviewer


def test_a_report_of_a_duty_done_too_late_changes_no_word_of_an_issue() -> None:
    province_make()
    before = _line(issue(), "so-a")
    _report(done_on=date(2025, 10, 1), at=ISSUED + timedelta(minutes=1))
    after = _line(issue(at=ISSUED + timedelta(minutes=2)), "so-a")
    assert line_read(before.payload).facts[3].state == line_read(after.payload).facts[3].state == "missed"
    assert (before.level, before.calls_review) == (after.level, after.calls_review)


@pytest.mark.parametrize("decision", ["waiting", "accepted", "returned"])
def test_what_is_recorded_after_an_issue_is_unknown_to_it_although_the_working_day_lies_before(decision: str) -> None:
    province_make()
    batch, past = issue(), date(2025, 10, 1)
    moment = {
        "year": YEAR,
        "day": batch.day,
        "known_until": batch.known_until,
        "observation_cutoff": batch.observation_cutoff,
    }
    before = list(commitments_gather(**moment))
    report_id = _report(done_on=date(2025, 3, 30), at=ISSUED + timedelta(days=400), day=past)
    report = ProgressReport.objects.get(pk=report_id)
    assert report.submitted_at < batch.known_until < report.submission_recorded_at
    if decision != "waiting":
        reviewer = _reviewer()
        call = {"report_id": report_id, "user_id": reviewer.pk, "actor": Actor(reviewer.pk, "x", "reviewer")}
        later = {"day": past, "at": ISSUED + timedelta(days=401)}
        if decision == "accepted":
            report_accept(**call, **later)
        else:
            report_return(**call, **later, reason="Thiếu số văn bản.")
        report.refresh_from_db()
        assert report.reviewed_at < batch.known_until < report.decision_recorded_at
    assert list(commitments_gather(**moment)) == before
    assert since_issue(batch_id=batch.pk, day=batch.day).reports == (decision != "waiting")
