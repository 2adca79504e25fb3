"""A small province for the tests of pages, built through the services that a real one is built with.

Tỉnh Mẫu (P)                     signs nothing here, has a head
  Sở Nội vụ (D)                  a rated department where reviewers work
  UBND phường An Bình (W)        the unit that most tests are about; its agreement is signed
  UBND xã Hòa Lợi (S)            its sibling; its agreement waits for its head
Tỉnh Khác (Q)                    another province altogether
"""

import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import transaction

from commitments.accounts.models import User
from commitments.agreements.models import Agreement, Commitment, CommitmentKind, Direction, Evidence, Reading
from commitments.agreements.services import (
    NewAgreement,
    NewCommitment,
    NewProgramme,
    agreement_sign,
    agreements_load,
    programmes_load,
    report_submit,
)
from commitments.agreements.services.evidence import NewEvidence
from commitments.comparison.services import standings_refresh
from commitments.indicators.models import Indicator, ReportingPeriod
from commitments.indicators.services import NewObservation, indicator_ensure, observations_append, periods_ensure
from commitments.lib.actors import Actor, system
from commitments.organization.models import Role, Unit, UnitKind
from commitments.organization.services import cohorts_load, grants_load, memberships_load, tenures_load, units_load
from commitments.organization.services.rows import NewCohort, NewGrant, NewMembership, NewTenure, NewUnit
from commitments.runs.services import run_claim, run_enqueue, run_record

DAY = date(2025, 10, 15)
AT = datetime(2025, 10, 15, 2, 0, tzinfo=UTC)
FIRST = date(2025, 7, 1)
LAST = date(2025, 12, 31)
PASSWORD = "mat-khau-cua-bai-kiem-thu"
_BY = system("tests")
# The smallest picture there is.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)

UNITS = (
    NewUnit("P", "UBND Tỉnh Mẫu", UnitKind.PROVINCE, FIRST),
    NewUnit("D", "Sở Nội vụ", UnitKind.DEPARTMENT, FIRST, parent_code="P"),
    NewUnit("O", "Văn phòng UBND tỉnh", UnitKind.OFFICE, FIRST, parent_code="P"),
    NewUnit("W", "UBND phường An Bình", UnitKind.WARD, FIRST, parent_code="P"),
    NewUnit("S", "UBND xã Hòa Lợi", UnitKind.COMMUNE, FIRST, parent_code="P"),
    NewUnit("Q", "UBND Tỉnh Khác", UnitKind.PROVINCE, FIRST),
)
HEADS = {"P": "chief", "D": "department_head", "W": "head", "S": "sibling", "Q": "foreign_head"}
GRANTS = (
    NewGrant("officer", Role.FOCAL_OFFICER, "W", FIRST),
    NewGrant("reviewer", Role.REVIEWER, "P", FIRST, except_code="D", home_code="D"),
    NewGrant("own_reviewer", Role.REVIEWER, "P", FIRST, home_code="W"),
    NewGrant("manager", Role.MANAGER, "P", FIRST, home_code="D"),
    NewGrant("chair", Role.CHAIR, "P", FIRST),
    NewGrant("council", Role.COUNCIL, "P", FIRST),
    NewGrant("auditor", Role.AUDITOR, "P", FIRST),
    NewGrant("administrator", Role.ADMINISTRATOR, "P", FIRST),
    NewGrant("foreign_manager", Role.MANAGER, "Q", FIRST, home_code="Q"),
)
NOBODY = "nobody"
PEOPLE = (*HEADS.values(), *(grant.username for grant in GRANTS), NOBODY)


@dataclass(frozen=True, slots=True)
class World:
    """Ids by the letters above. `score`, `rate` and `duty` are commitments of W."""

    units: dict[str, Unit]
    users: dict[str, User]
    agreements: dict[str, Agreement]
    score: Commitment
    rank: Commitment
    rate: Commitment
    duty: Commitment
    report_id: int = 0
    evidence_uuid: str = ""


def build_with_report() -> World:
    """Build the province with a report on the duty of W that waits for review, a proof attached."""
    world = build()
    report_id = report_duty(world)
    file = Evidence.objects.get(report_id=report_id)
    return replace(world, report_id=report_id, evidence_uuid=str(file.uuid))


def report_duty(world: World) -> int:
    """Let the focal officer of W report the duty as done."""
    officer = world.users["officer"]
    return report_submit(
        commitment_id=world.duty.pk,
        user_id=officer.pk,
        narrative="Đã công khai đường dây nóng.",
        evidence=[NewEvidence("anh-chup.png", io.BytesIO(PNG))],
        done_on=date(2025, 10, 1),
        actor=acting(officer),
        day=DAY,
        at=AT,
    )


def build(*, sign: bool = True) -> World:
    """Build the province as of the 15 October 2025; W signs unless told otherwise."""
    units_load(rows=UNITS, actor=_BY, at=AT)
    users = _users()
    tenures_load(
        rows=[
            NewTenure(code, FIRST, f"Người đứng đầu {code}", _post(code), username=name) for code, name in HEADS.items()
        ],
        actor=_BY,
        at=AT,
    )
    grants_load(rows=GRANTS, actor=_BY, at=AT)
    cohorts_load(rows=[NewCohort("communes", "Xã, phường, đặc khu")], actor=_BY, at=AT)
    memberships_load(rows=[NewMembership("communes", code, FIRST) for code in "WS"], actor=_BY, at=AT)
    _indicators()
    programmes_load(
        rows=[NewProgramme("cchc", "Kế hoạch cải cách hành chính", FIRST, LAST, ("Nghị quyết số 76/NQ-CP",))],
        actor=_BY,
        at=AT,
    )
    agreements_load(rows=[_agreement(code) for code in "DWS"], actor=_BY, at=AT)
    agreements = {one.unit.code: one for one in Agreement.objects.select_related("unit")}
    if sign:
        sign_for("W", users["head"], agreements)
    items = {one.title: one for one in Commitment.objects.filter(agreement=agreements["W"])}
    return World(
        units={unit.code: unit for unit in Unit.objects.all()},
        users=users,
        agreements=agreements,
        score=items["Tổng điểm phục vụ"],
        rank=items["Thứ hạng trong nhóm"],
        rate=items["Hồ sơ trễ hẹn có văn bản xin lỗi"],
        duty=items["Công khai đường dây nóng"],
    )


