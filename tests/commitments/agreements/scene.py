"""A small province on 15 October 2025: who heads what, who reviews whom, and one agreement of each kind of item."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

from commitments.accounts.models import User
from commitments.accounts.services import NewAccount, accounts_load
from commitments.agreements.models import Agreement, Commitment, CommitmentKind, Direction, Reading
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
from commitments.indicators.models import Indicator, PeriodKind, ReportingPeriod
from commitments.lib.actors import Actor, system
from commitments.organization.models import Role, Unit, UnitKind
from commitments.organization.services import (
    NewCohort,
    NewGrant,
    NewMembership,
    NewTenure,
    NewUnit,
    cohorts_load,
    grants_load,
    memberships_load,
    tenures_load,
    units_load,
)

DAY = date(2025, 10, 15)
AT = datetime(2025, 10, 15, 2, 30, tzinfo=UTC)
START = date(2025, 1, 1)
END = date(2025, 12, 31)
LOADER = system("test")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"

UNITS = [
    NewUnit("AG", "Tỉnh An Giang", UnitKind.PROVINCE, START),
    NewUnit("SNV", "Sở Nội vụ", UnitKind.DEPARTMENT, START, "AG"),
    NewUnit("SNV-CCHC", "Phòng Cải cách hành chính", UnitKind.OFFICE, START, "SNV"),
    NewUnit("VP", "Văn phòng UBND tỉnh", UnitKind.DEPARTMENT, START, "AG"),
    NewUnit("STC", "Sở Tài chính", UnitKind.DEPARTMENT, START, "AG"),
    NewUnit("LP", "UBND phường Long Phú", UnitKind.WARD, START, "AG"),
    NewUnit("HD", "UBND xã Hòn Đất", UnitKind.COMMUNE, START, "AG"),
]
PEOPLE = [
    "head.lp",
    "head.hd",
    "head.snv",
    "old.lp",
    "focal.lp",
    "reviewer.snv",
    "reviewer.vp",
    "manager",
    "chair",
    "council",
    "auditor",
    "administrator",
    "stranger",
]
GRANTS = [
    NewGrant("focal.lp", Role.FOCAL_OFFICER, "LP", START),
    NewGrant("reviewer.snv", Role.REVIEWER, "AG", START, except_code="SNV", home_code="SNV-CCHC"),
    NewGrant("reviewer.vp", Role.REVIEWER, "SNV", START, home_code="VP"),
    NewGrant("manager", Role.MANAGER, "AG", START, home_code="SNV"),
    NewGrant("chair", Role.CHAIR, "AG", START),
    NewGrant("council", Role.COUNCIL, "AG", START),
    NewGrant("auditor", Role.AUDITOR, "AG", START),
    NewGrant("administrator", Role.ADMINISTRATOR, "AG", START),
]
TENURES = [
    NewTenure("LP", START, "Người tiền nhiệm", "Chủ tịch UBND phường Long Phú", "old.lp", date(2025, 6, 30)),
    NewTenure("LP", date(2025, 7, 1), "Chủ tịch UBND phường Long Phú", "Chủ tịch UBND phường Long Phú", "head.lp"),
    NewTenure("HD", START, "Chủ tịch UBND xã Hòn Đất", "Chủ tịch UBND xã Hòn Đất", "head.hd"),
    NewTenure("SNV", START, "Giám đốc Sở Nội vụ", "Giám đốc Sở Nội vụ", "head.snv"),
]
DUTY, SCORE, RANK, RATE, COUNT = 1, 2, 3, 4, 5


def people(names: list[str]) -> dict[str, int]:
    accounts_load(rows=[NewAccount(name, f"Họ tên {name}") for name in names], actor=LOADER, at=AT)
    return dict(User.objects.values_list("username", "pk"))


def province() -> SimpleNamespace:
    """Load the province; `ids` maps user names, `units` codes."""
    ids = people(PEOPLE)
    units_load(rows=UNITS, actor=LOADER, at=AT)
    cohorts_load(
        rows=[NewCohort("communes", "Xã, phường, đặc khu", 2), NewCohort("departments", "Sở", 1)], actor=LOADER, at=AT
    )
    members = [NewMembership("communes", "LP", START), NewMembership("communes", "HD", START, None, "Rất ít hồ sơ")]
    memberships_load(rows=members, actor=LOADER, at=AT)
    tenures_load(rows=TENURES, actor=LOADER, at=AT)
    grants_load(rows=GRANTS, actor=LOADER, at=AT)
    return SimpleNamespace(ids=ids, units=dict(Unit.objects.values_list("code", "pk")))


def items() -> tuple[NewCommitment, ...]:
    return (
        NewCommitment(
            DUTY, CommitmentKind.DUTY, "Ban hành kế hoạch khắc phục", "duty.plan", Reading.DUTY, Direction.UP,
            Decimal(1), period_key="2025", evidence_text="Kế hoạch được ban hành", is_reported=True,
            due_date=date(2025, 11, 30),
        ),
        NewCommitment(
            SCORE, CommitmentKind.SCORE, "Điểm tổng", "766.total", Reading.LATEST, Direction.UP, Decimal("90.0"),
            baseline=Decimal("85.55"), period_key="2025-ytd", is_key=True,
        ),
        NewCommitment(
            RANK, CommitmentKind.RANK, "Thứ hạng", "766.total", Reading.RANK, Direction.DOWN, Decimal(10),
            period_key="2025-ytd", cohort_key="communes", unit_of_measure="hạng", decimals=0,
        ),
        NewCommitment(
            RATE, CommitmentKind.RATE, "Tỷ lệ giải quyết phản ánh", "rate.feedback", Reading.RATIO, Direction.UP,
            Decimal(95), period_kind="quarter", is_reported=True,
        ),
        NewCommitment(
            COUNT, CommitmentKind.COUNT, "Số cuộc đối thoại", "count.talks", Reading.SUM, Direction.UP, Decimal(4),
            period_kind="quarter", is_reported=True,
        ),
    )  # fmt: skip


def prepared(*codes: str) -> SimpleNamespace:
    """Load the province with unsigned agreements of some units; `agreements` maps unit codes."""
    scene = province()
    indicators = [
        Indicator(key="766.total", name="Điểm Chỉ số 766", unit_of_measure="điểm", definition="Tổng điểm năm nhóm"),
        Indicator(key="duty.plan", name="Kế hoạch", unit_of_measure="việc", decimals=0),
        Indicator(
            key="rate.feedback", name="Phản ánh", unit_of_measure="%", numerator_text="đã xử lý",
            denominator_text="đã nhận",
        ),
        Indicator(key="count.talks", name="Đối thoại", unit_of_measure="cuộc", decimals=0),
    ]  # fmt: skip
    Indicator.objects.bulk_create(indicators)
    spans = [
        ("2025", PeriodKind.YEAR, START, END),
        ("2025-ytd", PeriodKind.YEAR_TO_DATE, START, END),
        ("2025-q3", PeriodKind.QUARTER, date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-q4", PeriodKind.QUARTER, date(2025, 10, 1), END),
    ]
    ReportingPeriod.objects.bulk_create(
        ReportingPeriod(
            key=key, kind=kind, year=2025, first_day=first, last_day=last, closes_at=datetime(2026, 1, 10, tzinfo=UTC)
        )
        for key, kind, first, last in spans
    )
    programme = NewProgramme("cchc", "Kế hoạch CCHC 2021-2030", START, date(2030, 12, 31), ("Quyết định 766/QĐ-TTg",))
    programmes_load(rows=[programme], actor=LOADER, at=AT)
    agreements_load(rows=[agreement(code) for code in codes], actor=LOADER, at=AT)
    scene.agreements = dict(Agreement.objects.values_list("unit__code", "pk"))
    scene.periods = dict(ReportingPeriod.objects.values_list("key", "pk"))
    return scene


def agreement(code: str, *, tenure_day: date = DAY, first_day: date = date(2025, 7, 1)) -> NewAgreement:
    return NewAgreement(
        "cchc", code, tenure_day, 2025, f"{code}/CK-UBND", "Bản cam kết trách nhiệm", "Chủ tịch UBND tỉnh",
        first_day, END, date(2025, 10, 31), items(),
    )  # fmt: skip


def actor(scene: SimpleNamespace, name: str) -> Actor:
    return Actor(user_id=scene.ids[name], name=name)


def sign(scene: SimpleNamespace, code: str, name: str, **changes: object) -> object:
    call = {
        "agreement_id": scene.agreements[code],
        "user_id": scene.ids[name],
        "actor": actor(scene, name),
        "day": DAY,
        "at": AT,
        **changes,
    }
    return agreement_sign(**call)  # type: ignore[arg-type]


def signed(*codes: str) -> SimpleNamespace:
    """Load the province with agreements signed by their heads; `items` maps (code, number) to ids."""
    scene = prepared(*codes)
    for code in codes:
        sign(scene, code, f"head.{code.lower()}")
    scene.items = {(item.unit.code, item.number): item.pk for item in Commitment.objects.select_related("unit")}
    return scene


def pdf(name: str = "ke-hoach.pdf") -> NewEvidence:
    return NewEvidence(name, io.BytesIO(PDF))


def submit(scene: SimpleNamespace, number: int = DUTY, by: str = "head.lp", code: str = "LP", **changes: object) -> int:
    """Report on an item; a duty done on 1 October with its proof unless told otherwise."""
    call: dict[str, object] = {"narrative": "Đã ban hành kế hoạch.", "evidence": [pdf()], "day": DAY, "at": AT}
    if number == DUTY:
        call["done_on"] = date(2025, 10, 1)
    call |= {"commitment_id": scene.items[code, number], "user_id": scene.ids[by], "actor": actor(scene, by), **changes}
    return report_submit(**call)  # type: ignore[arg-type]
