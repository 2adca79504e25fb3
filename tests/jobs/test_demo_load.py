"""The demonstration, loaded through the command that `make run` uses."""

from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commitments.agreements.models import Agreement, AgreementState, Commitment
from commitments.audit.models import AuditEvent
from commitments.comparison.models import Standing
from commitments.indicators.models import Observation
from commitments.organization.models import UnitKind
from commitments.recommendations.models import Recommendation
from commitments.runs.models import Run, RunState
from commitments.sources.models import SourceRun

FIRST = datetime(2025, 10, 11, 13, 1, tzinfo=UTC)


def _load() -> str:
    out = StringIO()
    call_command("demo_load", stdout=out)
    return out.getvalue()


def _state_below(settings: Any, folder: Path) -> None:
    for name in ("INBOX_DIR", "RAW_DIR", "EVIDENCE_DIR", "EXPORT_DIR"):
        setattr(settings, name, folder / name.lower())
    settings.STATE_DIR = folder


def _total_before(unit_id: int) -> Decimal | None:
    return Observation.objects.get(
        unit_id=unit_id, indicator__key="766.total", period__key="2025-ytd", known_at=FIRST
    ).value


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_is_whole_and_loads_once(settings: Any, tmp_path: Path) -> None:
    _state_below(settings, tmp_path)
    _load()

    assert Agreement.objects.filter(state=AgreementState.SIGNED).count() == 117
    assert Agreement.objects.get(state=AgreementState.READY).unit.name == "UBND phường Rạch Giá"
    assert [row.rows_in for row in SourceRun.objects.order_by("run_id")] == [192, 192]
    assert not Run.objects.exclude(state=RunState.SUCCEEDED).exists()

    # On 15 October the departments' table was about the month: none of their year-to-date figures may move.
    totals = Standing.objects.filter(commitment__number=1).select_related("commitment__unit")
    moved = {UnitKind.DEPARTMENT: 0, "communes": 0}
    for standing in totals.exclude(commitment__unit__kind=UnitKind.PROVINCE):
        unit = standing.commitment.unit
        kind = UnitKind.DEPARTMENT if unit.kind == UnitKind.DEPARTMENT else "communes"
        moved[kind] += standing.value != _total_before(unit.pk)
    # 94 of 102 communes moved; the one that has not signed has no standing, and its total had moved too.
    assert moved == {UnitKind.DEPARTMENT: 0, "communes": 93}

    closed = {
        item.period.key: (item.standing.closing_value, item.standing.value, item.standing.closing_state)
        for item in Commitment.objects.filter(unit__code="398126", period__key__in=["2025-09", "2025-q2"])
    }
    assert closed == {
        "2025-09": (Decimal("74.5"), Decimal("74.7"), "missed"),
        "2025-q2": (Decimal(40), Decimal(52), "missed"),
    }
    assert Recommendation.objects.filter(calls_review=True).values_list("unit__name", flat=True)[0] == "UBND xã An Minh"

    before = (AuditEvent.objects.count(), Observation.objects.count(), Run.objects.count())
    assert "đã có sẵn" in _load()
    assert before == (AuditEvent.objects.count(), Observation.objects.count(), Run.objects.count())


@pytest.mark.django_db
def test_a_real_installation_refuses_the_demonstration(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="hệ thống thật"):
        _load()
