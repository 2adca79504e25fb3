"""Sources, schedules and runs: what people read about them, and the buttons."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accountability.jobs.execute import run_execute
from accountability.web.jobs.presenters import health_of, source_of
from accountability.web.jobs.runs import pace
from accountability.web.jobs.words import schedule_words, took
from commitments.indicators.services import indicator_ensure
from commitments.runs.models import Run, RunState, ScheduleState
from commitments.runs.selectors import HealthReading, RunRow, run_row
from commitments.sources.models import RawSnapshot
from commitments.sources.selectors import source_rows
from tests.web import world as worlds
from tests.web.issue import SCHEDULE, SOURCE, issued
from tests.web.query_baseline import counted
from tests.web.world import World

pytestmark = pytest.mark.django_db
PAGE = "/nguon-so-lieu/"
KEYS = [f"766.{part}" for part in ("tdgq", "mdhl", "mdsh", "tttt", "clgq", "ckmb", "total", "rank", "trend")]
HEADER = "snapshot_utc,period,unit_id,unit_name,agency_code,tdgq,mdhl,mdsh,tttt,clgq,ckmb,total,rank\n"
GOOD = "2025-10-11T13:01Z,2025 year to date,W,UBND phường An Bình,H01,18,17,20,8,8,18,89,1\n"
BAD = "2025-02-30T13:01Z,2025 year to date,W,UBND phường An Bình,H01,18,17,20,8,8,18,89,1\n"
UNKNOWN = "2025-10-11T13:01Z,2025 year to date,999999,<b>Không Có</b>,H01,18,17,20,8,8,18,89,2\n"


@pytest.fixture
def world(tmp_path: Path, settings: Any) -> World:
    settings.INBOX_DIR = tmp_path / "inbox"
    settings.RAW_DIR = tmp_path / "raw"
    world = worlds.build()
    issued(world)
    Run.objects.filter(key="waiting").update(state=RunState.CANCELLED)
    return world


def _open(client: Client, world: World, address: str = PAGE, who: str = "administrator") -> Any:
    client.force_login(world.users[who])
    answer = client.get(address)
    assert answer.status_code == 200
    return answer


def _pull(client: Client, world: World, content: str) -> Run:
    for key in KEYS:
        indicator_ensure(
            key=key,
            name=key,
            unit_of_measure="điểm",
            least=Decimal(0),
            most=Decimal(100_000),
            actor=worlds._BY,
            at=worlds.AT,
        )
    folder = Path(settings.INBOX_DIR) / SOURCE
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "bang.csv"
    file.write_text(content, encoding="utf-8")
    long_ago = datetime.now(tz=UTC).timestamp() - 60
    os.utime(file, (long_ago, long_ago))
    client.force_login(world.users["administrator"])
    client.post(reverse("pull_now", args=[SOURCE]))
    run = Run.objects.get(kind="source_pull", state=RunState.QUEUED)
    assert run_execute(run.pk, worker="tests") == RunState.SUCCEEDED
    run.refresh_from_db()
    return run


def test_a_source_says_how_fresh_it_is_and_when_it_is_read_next(client: Client, world: World) -> None:
    source = _open(client, world).context["sources"][0]
    assert source.name == "Bảng xuất từ Cổng Dịch vụ công"
    assert source.schedule.words == "5 phút một lần"
    assert source.newest_known_at is None


def test_pressing_twice_asks_once(client: Client, world: World) -> None:
    client.force_login(world.users["administrator"])
    for _again in range(2):
        assert client.post(reverse("pull_now", args=[SOURCE])).headers["Location"] == PAGE
    assert Run.objects.filter(kind="source_pull", state=RunState.QUEUED).count() == 1
    assert "đang chờ đến lượt" in client.get(PAGE).content.decode()


def test_a_pull_shows_its_files_and_the_held_rows_in_the_files_own_words(client: Client, world: World) -> None:
    run = _pull(client, world, HEADER + GOOD + BAD + UNKNOWN)
    answer = _open(client, world, reverse("run", args=[run.pk]))
    text = answer.content.decode()
    assert [(file.name, file.held) for file in answer.context["files"]] == [("bang.csv", 2)]
    assert [row.place for row in answer.context["held"]] == ["bang.csv, dòng 3", "bang.csv, dòng 4"]
    assert "2025-02-30T13:01Z" in text
    assert "&lt;b&gt;Không Có&lt;/b&gt;" in text
    assert answer.context["followers"][0][1].changed >= 0
    source = _open(client, world).context["sources"][0]
    assert (source.accepted, source.held) == (1, 2)


def test_a_pull_that_held_rows_back_is_not_shown_as_simply_complete(client: Client, world: World) -> None:
    run = _pull(client, world, HEADER + GOOD + UNKNOWN)
    for address in (PAGE, reverse("run", args=[run.pk])):
        text = _open(client, world, address).content.decode()
        assert "Hoàn tất, có dòng giữ lại" in text
        assert "label--warn" in text
    client.get(reverse("run_progress", args=[run.pk]), headers={"HX-Request": "true"})
    text = client.get(PAGE).content.decode()
    assert "Lấy số liệu: xong. Nhận 1 dòng, giữ lại 1 dòng." in text


def test_a_pull_whose_file_was_not_taken_says_so(client: Client, world: World) -> None:
    run = _pull(client, world, "")
    assert "Hoàn tất, có tệp không nhận" in _open(client, world, reverse("run", args=[run.pk])).content.decode()
    assert _open(client, world).context["sources"][0].last_state == "succeeded_refused"


def test_a_pull_without_a_flaw_is_complete(client: Client, world: World) -> None:
    run = _pull(client, world, HEADER + GOOD)
    assert _open(client, world, reverse("run", args=[run.pk])).context["outcome"] == "succeeded"
    assert _open(client, world).context["sources"][0].last_state == "succeeded"


def test_the_raw_file_is_taken_along_from_the_page_of_its_run(client: Client, world: World) -> None:
    run = _pull(client, world, HEADER + GOOD + UNKNOWN)
    address = reverse("run_file", args=[run.pk, 1])
    assert f'href="{address}"' in _open(client, world, reverse("run", args=[run.pk]), "auditor").content.decode()
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == (HEADER + GOOD + UNKNOWN).encode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bang.csv"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert client.get(reverse("run_file", args=[run.pk, 2])).status_code == 404
    assert client.get(reverse("run_file", args=[run.pk + 1, 1])).status_code == 404
    assert client.get(f"/luot/{10**30}/tep/{10**30}/").status_code == 404


def test_a_raw_file_that_was_altered_is_not_handed_out(client: Client, world: World) -> None:
    run = _pull(client, world, HEADER + GOOD)
    Path(settings.RAW_DIR, RawSnapshot.objects.get().stored_path).write_bytes(b"\x1f\x8b broken")
    answer = client.get(reverse("run_file", args=[run.pk, 1]))
    assert answer.status_code == 409
    assert "đã thay đổi trên máy chủ" in answer.content.decode()


def test_the_folder_of_a_source_is_named_to_those_who_fill_it(client: Client, world: World) -> None:
    assert f"inbox/{SOURCE}" in _open(client, world, who="administrator").content.decode()
    assert f"inbox/{SOURCE}" in _open(client, world, who="manager").content.decode()
    assert f"inbox/{SOURCE}" not in _open(client, world, who="auditor").content.decode()


def test_the_small_pictures_of_a_source_stand_beside_their_figures(world: World) -> None:
    row = replace(source_rows(at=worlds.AT)[0], accepted=(1, 1_200, 3))
    source = source_of(row, {}, [], worlds.AT)
    assert source.rows is not None
    assert (source.rows.last, source.rows.span) == ("3 dòng", "3 lượt gần đây: từ 1 dòng đến 1.200 dòng")
    same = source_of(replace(row, accepted=(2, 2)), {}, [], worlds.AT)
    assert same.rows is not None
    assert same.rows.span == "2 lượt gần đây: đều 2 dòng"


def test_a_schedule_is_paused_and_runs_again(client: Client, world: World) -> None:
    client.force_login(world.users["administrator"])
    client.post(reverse("schedule_pause", args=[SCHEDULE]))
    assert ScheduleState.objects.get(pk=SCHEDULE).paused
    assert "tạm dừng" in client.get(PAGE).content.decode()
    client.post(reverse("schedule_resume", args=[SCHEDULE]))
    assert not ScheduleState.objects.get(pk=SCHEDULE).paused


def test_nobody_stops_the_seal_of_the_record_from_a_page(client: Client, world: World) -> None:
    client.force_login(world.users["administrator"])
    assert client.post(reverse("schedule_pause", args=["audit_seal"])).status_code == 404
    assert not ScheduleState.objects.get(pk="audit_seal").paused


def test_a_waiting_run_is_stopped_and_an_ended_one_says_that_it_has_ended(client: Client, world: World) -> None:
    client.force_login(world.users["administrator"])
    client.post(reverse("pull_now", args=[SOURCE]))
    run = Run.objects.get(kind="source_pull", state=RunState.QUEUED)
    client.post(reverse("run_cancel", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    answer = client.post(reverse("run_cancel", args=[run.pk]), follow=True)
    assert "đã kết thúc nên không dừng được nữa" in answer.content.decode()


def test_progress_is_asked_for_until_the_run_ends(client: Client, world: World) -> None:
    client.force_login(world.users["administrator"])
    client.post(reverse("pull_now", args=[SOURCE]))
    run = Run.objects.get(kind="source_pull", state=RunState.QUEUED)
    address = reverse("run_progress", args=[run.pk])
    assert "every 2s" in client.get(address, headers={"HX-Request": "true"}).content.decode()
    Run.objects.filter(pk=run.pk).update(state=RunState.FAILED, error="Không đọc được.")
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert client.get(address).headers["Location"] == reverse("run", args=[run.pk])


def test_runs_are_listed_by_kind_and_page_by_page(client: Client, world: World) -> None:
    for number in range(35):
        Run.objects.create(
            key=f"many:{number}",
            kind="standings_refresh",
            params={"commitment": number},
            intended_at=worlds.AT,
            created_at=worlds.AT,
        )
    answer = _open(client, world, PAGE + "?loai=standings_refresh&tinh_trang=&truoc=x")
    assert len(answer.context["runs"]) == 30
    older = _open(client, world, PAGE + answer.context["older_url"])
    assert {run.title for run in older.context["runs"]} == {"Đánh giá tình trạng thực hiện"}
    assert len(older.context["runs"]) >= 5


def test_looks_into_a_folder_that_found_nothing_do_not_hide_what_people_look_for(client: Client, world: World) -> None:
    empty = {"kind": "source_pull", "params": {"source": SOURCE}, "intended_at": worlds.AT, "created_at": worlds.AT}
    for number in range(40):
        Run.objects.create(key=f"empty:{number}", state=RunState.SUCCEEDED, result={"files": 0}, **empty)
    listed = _open(client, world).context["runs"]
    assert "Phát hành đề xuất" in {run.title for run in listed}
    assert "không có tệp mới" not in {run.brought for run in listed}
    assert len(_open(client, world, PAGE + "?loai=source_pull").context["runs"]) == 30


def test_an_auditor_reads_but_has_no_buttons(client: Client, world: World) -> None:
    assert "Lấy số liệu ngay" not in _open(client, world, who="auditor").content.decode()


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("* * * * *", "mỗi phút một lần"),
        ("*/5 * * * *", "5 phút một lần"),
        ("30 0 * * *", "hằng ngày lúc 00:30"),
        ("0 7 L * *", "ngày cuối tháng lúc 07:00"),
        ("5 6 15 * *", "ngày 15 hằng tháng lúc 06:05"),
        ("0 8 * * 1", "thứ Hai hằng tuần lúc 08:00"),
        ("0 8,20 * * *", "theo lịch riêng (0 8,20 * * *)"),
    ],
)
def test_a_schedule_is_told_in_words(cron: str, words: str) -> None:
    assert schedule_words(cron) == words


def test_health_names_what_is_wrong_and_nothing_else() -> None:
    minute = timedelta(minutes=1)
    assert health_of(HealthReading(minute, None, "", None, ())).is_good
    bad = health_of(HealthReading(60 * minute, 20 * minute, "k", 30 * minute, (("k", "sai"),)))
    assert len(bad.problems) == 4
    assert "1 giờ" in bad.problems[0]


def test_rate_and_time_left_are_told_only_when_known(world: World) -> None:
    run = Run.objects.create(
        key="going",
        kind="source_pull",
        intended_at=worlds.AT,
        created_at=worlds.AT,
        started_at=worlds.AT,
        state=RunState.RUNNING,
        attempt=1,
        progress_done=100,
        progress_total=300,
    )
    row = run_row(run.pk)
    assert isinstance(row, RunRow)
    assert pace(row, worlds.AT + timedelta(seconds=10)) == (10, 20)
    assert pace(row, worlds.AT) == (None, None)
    assert took(worlds.AT, worlds.AT) == "dưới 1 giây"


def test_the_pages_make_a_fixed_number_of_queries(client: Client, world: World) -> None:
    run = _pull(client, world, HEADER + GOOD + UNKNOWN)
    with counted("jobs"):
        client.get(PAGE)
    with counted("run of a pull"):
        client.get(reverse("run", args=[run.pk]))
