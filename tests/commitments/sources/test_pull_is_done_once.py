"""Killed anywhere, fired twice, taken over: the record is the same as after one quiet pull."""

import gzip
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from commitments.indicators.models import Indicator, Observation
from commitments.lib import clock
from commitments.runs.models import Run, RunState
from commitments.runs.services import LeaseLost, run_claim, run_enqueue, run_fail
from commitments.sources.models import QuarantinedRow, RawSnapshot, Source, SourceRun
from commitments.sources.services import UnableToPull, UnableToReadStored, snapshot_open, snapshot_replay, source_pull
from commitments.sources.services.pull import effect
from tests.commitments.sources.conftest import LONG_PHU, OCTOBER_15, Drop, Pull, cut, table

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """Nobody catches it, as nobody catches SIGKILL."""


def _claimed(source: Source, key: str = "one") -> tuple[int, int]:
    run = run_enqueue(
        key=key, kind="source_pull", params={"source": source.key}, intended_at=OCTOBER_15, at=clock.now()
    )
    Run.objects.filter(pk=run.pk, state=RunState.RUNNING).update(lease_until=clock.now() - timedelta(seconds=1))
    attempt = run_claim(run_id=run.pk, worker="test", at=clock.now())
    assert attempt is not None
    return run.pk, attempt


def _work(claimed: tuple[int, int]) -> None:
    source_pull(run_id=claimed[0], attempt=claimed[1], now=clock.now, settled=True)


def _record() -> list[tuple[Any, ...]]:
    observations = Observation.objects.order_by("unit__code", "indicator__key", "period__key", "known_at")
    return list(
        observations.values_list(
            "unit__code", "indicator__key", "period__key", "value", "known_at", "file_number", "row_number", "flags"
        )
    )


@pytest.fixture
def dropped(drop: Drop) -> Drop:
    drop("a.csv", cut("an_giang_communes", "2025"))
    drop("b.csv", cut("an_giang_trend", "2025"))
    drop("c.csv", table(LONG_PHU.replace("470152", "1"), LONG_PHU.replace("470152", "2")))
    return drop


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effect, "CHUNK", 300)
    monkeypatch.setattr(effect, "_HELD_CHUNK", 1)


def _killed_after(monkeypatch: pytest.MonkeyPatch, moves: int) -> Iterator[None]:
    """Let the process die before its n-th chunk."""
    real = effect.observations_append
    left = iter(range(moves))

    def append(**kwargs: Any) -> int:
        if next(left, None) is None:
            raise Killed
        return real(**kwargs)

    monkeypatch.setattr(effect, "observations_append", append)
    yield
    monkeypatch.setattr(effect, "observations_append", real)


