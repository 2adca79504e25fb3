"""A fault that nobody foresaw costs one file, not the pull."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from commitments.indicators.models import Observation
from commitments.runs.models import RunState
from commitments.sources.checks.model import Context, Failure
from commitments.sources.connectors.folder import parse
from commitments.sources.connectors.table import Row
from commitments.sources.models import QuarantinedRow, RawSnapshot, SourceRun
from commitments.sources.services.pull import assess
from tests.commitments.sources.conftest import LONG_PHU, Drop, Pull, table

pytestmark = pytest.mark.django_db
HON_DAT = LONG_PHU.replace("470152", "471333")


@pytest.mark.parametrize("moment", ["9999-12-31T23:59Z", "0001-01-01T00:00Z", "9999-12-31T23:59-07:00"])
def test_a_moment_at_the_end_of_the_calendar_is_a_held_row(drop: Drop, pull: Pull, moment: str) -> None:
    drop("a.csv", table(LONG_PHU.replace("2025-10-11T13:01Z", moment), HON_DAT))
    drop("b.csv", table(LONG_PHU))
    run = pull()
    assert run.state == RunState.SUCCEEDED
    held = QuarantinedRow.objects.get()
    assert (held.row_number, held.column, held.check_code) == (2, "snapshot_utc", "moment_out_of_range")
    assert f"“{moment}” không hợp lệ" in held.message
    assert Observation.objects.count() == 16


def _faulty(*units: str, error: type[Exception] = OverflowError) -> Any:
    """Stand in for a check with a mistake: it breaks down when all these units are before it."""

    def check(rows: Sequence[Row], context: Context) -> Iterator[Failure]:
        if set(units) <= {row.unit_code for row in rows}:
            raise error("date value out of range")
        return iter(())

    return check


def test_a_file_that_no_check_can_judge_is_refused_and_the_others_count(
    drop: Drop, pull: Pull, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(assess, "ROW_CHECKS", (*assess.ROW_CHECKS, _faulty("471333")))
    drop("a.csv", table(LONG_PHU))
    drop("b.csv", table(HON_DAT))
    drop("c.csv", table(LONG_PHU.replace("470152", "470705")))
    run = pull()
    assert run.state == RunState.SUCCEEDED
    refused = RawSnapshot.objects.get(state="refused")
    assert refused.file_name == "b.csv"
    assert "OverflowError" in refused.refusal
    assert "Traceback" in caplog.text
    assert Observation.objects.count() == 16
    assert pull(key="next").result["files"] == 0


def test_files_that_cannot_be_judged_side_by_side_leave_the_first(
    drop: Drop, pull: Pull, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assess, "ROW_CHECKS", (*assess.ROW_CHECKS, _faulty("470152", "471333")))
    drop("a.csv", table(LONG_PHU))
    drop("b.csv", table(HON_DAT))
    drop("c.csv", table(LONG_PHU.replace("470152", "470705")))
    pull()
    assert dict(RawSnapshot.objects.values_list("file_name", "state")) == {
        "a.csv": "parsed",
        "b.csv": "refused",
        "c.csv": "parsed",
    }
    assert Observation.objects.count() == 16


@pytest.mark.parametrize(("units", "error"), [((), ValueError), (("470152",), OperationalError)])
def test_what_is_no_fault_of_a_file_refuses_none(
    drop: Drop, pull: Pull, monkeypatch: pytest.MonkeyPatch, units: tuple[str, ...], error: type[Exception]
) -> None:
    monkeypatch.setattr(assess, "ROW_CHECKS", (_faulty(*units, error=error),))
    drop("a.csv", table(LONG_PHU))
    with pytest.raises(error):
        pull()
    assert RawSnapshot.objects.get().state == ""


def test_a_file_that_breaks_its_reader_is_refused_and_the_others_count(
    drop: Drop, pull: Pull, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = parse.sheet_read

    def broken(sheet: Any, *, file_number: int, **rest: Any) -> Any:
        return (
            real(sheet, file_number=1 // (file_number - 1), **rest)
            if file_number == 1
            else real(sheet, file_number=file_number, **rest)
        )

    monkeypatch.setattr(parse, "sheet_read", broken)
    drop("a.csv", table(HON_DAT))
    drop("b.csv", table(LONG_PHU))
    run = pull()
    assert run.result["files_refused"] == 1
    assert "ZeroDivisionError" in RawSnapshot.objects.get(file_name="a.csv").refusal
    assert "Traceback" in caplog.text
    assert Observation.objects.count() == 8


def _remarks(run: Any) -> list[dict[str, Any]]:
    return list(SourceRun.objects.get(run=run).remarks)


def test_what_is_passed_over_is_named_once_and_with_every_pull_that_brings_files(
    drop: Drop, pull: Pull, tmp_path: Path
) -> None:
    good = drop("a.csv", table(LONG_PHU))
    (good.parent / "link.csv").symlink_to("/etc/passwd")
    os.mkfifo(good.parent / "pipe.csv")
    said = {"code": "passed_over", "details": {"count": "2", "files": "link.csv, pipe.csv"}, "file": 0}
    assert _remarks(pull(key="first")) == [said]
    assert _remarks(pull(key="nothing new")) == []
    (good.parent / "dir.xlsx").mkdir()
    changed = {**said, "details": {"count": "3", "files": "dir.xlsx, link.csv, pipe.csv"}}
    assert _remarks(pull(key="changed")) == [changed]
    assert _remarks(pull(key="nothing new again")) == []
    drop("b.csv", table(HON_DAT))
    assert _remarks(pull(key="new file")) == [changed]


def test_a_file_that_may_not_be_read_is_passed_over_and_the_others_count(
    drop: Drop, pull: Pull, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("a.csv", table(HON_DAT))
    drop("b.csv", table(LONG_PHU))
    real = Path.open

    def guarded(path: Path, *args: Any, **rest: Any) -> Any:
        if path.name == "a.csv":  # a test may run as root, whom no file mode stops
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **rest)

    monkeypatch.setattr(Path, "open", guarded)
    run = pull()
    assert [remark["details"]["files"] for remark in _remarks(run)] == ["a.csv"]
    assert Observation.objects.count() == 8
