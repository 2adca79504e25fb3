"""A province with its real units and a source that watches a folder of its own."""

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import LazySettings

from commitments.indicators.services import indicator_ensure
from commitments.lib import clock
from commitments.lib.actors import system
from commitments.organization.models import Unit, UnitKind
from commitments.runs.models import Run
from commitments.runs.services import run_claim, run_enqueue
from commitments.sources.models import Source
from commitments.sources.services import source_ensure, source_pull

FIGURES = Path(__file__).resolve().parents[3] / "accountability/jobs/demo/data/766"
PROVINCE = "398126"
OCTOBER_11 = datetime(2025, 10, 11, 14, tzinfo=UTC)
OCTOBER_15 = datetime(2025, 10, 15, 3, tzinfo=UTC)
MOST = {
    "tdgq": 20,
    "mdhl": 18,
    "mdsh": 22,
    "tttt": 12,
    "clgq": 12,
    "ckmb": 18,
    "total": 100,
    "rank": None,
    "trend": 100,
}
HEADER = "snapshot_utc,period,unit_id,unit_name,agency_code,tdgq,mdhl,mdsh,tttt,clgq,ckmb,total,rank"
LONG_PHU = "2025-10-11T13:01Z,2025 year to date,470152,Long Phú,H01.113,19.87,18,20.82,8.48,8.16,18,93.33,1"


@pytest.fixture
def state(tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    settings.INBOX_DIR = tmp_path / "inbox"
    settings.RAW_DIR = tmp_path / "raw"
    yield tmp_path
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def province(db: None) -> None:
    """The province, its 15 departments and 102 communes, and the indicators of Decision 766."""
    units = {PROVINCE: "UBND tỉnh An Giang"}
    for name in ("an_giang_departments", "an_giang_communes"):
        with (FIGURES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            units |= {row["unit_id"]: row["unit_name"] for row in csv.DictReader(file)}
    Unit.objects.bulk_create(
        Unit(
            code=code,
            name=name,
            kind=UnitKind.PROVINCE if code == PROVINCE else UnitKind.COMMUNE,
            path=f"/{code}/",
            valid_from=date(2025, 7, 1),
        )
        for code, name in units.items()
    )
    for part, most in MOST.items():
        indicator_ensure(
            key=f"766.{part}",
            name=part,
            unit_of_measure="điểm",
            actor=system("test"),
            at=clock.now(),
            least=Decimal(0),
            most=None if most is None else Decimal(most),
        )


@pytest.fixture
def source(province: None, state: Path) -> Source:
    return source_ensure(
        key="an-giang",
        name="Cổng Dịch vụ công quốc gia",
        config={"tables": {"unit": {}, "trend": {"unit_code": PROVINCE}}},
        actor=system("test"),
        at=clock.now(),
    )


Drop = Callable[[str, str | bytes], Path]
Pull = Callable[..., Run]


@pytest.fixture
def drop(source: Source, state: Path) -> Drop:
    """Put a file into the source's folder."""

    def put(name: str, content: str | bytes) -> Path:
        path = state / "inbox" / source.key / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put


@pytest.fixture
def pull(source: Source) -> Pull:
    """Pull the source once, as a job does, and return the run afterwards."""

    def once(at: datetime = OCTOBER_11, key: str = "", settled: bool = True) -> Run:
        run = run_enqueue(
            key=key or f"source_pull:{source.key}@{at.isoformat()}",
            kind="source_pull",
            params={"source": source.key},
            intended_at=at,
            at=clock.now(),
        )
        attempt = run_claim(run_id=run.pk, worker="test", at=clock.now())
        assert attempt is not None
        source_pull(run_id=run.pk, attempt=attempt, now=clock.now, settled=settled)
        run.refresh_from_db()
        return run

    return once


def table(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def cut(name: str, snapshot: str) -> str:
    """Cut out of the project's own figures what the portal gave in one snapshot."""
    lines = (FIGURES / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()
    return "\n".join([lines[0], *(line for line in lines[1:] if line.startswith(snapshot))]) + "\n"


def drop_snapshot(drop: Drop, snapshot: str) -> None:
    for name in ("an_giang_communes", "an_giang_departments", "an_giang_trend"):
        drop(f"{snapshot[:10]}/{name}.csv", cut(name, snapshot))