@pytest.mark.parametrize("moves", [0, 1, 3, 5])
def test_a_pull_killed_between_its_chunks_ends_the_same_on_the_next_attempt(
    dropped: Drop, source: Source, small_chunks: None, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    killing = _killed_after(monkeypatch, moves)
    next(killing)
    with pytest.raises(Killed):
        _work(_claimed(source))
    assert Observation.objects.count() == 300 * moves
    assert not SourceRun.objects.exists()
    next(killing, None)
    _work(_claimed(source))
    run = Run.objects.get(key="one")
    assert (run.state, run.attempt) == (RunState.SUCCEEDED, 2)
    assert run.result["observations"] == 204 * 8 + 14 == Observation.objects.count()
    assert QuarantinedRow.objects.count() == 2
    interrupted = _record()
    assert interrupted == _undisturbed(source)


def _undisturbed(source: Source) -> list[tuple[Any, ...]]:
    """What the same files give in one go: computed from the kept bytes by a second source."""
    twin = Source.objects.create(key="twin", name="twin", kind=source.kind, config=source.config)
    inbox = Path(settings.INBOX_DIR)
    (inbox / source.key).rename(inbox / "twin")
    with transaction.atomic():
        # Without the first source's figures the twin sees everything as new.
        run = Run.objects.get(key="one")
        with connection.cursor() as cursor:
            _guards_drop(cursor)
            cursor.execute("DELETE FROM indicators_observation WHERE run_id = %s", [run.pk])
    _work(_claimed(twin, key="two"))
    return _record()


def _guards_drop(cursor: Any) -> None:
    on_table = " ON indicators_observation" if connection.vendor == "postgresql" else ""
    cursor.execute(f"DROP TRIGGER IF EXISTS guard_indicators_observation_delete{on_table}")


def test_a_slow_twin_that_lost_its_lease_writes_nothing(dropped: Drop, source: Source) -> None:
    slow = _claimed(source)
    quick = _claimed(source)
    _work(quick)
    before = _record()
    with pytest.raises(LeaseLost):
        _work(slow)
    assert _record() == before
    assert RawSnapshot.objects.count() == 3


def test_the_same_content_under_another_name_is_taken_once(drop: Drop, pull: Pull) -> None:
    drop("a.csv", table(LONG_PHU))
    drop("copy/of-a.csv", table(LONG_PHU))
    assert pull().result["files"] == 1
    drop("later.csv", table(LONG_PHU))
    assert pull(key="again").result["files"] == 0
    assert Observation.objects.count() == 8


def test_a_table_dropped_again_with_one_more_row_adds_only_that_row(drop: Drop, pull: Pull) -> None:
    drop("a.csv", table(LONG_PHU))
    pull()
    drop("b.csv", table(LONG_PHU, LONG_PHU.replace("470152", "471333")))
    run = pull(key="again")
    assert run.result["observations"] == 8
    assert run.result["warned_by"] == {}
    assert Observation.objects.count() == 16


def test_another_value_for_the_same_moment_is_added_as_a_correction(drop: Drop, pull: Pull) -> None:
    drop("a.csv", table(LONG_PHU))
    pull()
    drop("b.csv", table(LONG_PHU.replace("93.33", "93.34")))
    run = pull(key="again")
    (corrected,) = Observation.objects.filter(run=run)
    assert (str(corrected.value), corrected.flags) == ("93.3400", "corrected")


def test_files_of_a_failed_pull_are_read_by_the_next_one(drop: Drop, pull: Pull, source: Source) -> None:
    drop("a.csv", table(LONG_PHU))
    Indicator.objects.filter(key="766.total").update(key="766.hidden")
    run_id, attempt = _claimed(source)
    with pytest.raises(UnableToPull, match=r"766\.total"):
        source_pull(run_id=run_id, attempt=attempt, now=clock.now, settled=True)
    run_fail(run_id=run_id, attempt=attempt, at=clock.now(), error="x", permanent=True)
    Indicator.objects.filter(key="766.hidden").update(key="766.total")
    assert pull(key="next").result["observations"] == 8


def test_bytes_kept_by_a_failed_pull_are_read_by_the_next_one_though_the_drop_is_gone(
    drop: Drop, pull: Pull, source: Source, monkeypatch: pytest.MonkeyPatch, small_chunks: None
) -> None:
    path = drop("a.csv", cut("an_giang_communes", "2025"))
    run_id, attempt = _claimed(source)
    killing = _killed_after(monkeypatch, 2)
    next(killing)
    with pytest.raises(Killed):
        source_pull(run_id=run_id, attempt=attempt, now=clock.now, settled=True)
    next(killing, None)
    run_fail(run_id=run_id, attempt=attempt, at=clock.now(), error="x", permanent=True)
    path.unlink()
    run = pull(OCTOBER_15, key="next")
    assert run.result["observations"] == 204 * 8 - 600
    assert Observation.objects.count() == 204 * 8
    states = dict(RawSnapshot.objects.values_list("run_id", "state"))
    assert states == {run_id: "abandoned", run.pk: "parsed"}


def test_kept_bytes_give_the_same_rows_again(drop: Drop, pull: Pull) -> None:
    path = drop("a.csv", table(LONG_PHU, "bad"))
    pull()
    path.unlink()
    snapshot = RawSnapshot.objects.get()
    once, again = snapshot_replay(snapshot_id=snapshot.pk), snapshot_replay(snapshot_id=snapshot.pk)
    assert once == again
    assert [row.number for row in once.rows] == [2]
    kept = Path(settings.RAW_DIR) / snapshot.stored_path
    assert hashlib.sha256(gzip.decompress(kept.read_bytes())).hexdigest() == snapshot.sha256
    kept.write_bytes(gzip.compress(b"something else"))
    with pytest.raises(UnableToReadStored):
        snapshot_replay(snapshot_id=snapshot.pk)


def test_kept_bytes_are_handed_out_whole_or_not_at_all(drop: Drop, pull: Pull) -> None:
    path = drop("a.csv", table(LONG_PHU))
    pull()
    snapshot = RawSnapshot.objects.get()
    with snapshot_open(snapshot_id=snapshot.pk) as file:
        assert file.read() == path.read_bytes()
    kept = Path(settings.RAW_DIR) / snapshot.stored_path
    packed = kept.read_bytes()
    for broken in (gzip.compress(b"other"), packed[:12] + b"\xff" * 40 + packed[52:], packed[:-9], b"no archive"):
        kept.write_bytes(broken)
        with pytest.raises(UnableToReadStored):
            snapshot_open(snapshot_id=snapshot.pk)
        with pytest.raises(UnableToReadStored):
            snapshot_replay(snapshot_id=snapshot.pk)
    kept.unlink()
    with pytest.raises(UnableToReadStored):
        snapshot_open(snapshot_id=snapshot.pk)
