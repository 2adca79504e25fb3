"""A small province: signed agreements, figures with their files, two heads in one unit. Made through the services."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from commitments.accounts.models import User
from commitments.agreements.models import Agreement, CommitmentKind, Direction, Reading
from commitments.agreements.services import (
    NewAgreement,
    NewCommitment,
    NewProgramme,
    agreement_sign,
    agreements_load,
    programmes_load,
)
from commitments.indicators.models import Indicator, ReportingPeriod
from commitments.indicators.services import NewObservation, indicator_ensure, observations_append, periods_ensure
from commitments.lib.actors import Actor, system
from commitments.organization.models import Unit, UnitKind
from commitments.organization.services import cohorts_load, memberships_load, tenures_load, units_load
from commitments.organization.services.rows import NewCohort, NewMembership, NewTenure, NewUnit
from commitments.recommendations.models import IssueBatch
from commitments.recommendations.services import recommendations_issue
from commitments.runs.models import Run, RunState
from commitments.runs.services import run_claim, run_enqueue
from commitments.sources.models import RawSnapshot, SnapshotState, Source, SourceRun

YEAR = 2025
DAY = date(2025, 10, 15)
LOADED = datetime(2025, 1, 20, 2, tzinfo=UTC)
SIGNED = datetime(2025, 1, 25, 2, tzinfo=UTC)
PULLED = datetime(2025, 10, 11, 2, tzinfo=UTC)
ISSUED = datetime(2025, 10, 15, 3, 4, 5, tzinfo=UTC)
LOADER = system("test")
MANAGER = Actor(user_id=77, name="Trưởng phòng CCHC", role="manager")

UNITS = (
    ("so-a", "Sở An ninh mạng", UnitKind.DEPARTMENT, "departments", "92.5"),
    ("so-d", "Sở Đất đai", UnitKind.DEPARTMENT, "departments", "88"),
    ("xa-1", "Xã Bình Minh", UnitKind.COMMUNE, "communes", "71.25"),
)


@dataclass(frozen=True, slots=True)
class Province:
    units: dict[str, Unit]
    indicators: dict[str, int]
    periods: dict[str, int]


def province_make(*, names: dict[str, str] | None = None) -> Province:
    """Three units with four commitments each; the head of `so-d` changed on 1 July. All agreements are signed."""
    named = names or {}
    _units(named)
    indicators = _indicators()
    periods = periods_ensure(YEAR)
    _agreements(named)
    province = Province({unit.code: unit for unit in Unit.objects.all()}, indicators, periods)
    figures_pull(province, {code: Decimal(total) for code, _, _, _, total in UNITS}, known_at=PULLED)
    return province


def _units(named: dict[str, str]) -> None:
    start = date(2024, 1, 1)
    root = NewUnit("tinh", "Tỉnh thử nghiệm", UnitKind.PROVINCE, start)
    units_load(
        rows=[root, *(NewUnit(c, named.get(c, n), k, start, parent_code="tinh") for c, n, k, _, _ in UNITS)],
        actor=LOADER,
        at=LOADED,
    )
    cohorts_load(
        rows=[NewCohort("departments", "Các sở, ban, ngành", 1), NewCohort("communes", "Các xã, phường", 2)],
        actor=LOADER,
        at=LOADED,
    )
    memberships_load(
        rows=[NewMembership(group, code, start) for code, _, _, group, _ in UNITS], actor=LOADER, at=LOADED
    )
    for code, _, _, _, _ in UNITS:
        User.objects.create_user(f"head-{code}", full_name=f"Thủ trưởng {code}")
    tenures = [
        NewTenure("so-a", start, "Giám đốc Sở A", "Giám đốc Sở An ninh mạng", "head-so-a"),
        NewTenure("so-d", start, "Giám đốc cũ", "Giám đốc Sở Đất đai", "head-so-d", date(2025, 6, 30)),
        NewTenure("so-d", date(2025, 7, 1), "Giám đốc mới", "Giám đốc Sở Đất đai"),
        NewTenure("xa-1", start, "Chủ tịch xã", "Chủ tịch UBND xã Bình Minh", "head-xa-1"),
    ]
    tenures_load(rows=tenures, actor=LOADER, at=LOADED)


def _indicators() -> dict[str, int]:
    wanted = (("total", "Tổng điểm", "điểm", 2), ("late", "Hồ sơ trễ hạn", "hồ sơ", 0), ("duty", "Kế hoạch", "", 0))
    for key, name, measure, decimals in wanted:
        indicator_ensure(key=key, name=name, unit_of_measure=measure, decimals=decimals, actor=LOADER, at=LOADED)
    return dict(Indicator.objects.values_list("key", "pk"))


def _agreements(named: dict[str, str]) -> None:
    frame = NewProgramme("2021-2025", "Chương trình CCHC 2021-2025", date(2021, 1, 1), date(2025, 12, 31))
    programmes_load(rows=[frame], actor=LOADER, at=LOADED)
    rows = [_agreement(number, code, group, named) for number, (code, _, _, group, _) in enumerate(UNITS, 1)]
    agreements_load(rows=rows, actor=LOADER, at=LOADED)
    for agreement in Agreement.objects.select_related("tenure__leader"):
        user = agreement.tenure.leader.user
        assert user is not None
        actor = Actor(user.pk, user.full_name, "head")
        agreement_sign(agreement_id=agreement.pk, user_id=user.pk, actor=actor, day=date(2025, 1, 25), at=SIGNED)


def _agreement(number: int, code: str, group: str, named: dict[str, str]) -> NewAgreement:
    year = {"period_key": f"{YEAR}-ytd"}
    items = (
        NewCommitment(
            1, CommitmentKind.SCORE, named.get("score", "Tổng điểm chỉ số phục vụ"), "total", Reading.LATEST,
            Direction.UP, Decimal(80), is_key=True, **year,
        ),
        NewCommitment(
            2, CommitmentKind.RANK, "Thứ hạng trong nhóm", "total", Reading.RANK, Direction.DOWN, Decimal(1),
            cohort_key=group, decimals=0, **year,
        ),
        NewCommitment(
            3, CommitmentKind.COUNT, "Hồ sơ trễ hạn", "late", Reading.SUM, Direction.DOWN, Decimal(10),
            period_kind="month",
        ),
        NewCommitment(
            4, CommitmentKind.DUTY, "Ban hành kế hoạch CCHC", "duty", Reading.DUTY, Direction.UP, Decimal(1),
            is_reported=True, due_date=date(2025, 3, 31), **year,
        ),
    )  # fmt: skip
    return NewAgreement(
        programme_key="2021-2025",
        unit_code=code,
        tenure_day=date(2025, 1, 25),
        year=YEAR,
        number=f"{number:02}/CK",
        title="Bản cam kết CCHC năm 2025",
        counterparty="Chủ tịch UBND tỉnh",
        first_day=date(2025, 1, 1),
        last_day=date(2025, 12, 31),
        due_date=date(2025, 2, 28),
        commitments=items,
    )


def figures_pull(province: Province, totals: dict[str, Decimal], *, known_at: datetime) -> Run:
    """Record a pull as its job leaves it: run, source, the bytes on the disk, and the figures."""
    stamp = f"{known_at:%Y%m%d%H%M}"
    source, _ = Source.objects.get_or_create(key="portal", defaults={"name": "Cổng Dịch vụ công", "kind": "folder"})
    run = run_enqueue(
        key=f"pull:{stamp}", kind="source_pull", params={"source": "portal"}, intended_at=known_at, at=known_at
    )
    content = "\n".join(["code,total", *(f"{code},{total}" for code, total in totals.items())]).encode()
    stored = f"{stamp}.csv.gz"
    settings.RAW_DIR.mkdir(parents=True, exist_ok=True)
    (settings.RAW_DIR / stored).write_bytes(gzip.compress(content, mtime=0))
    with transaction.atomic():
        RawSnapshot.objects.create(
            source=source, run=run, number=1, file_name=f"bang-{stamp}.csv", sha256=hashlib.sha256(content).hexdigest(),
            size=len(content), stored_path=stored, received_at=known_at, state=SnapshotState.PARSED,
        )  # fmt: skip
        added = observations_append(rows=_figures(province, totals, known_at), run_id=run.pk, recorded_at=known_at)
        SourceRun.objects.create(
            run=run, source=source, files=1, rows_in=len(totals), rows_accepted=len(totals), observations=added
        )
        Run.objects.filter(pk=run.pk).update(state=RunState.SUCCEEDED, started_at=known_at, finished_at=known_at)
    return run


def _figures(province: Province, totals: dict[str, Decimal], known_at: datetime) -> list[NewObservation]:
    rows = []
    for line, (code, total) in enumerate(totals.items(), 2):
        unit_id = province.units[code].pk
        for key, period, value in (
            ("total", f"{YEAR}-ytd", total),
            ("late", f"{YEAR}-01", Decimal(3)),
            ("late", f"{YEAR}-02", Decimal(4)),
        ):
            rows.append(
                NewObservation(
                    unit_id=unit_id,
                    indicator_id=province.indicators[key],
                    period_id=province.periods[period],
                    value=value,
                    numerator=None,
                    denominator=None,
                    known_at=known_at,
                    file_number=1,
                    row_number=line,
                )
            )
    return rows


def periods_close(*, at: datetime) -> None:
    """Close every period at a moment, as after the end of the year."""
    ReportingPeriod.objects.update(closes_at=at)


def issue(*, day: date = DAY, at: datetime = ISSUED) -> IssueBatch:
    """Issue the year as its job does."""
    run = run_enqueue(
        key=f"recommendations:{at.isoformat()}",
        kind="recommendations_issue",
        params={"year": YEAR},
        intended_at=at,
        at=at,
    )
    attempt = run_claim(run_id=run.pk, worker="test", at=at)
    assert attempt is not None
    return recommendations_issue(year=YEAR, run_id=run.pk, attempt=attempt, day=day, now=lambda: at, actor=MANAGER)
