from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from commitments.indicators import services
from commitments.indicators.models import Indicator, Observation, PeriodKind, ReportingPeriod
from commitments.indicators.services import NewObservation, observations_append, periods_ensure
from commitments.lib import clock
from commitments.lib.fields import ExactValueError
from commitments.organization.models import Unit, UnitKind
from commitments.runs.models import Run
from commitments.runs.services import run_enqueue
from scoring.periods import Period, tiles

NOW = datetime(2025, 10, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_months_and_quarters_tile_the_year_and_close_after_it_in_viet_nam() -> None:
    keys = periods_ensure(2025)
    assert len(keys) == 1 + 4 + 12
    for kind in (PeriodKind.MONTH, PeriodKind.QUARTER):
        periods = ReportingPeriod.objects.filter(kind=kind)
        spans = [Period(period.first_day, period.last_day) for period in periods]
        assert tiles(spans)
        assert (min(spans).first_day, max(spans).last_day) == (date(2025, 1, 1), date(2025, 12, 31))
    september = ReportingPeriod.objects.get(key="2025-09")
    assert september.last_day == date(2025, 9, 30)
    assert september.closes_at == datetime(2025, 10, 5, 17, tzinfo=UTC)
    assert ReportingPeriod.objects.get(key="2025-ytd").closes_at == datetime(2026, 1, 5, 17, tzinfo=UTC)


@pytest.mark.django_db
def test_a_period_with_days_of_its_own_is_left_alone() -> None:
    ReportingPeriod.objects.create(
        key="2025-09",
        kind=PeriodKind.MONTH,
        year=2025,
        number=9,
        first_day=date(2025, 8, 15),
        last_day=date(2025, 9, 14),
        closes_at=NOW,
    )
    assert periods_ensure(2025) == periods_ensure(2025)
    assert ReportingPeriod.objects.get(key="2025-09").first_day == date(2025, 8, 15)
    assert ReportingPeriod.objects.count() == 17


@pytest.fixture
def run(db: None) -> Run:
    return run_enqueue(key="r", kind="test", params={}, intended_at=NOW, at=NOW)


@pytest.fixture
def rows(run: Run) -> list[NewObservation]:
    indicator = Indicator.objects.create(key="i", name="i", unit_of_measure="điểm")
    period_id = periods_ensure(2025)["2025-ytd"]
    Unit.objects.bulk_create(
        Unit(code=str(n), name=str(n), kind=UnitKind.COMMUNE, path=f"/{n}/", valid_from=date(2025, 1, 1))
        for n in range(50)
    )
    return [
        NewObservation(
            unit_id=unit.pk,
            indicator_id=indicator.pk,
            period_id=period_id,
            value=Decimal("19.8701"),
            numerator=None,
            denominator=Decimal(3),
            known_at=NOW,
            file_number=1,
            row_number=number,
            flags="unchanged",
        )
        for number, unit in enumerate(Unit.objects.order_by("id"), start=2)
    ]


@pytest.fixture(params=[1, 10_000], ids=["copy where there is one", "plain"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_COPY_FROM", request.param)


def _append(rows: list[NewObservation], run: Run) -> int:
    with transaction.atomic():
        return observations_append(rows=rows, run_id=run.pk, recorded_at=clock.now())


def test_observations_are_added_once_by_either_way(rows: list[NewObservation], run: Run, way: None) -> None:
    assert _append(rows[:30], run) == 30
    assert _append(rows, run) == 20
    assert _append(rows, run) == 0
    stored = Observation.objects.order_by("row_number")[0]
    assert (stored.value, stored.numerator, stored.denominator) == (Decimal("19.8701"), None, Decimal(3))
    assert (stored.known_at, stored.flags, stored.file_number, stored.row_number) == (NOW, "unchanged", 1, 2)


def test_a_value_that_would_lose_a_digit_is_refused_by_either_way(
    rows: list[NewObservation], run: Run, way: None
) -> None:
    fields: dict[str, Any] = {name: getattr(rows[0], name) for name in NewObservation.__dataclass_fields__}
    with pytest.raises(ExactValueError):
        _append([NewObservation(**{**fields, "value": Decimal("0.00001")})], run)
    assert not Observation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_observations_outside_a_transaction_are_refused(rows: list[NewObservation], run: Run) -> None:
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError):
        observations_append(rows=rows, run_id=run.pk, recorded_at=NOW)
