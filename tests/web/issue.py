"""What oversight works on, on top of tests/web/world.py: an issue with its workbook, a source, a schedule, runs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from commitments.exports.models import ExportFile
from commitments.exports.services import council_export_write
from commitments.lib.actors import system
from commitments.recommendations.models import IssueBatch, Recommendation
from commitments.recommendations.services import recommendations_issue
from commitments.runs.models import Run
from commitments.runs.services import run_claim, run_enqueue
from commitments.runs.services.schedules import ScheduleText, schedules_describe
from commitments.sources.services import source_ensure
from tests.web.world import DAY, World

BY = system("tests")
SOURCE = "portal"
SCHEDULE = f"source_pull:{SOURCE}"


@dataclass(frozen=True, slots=True)
class Issued:
    """`line_uuid` is about the head of W; `issue_run_id` has ended, `run_id` is a pull that still waits."""

    batch_id: int
    line_uuid: UUID
    export_uuid: UUID
    issue_run_id: int
    run_id: int
    source_key: str
    schedule_key: str


def issued(world: World) -> Issued:
    """Issue the year once, export it, define a source with its schedule; asked again it finds what is there."""
    batch = IssueBatch.objects.order_by("number").first() or issue()
    file = ExportFile.objects.first() or council_export_write(batch_id=batch.pk, out=None, now=_now, actor=BY)
    source_ensure(
        key=SOURCE, name="Bảng xuất từ Cổng Dịch vụ công", config={"tables": {"unit": {}}}, actor=BY, at=_now()
    )
    schedules_describe(
        texts=[
            ScheduleText(SCHEDULE, "source_pull", {"source": SOURCE}, "*/5 * * * *", "Lấy số liệu", {}),
            ScheduleText("audit_seal", "audit_seal", {}, "* * * * *", "Niêm phong nhật ký hệ thống", {}),
        ],
        at=_now(),
    )
    return Issued(
        batch_id=batch.pk,
        line_uuid=Recommendation.objects.get(batch=batch, unit=world.units["W"], subject="leader").uuid,
        export_uuid=file.uuid,
        issue_run_id=Run.objects.filter(kind="recommendations_issue").latest("pk").pk,
        run_id=waiting_pull().pk,
        source_key=SOURCE,
        schedule_key=SCHEDULE,
    )


def issue(year: int = 2025) -> IssueBatch:
    """Issue the recommendations of a year as the worker does."""
    at = _now()
    run = run_enqueue(
        key=f"issue:{at.isoformat()}", kind="recommendations_issue", params={"year": year}, intended_at=at, at=at
    )
    attempt = run_claim(run_id=run.pk, worker="tests", at=at)
    assert attempt is not None
    return recommendations_issue(year=year, run_id=run.pk, attempt=attempt, day=DAY, now=_now, actor=BY)


def waiting_pull() -> Run:
    """Write down a pull that nobody has taken up."""
    at = _now()
    return run_enqueue(key="waiting", kind="source_pull", params={"source": SOURCE}, intended_at=at, at=at)


def _now() -> datetime:
    return datetime.now(tz=UTC)
