"""Build the demonstration through the same services that a province uses, step by step; safe to run again."""

from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings

from accountability.jobs.demo import drops, people, province, reports
from accountability.jobs.demo.agreements import YEAR, content
from accountability.jobs.execute import run_execute
from commitments.accounts.services import accounts_load
from commitments.agreements.models import Agreement, AgreementState
from commitments.agreements.services import agreement_sign, agreements_load, programmes_load
from commitments.indicators.services import periods_ensure
from commitments.lib import clock
from commitments.lib.actors import Actor, system
from commitments.organization.services import (
    cohorts_load,
    grants_load,
    memberships_load,
    tenures_load,
    units_load,
)
from commitments.recommendations.models import IssueBatch
from commitments.runs.models import RunState
from commitments.runs.services import run_enqueue
from commitments.sources.services import source_ensure

Say = Callable[[str], None]
Progress = Callable[[int, int], None]
_LOADER = "Nạp dữ liệu minh họa"
SIGNING_DAY = date(2025, 7, 15)
_SOURCE_CONFIG = {"tables": {"unit": {}, "trend": {"unit_code": province.PROVINCE}}}


class UnableToLoadDemo(Exception):
    """A step of the demonstration failed; running it again goes on from there."""


def demo_is_loaded() -> bool:
    """The last step leaves this behind."""
    return IssueBatch.objects.filter(year=YEAR).exists()


def demo_load(*, say: Say, progress: Progress) -> None:
    """Load units, agreements, signatures, two drops of figures, reports, and a first provisional issue."""
    say("Đơn vị, người đứng đầu, tài khoản")
    _organization()
    say("Chỉ số, bản cam kết")
    _agreements()
    say("Ký các bản cam kết (để lại một bản chưa ký)")
    _sign(progress)
    say("Lấy số liệu ngày 11/10/2025")
    _pull(drops.FIRST, "2025-10-11T20:10:00+07:00")
    say("Báo cáo của người đứng đầu và thẩm định")
    reports.reports_tell(at=clock.now, progress=progress)
    say("Lấy số liệu ngày 15/10/2025")
    _pull(drops.SECOND, "2025-10-15T09:00:00+07:00")
    _run("demo:standings", "standings_refresh", {"all": True}, clock.now())
    say("Đề xuất tạm thời năm 2025")
    _run("demo:issue", "recommendations_issue", {"year": YEAR}, clock.now())
    _run("demo:seal", "audit_seal", {}, clock.now())
    drops.sample()


def _organization() -> None:
    actor, at, units = system(_LOADER), clock.now(), province.units()
    units_load(rows=units, actor=actor, at=at)
    sign_ins = {username: settings.DEMO_PASSWORD for username, _post, _about in settings.DEMO_SIGN_INS}
    accounts_load(rows=people.accounts(units, sign_ins), actor=actor, at=at)
    cohorts_load(rows=province.cohorts(), actor=actor, at=at)
    memberships_load(rows=province.memberships(units), actor=actor, at=at)
    tenures_load(rows=province.tenures(units), actor=actor, at=at)
    grants_load(rows=people.grants(), actor=actor, at=at)


def _agreements() -> None:
    actor, at, document = system(_LOADER), clock.now(), content()
    periods_ensure(YEAR)
    document.indicators_ensure(actor=actor, at=at)
    programmes_load(rows=[document.programme()], actor=actor, at=at)
    agreements_load(rows=document.agreements(province.units()), actor=actor, at=at)
    source_ensure(
        key=drops.SOURCE,
        name="Bộ chỉ số 766, bảng xuất từ Cổng Dịch vụ công quốc gia",
        config=_SOURCE_CONFIG,
        actor=actor,
        at=at,
    )


def _sign(progress: Progress) -> None:
    waiting = list(
        Agreement.objects.filter(state=AgreementState.READY)
        .exclude(unit__code=province.UNSIGNED)
        .select_related("tenure__leader__user")
    )
    for done, agreement in enumerate(waiting, start=1):
        head = reports.head_account(agreement)
        agreement_sign(
            agreement_id=agreement.pk,
            user_id=head.pk,
            actor=Actor(head.pk, head.full_name, "head"),
            day=SIGNING_DAY,
            at=clock.now(),
            follow_up=False,
        )
        progress(done, len(waiting))


def _pull(day: str, intended: str) -> None:
    drops.drop(day)
    intended_at = datetime.fromisoformat(intended)
    _run(f"demo:pull:{day}", "source_pull", {"source": drops.SOURCE}, intended_at)


def _run(key: str, kind: str, params: dict[str, object], intended_at: datetime) -> None:
    run = run_enqueue(key=key, kind=kind, params=params, intended_at=intended_at, at=clock.now(), requested_by=_LOADER)
    if run.state != RunState.SUCCEEDED and run_execute(run.pk, worker="demo_load") != RunState.SUCCEEDED:
        run.refresh_from_db()
        raise UnableToLoadDemo(f"{kind}: {run.error or run.state}")