def sign_for(code: str, user: User, agreements: dict[str, Agreement]) -> None:
    """Let the head of a unit sign its agreement."""
    agreement_sign(agreement_id=agreements[code].pk, user_id=user.pk, actor=acting(user), day=DAY, at=AT)
    agreements[code].refresh_from_db()


def acting(user: User) -> Actor:
    """Return a person as the record sees them."""
    return Actor(user_id=user.pk, name=user.full_name)


def _users() -> dict[str, User]:
    for name in PEOPLE:
        User.objects.create_user(username=name, password=PASSWORD, full_name=f"Người dùng {name}")
    return {user.username: user for user in User.objects.all()}


def _post(code: str) -> str:
    return next(f"Chủ tịch {unit.name}" for unit in UNITS if unit.code == code)


def _indicators() -> None:
    periods_ensure(2025)
    indicator_ensure(
        key="total",
        name="Tổng điểm",
        unit_of_measure="điểm",
        definition="Tổng sáu nhóm điểm.",
        least=Decimal(0),
        most=Decimal(100),
        actor=_BY,
        at=AT,
    )
    indicator_ensure(
        key="apology",
        name="Tỷ lệ xin lỗi",
        unit_of_measure="%",
        numerator_text="Số văn bản xin lỗi",
        denominator_text="Số hồ sơ trễ hẹn",
        actor=_BY,
        at=AT,
    )
    indicator_ensure(key="hotline", name="Đường dây nóng", unit_of_measure="nhiệm vụ", decimals=0, actor=_BY, at=AT)


def _agreement(code: str) -> NewAgreement:
    return NewAgreement(
        programme_key="cchc",
        unit_code=code,
        tenure_day=DAY,
        year=2025,
        number=f"{code}/CK-UBND",
        title="Bản cam kết trách nhiệm người đứng đầu năm 2025",
        counterparty="Chủ tịch UBND Tỉnh Mẫu",
        first_day=FIRST,
        last_day=LAST,
        due_date=date(2025, 10, 31),
        commitments=(
            NewCommitment(
                1,
                CommitmentKind.SCORE,
                "Tổng điểm phục vụ",
                "total",
                Reading.LATEST,
                Direction.UP,
                Decimal(90),
                period_key="2025-ytd",
                baseline=Decimal("80.5"),
                is_key=True,
            ),
            NewCommitment(
                2,
                CommitmentKind.RANK,
                "Thứ hạng trong nhóm",
                "total",
                Reading.RANK,
                Direction.DOWN,
                Decimal(1),
                period_key="2025-ytd",
                cohort_key="communes",
                decimals=0,
                unit_of_measure="hạng",
            ),
            NewCommitment(
                3,
                CommitmentKind.RATE,
                "Hồ sơ trễ hẹn có văn bản xin lỗi",
                "apology",
                Reading.RATIO,
                Direction.UP,
                Decimal(95),
                period_kind="quarter",
                is_reported=True,
            ),
            NewCommitment(
                4,
                CommitmentKind.DUTY,
                "Công khai đường dây nóng",
                "hotline",
                Reading.DUTY,
                Direction.UP,
                Decimal(1),
                period_key="2025-ytd",
                is_reported=True,
                evidence_text="Ảnh chụp trang thông tin",
                due_date=date(2025, 10, 31),
            ),
        ),
    )


def refresh() -> None:
    """Judge every commitment as of the working day, as the worker does."""
    now = datetime.now(tz=UTC)
    run = run_enqueue(
        key=f"test:{now.isoformat()}", kind="standings_refresh", params={"all": True}, intended_at=now, at=now
    )
    attempt = run_claim(run_id=run.pk, worker="test", at=now)
    assert attempt is not None
    standings_refresh(run_id=run.pk, attempt=attempt, now=lambda: datetime.now(tz=UTC), day=DAY)


def observe(world: World, key: str, period: str, values: dict[str, Decimal | str], *, known_at: datetime = AT) -> int:
    """Record one figure of one indicator and period for units, as a pull does; return the run's id."""
    now = datetime.now(tz=UTC)
    rows = [
        NewObservation(
            unit_id=world.units[code].pk,
            indicator_id=Indicator.objects.get(key=key).pk,
            period_id=ReportingPeriod.objects.get(key=period).pk,
            value=Decimal(value),
            numerator=None,
            denominator=None,
            known_at=known_at,
        )
        for code, value in values.items()
    ]
    told = {"kind": "source_pull", "params": {"source": "test"}, "requested_by": "tests"}
    with transaction.atomic():
        run = run_record(key=f"pull:{now.isoformat()}:{key}", at=now, **told)  # type: ignore[arg-type]
        observations_append(rows=rows, run_id=run.pk, recorded_at=now)
    return run.pk
