"""What happens when a refresh loses its run, is interrupted, or runs beside others."""

import random
import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from commitments.audit.models import AuditEvent
from commitments.comparison.models import Standing
from commitments.comparison.services import observation_cutoff, refresh, standings_refresh
from commitments.indicators.models import Observation
from commitments.runs.models import Run, RunState
from commitments.runs.services import LeaseLost, run_claim
from tests.commitments.comparison.record import REAL, Figure, Record, at


def _rows() -> list[tuple[object, ...]]:
    names = [field.attname for field in Standing._meta.fields if field.name != "day"]
    return list(Standing.objects.order_by("pk").values_list(*names))


def _random_record(seed: int) -> tuple[Record, random.Random]:
    record, dice = Record(), random.Random(seed)  # noqa: S311  a reproducible record, not a secret
    for place in range(6):
        unit = record.unit(is_ranked=place != 5)
        for number in range(3):
            indicator = record.indicator(f"score{number}")
            direction = dice.choice(["up", "down"])
            record.commitment(unit, indicator=indicator, direction=direction, target=Decimal(dice.randint(1, 9)))
        record.commitment(unit, "rank", indicator=record.indicator("score0"), target=Decimal(2))
        record.commitment(unit, "sum", indicator=record.indicator("count"), target=Decimal(dice.randint(10, 40)))
        record.commitment(unit, "ratio", indicator=record.indicator("share"), target=Decimal(dice.randint(10, 90)))
        month = dice.choice(record.months[:9])
        record.commitment(unit, indicator=record.indicator("score1"), period=month, target=Decimal(5))
    record.sign(*record.units[:5])
    return record, dice


def _random_pull(record: Record, dice: random.Random, night: int) -> Run:
    known_at = at("2025-02-01") + timedelta(days=night * 40)
    figures = {}
    for _ in range(dice.randint(1, 12)):
        unit, key = dice.choice(record.units), dice.choice(["score0", "score1", "score2", "count", "share"])
        period = dice.choice([record.year, *record.months[:9]])
        share = {"numerator": str(dice.randint(0, 9)), "denominator": str(dice.randint(0, 9))}
        value = {"value": str(dice.randint(0, 9))}
        figures[unit.pk, key, period.pk] = Figure(
            unit,
            known_at=known_at,
            indicator=record.indicator(key),
            period=period,
            **(share if key == "share" else value),  # type: ignore[arg-type]
        )
    return record.pull(*figures.values())


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_refreshing_what_each_pull_touched_gives_what_a_full_refresh_gives(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "_CHUNK", {"sqlite": 7, "postgresql": 7})
    monkeypatch.setattr(refresh, "_STAND_ASIDE_SECONDS", 0)
    record, dice = _random_record(seed)
    record.refresh()
    for night in range(6):
        record.refresh(run=_random_pull(record, dice, night).pk)
    step_by_step = _rows()
    assert record.refresh()["changed"]["total"] == 0
    Standing.objects.all().delete()
    record.refresh()
    assert _rows() == step_by_step


@pytest.mark.django_db(transaction=True)
def test_a_refresh_that_lost_its_run_leaves_only_rows_that_the_next_one_confirms(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refresh, "_CHUNK", {"sqlite": 4, "postgresql": 4})
    record, dice = _random_record(1)
    _random_pull(record, dice, 1)
    run = record.run("standings_refresh", {"all": True})
    first = run_claim(run_id=run.pk, worker="slow", at=REAL)
    looks = 0

    def now_while_another_takes_over() -> object:
        nonlocal looks
        looks += 1
        if looks == 3:
            Run.objects.filter(pk=run.pk).update(attempt=2)
        return REAL

    with pytest.raises(LeaseLost):
        standings_refresh(
            run_id=run.pk,
            attempt=first,
            now=now_while_another_takes_over,  # type: ignore[arg-type]
            day=date(2025, 10, 15),
        )
    # The takeover above was rolled back with the chunk that found it; the other attempt is real from here on.
    Run.objects.filter(pk=run.pk).update(attempt=2)
    left = set(_rows())
    assert len(left) == (0 if connection.vendor == "postgresql" else 8)
    assert not AuditEvent.objects.filter(action="standings.refresh").exists()
    standings_refresh(run_id=run.pk, attempt=2, now=lambda: REAL, day=date(2025, 10, 15))
    assert left <= set(_rows())
    assert Run.objects.get(pk=run.pk).state == RunState.SUCCEEDED
    assert AuditEvent.objects.filter(action="standings.refresh").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_refresh_whose_last_step_fails_closes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    record, dice = _random_record(2)
    _random_pull(record, dice, 1)

    def refuse(**_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(refresh, "event_append", refuse)
    with pytest.raises(RuntimeError, match="disk"):
        record.refresh()
    assert Run.objects.get(kind="standings_refresh").state == RunState.RUNNING
    monkeypatch.undo()
    assert record.refresh()["affected"]["total"] == 35


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_cutoff_waits_for_figures_that_are_being_written() -> None:
    """A lower id that commits later must not slip in below the line."""
    if connection.vendor != "postgresql":
        pytest.skip("ids are handed out and committed one by one on SQLite")
    record = Record()
    unit = record.unit()
    written, go_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                record.pull(Figure(unit, "1"))
                written.set()
                go_on.wait(10)
        finally:
            connection.close()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    assert written.wait(10)
    threading.Timer(0.3, go_on.set).start()
    cutoff = observation_cutoff()
    writer.join()
    assert cutoff == Observation.objects.get().pk
