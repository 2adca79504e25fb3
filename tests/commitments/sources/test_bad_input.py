"""Whatever comes in, the pull ends well, says what was wrong in words, and keeps the rest."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from commitments.indicators.models import Observation
from commitments.runs.models import RunState
from commitments.sources.connectors.folder import fetch
from commitments.sources.models import QuarantinedRow, RawSnapshot, Source, SourceRun
from tests.commitments.sources.conftest import LONG_PHU, OCTOBER_15, Drop, Pull, table
from tests.connectors.folder import hostile

pytestmark = pytest.mark.django_db
HON_DAT = "2025-10-11T13:01Z,2025 year to date,471333,Hòn Đất,H01.164,19.85,18,20.73,8.55,8.1,18,93.23,2"


def _held() -> list[tuple[int, str, str]]:
    return list(QuarantinedRow.objects.values_list("row_number", "column", "check_code"))


@pytest.mark.parametrize(
    ("bad", "column", "code", "word"),
    [
        (HON_DAT.replace("471333", "999999"), "unit_id", "unit_unknown", "999999"),
        (HON_DAT.replace("471333", ""), "unit_id", "field_missing", "unit_id"),
        (
            HON_DAT.replace("2025 year", "2024 year").replace("2025-10-11", "2025-06-11"),
            "unit_id",
            "unit_not_valid",
            "11/06/2025",
        ),
        (HON_DAT.replace("2025 year", "2031 year"), "period", "period_unknown", "2031-ytd"),
        (HON_DAT.replace("2025 year to date", "2025-11 to date"), "period", "period_in_future", "2025-11"),
        (HON_DAT.replace("2025-10-11", "2025-10-13"), "snapshot_utc", "moment_in_future", "13/10/2025"),
        (HON_DAT.replace("2025-10-11", "2025-02-30"), "snapshot_utc", "moment_does_not_exist", "2025-02-30"),
        (HON_DAT.replace("19.85", "21"), "tdgq", "value_out_of_range", "20"),
        (HON_DAT.replace("19.85", "cao"), "tdgq", "number_unreadable", "cao"),
        (HON_DAT.replace("93.23", ""), "total", "field_missing", "total"),
    ],
)
def test_a_bad_row_is_held_back_with_its_reason_and_the_others_count(
    drop: Drop, pull: Pull, bad: str, column: str, code: str, word: str
) -> None:
    drop("a.csv", table(LONG_PHU, bad))
    run = pull()
    assert run.state == RunState.SUCCEEDED
    assert _held() == [(3, column, code)]
    held = QuarantinedRow.objects.get()
    assert word in held.message
    assert held.content["unit_name"] == "Hòn Đất"
    brought = SourceRun.objects.get(run=run)
    assert (brought.rows_in, brought.rows_accepted, brought.rows_quarantined) == (2, 1, 1)
    assert brought.observations == 8


def test_a_repeated_row_stands_once(drop: Drop, pull: Pull) -> None:
    drop("a.csv", table(LONG_PHU, HON_DAT, LONG_PHU))
    pull()
    assert _held() == [(4, "", "row_repeated")]
    assert Observation.objects.count() == 16


def test_rows_that_contradict_each_other_are_both_held_back(drop: Drop, pull: Pull) -> None:
    drop("a.csv", table(LONG_PHU, HON_DAT))
    drop("b.csv", table(LONG_PHU.replace("93.33", "93.34")))
    pull()
    assert _held() == [(2, "", "row_contradicts"), (2, "", "row_contradicts")]
    assert Observation.objects.count() == 8


def test_the_same_table_as_csv_and_as_workbook_is_written_once(drop: Drop, pull: Pull) -> None:
    drop("a.csv", table(LONG_PHU))
    cells: list[object] = [
        float(cell) if "." in cell[:3] and cell[0].isdigit() else cell for cell in LONG_PHU.split(",")
    ]
    drop("b.xlsx", hostile.workbook([table().strip().split(","), cells]))
    run = pull()
    assert Observation.objects.count() == 8
    assert not QuarantinedRow.objects.exists()
    assert run.result["warned_by"] == {"repeated_elsewhere": 1}


def test_a_blank_part_is_remarked_and_the_row_kept(drop: Drop, pull: Pull) -> None:
    drop("a.csv", table(LONG_PHU.replace("20.82", "")))
    run = pull()
    assert Observation.objects.count() == 7
    assert set(Observation.objects.values_list("flags", flat=True)) == {"part_missing"}
    assert SourceRun.objects.get(run=run).rows_warned == 1


def test_parts_that_do_not_add_up_are_remarked_and_kept(drop: Drop, pull: Pull) -> None:
    drop("a.csv", table(LONG_PHU.replace("93.33", "93.36"), HON_DAT.replace("93.23", "93.25")))
    run = pull()
    assert run.result["warned_by"] == {"parts_differ": 1}
    assert Observation.objects.count() == 16


def test_half_a_table_is_remarked_on_the_run(drop: Drop, pull: Pull) -> None:
    drop("a.csv", table(LONG_PHU, HON_DAT, HON_DAT.replace("471333", "470705")))
    pull()
    drop("b.csv", table(LONG_PHU.replace("2025-10-11", "2025-10-15")))
    run = pull(OCTOBER_15)
    assert [remark["code"] for remark in SourceRun.objects.get(run=run).remarks] == ["row_count_far"]


def test_a_refused_file_does_not_stop_the_others(drop: Drop, pull: Pull) -> None:
    drop("a.xlsx", hostile.two_far_cells())
    drop("b.csv", b"\x89PNG\0")
    drop("c.csv", table(LONG_PHU))
    drop("d.csv", "một,hai\n1,2\n")
    run = pull()
    assert run.state == RunState.SUCCEEDED
    assert run.result["files_refused"] == 3
    assert _held() == [(0, "", "too_many_rows"), (0, "", "not_a_table"), (0, "", "header_unknown")]
    refused = RawSnapshot.objects.filter(state="refused")
    assert {snapshot.file_name for snapshot in refused} == {"a.xlsx", "b.csv", "d.csv"}
    assert all(snapshot.refusal and snapshot.stored_path for snapshot in refused)
    assert Observation.objects.count() == 8


def test_a_file_of_300_megabytes_is_refused_by_its_size_without_being_kept(
    drop: Drop, pull: Pull, state: Path, settings: LazySettings
) -> None:
    path = drop("big.csv", b"")
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    drop("a.csv", table(LONG_PHU))
    run = pull()
    big = RawSnapshot.objects.get(file_name="big.csv")
    assert (big.state, big.stored_path, big.size) == ("refused", "", 300 * 1024 * 1024)
    assert "300" in big.refusal
    assert _held() == [(0, "", "file_too_large")]
    assert run.result["observations"] == 8
    assert pull(key="again").result["files"] == 0
    assert path.exists()


def test_long_words_of_a_hostile_cell_are_cut_before_they_are_stored(drop: Drop, pull: Pull) -> None:
    drop("a.csv", table(LONG_PHU.replace("19.87", "x" * 30_000)))
    pull()
    held = QuarantinedRow.objects.get()
    assert len(held.message) < 700
    assert len(held.content["tdgq"]) < 600


def test_nothing_is_moved_or_removed_from_the_inbox(drop: Drop, pull: Pull, state: Path, source: Source) -> None:
    names = {"good.csv": table(LONG_PHU), "bad.xlsx": "no workbook", "half.csv.part": "x"}
    for name, content in names.items():
        drop(name, content)
    pull()
    assert {path.name for path in (state / "inbox" / source.key).iterdir()} == set(names)


def test_a_file_that_is_still_being_written_is_named_and_left_for_the_next_pull(
    drop: Drop, pull: Pull, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("whole.csv", table(LONG_PHU))
    drop("half.csv", table(HON_DAT)[:90])
    monkeypatch.setattr(fetch.time, "sleep", lambda _seconds: drop("half.csv", table(HON_DAT)))
    run = pull(settled=False)
    assert run.result["observations"] == 8
    remarks = SourceRun.objects.get(run=run).remarks
    assert [(remark["code"], remark["details"]) for remark in remarks] == [("file_still_growing", {"file": "half.csv"})]
    assert pull(key="again").result["observations"] == 8
