"""What is proposed and why; asking for an issue and for the workbook; taking the workbook along."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accountability.jobs.execute import run_execute
from accountability.web.recommendations.query import LinesQuery, query_read
from commitments.audit.models import AuditEvent
from commitments.exports.models import ExportFile
from commitments.exports.selectors import export_row
from commitments.lib import guards
from commitments.recommendations.models import IssueBatch, Recommendation
from commitments.recommendations.selectors.reading import line_read
from commitments.runs.models import Run, RunState
from tests.web import issue as issues
from tests.web import world as worlds
from tests.web.issue import issued
from tests.web.query_baseline import counted
from tests.web.world import World

pytestmark = pytest.mark.django_db
PAGE = "/de-xuat/"


@pytest.fixture
def world() -> World:
    world = worlds.build()
    worlds.sign_for("S", world.users["sibling"], world.agreements)
    worlds.observe(world, "total", "2025-ytd", {"W": "95", "S": "71.5"})
    worlds.refresh()
    return world


def _open(client: Client, world: World, address: str = PAGE, who: str = "manager", **extra: Any) -> Any:
    client.force_login(world.users[who])
    return client.get(address, **extra)


def test_before_the_first_issue_the_page_says_what_to_do(client: Client, world: World) -> None:
    text = _open(client, world).content.decode()
    assert "Chưa phát hành đề xuất" in text
    assert "Xuất Excel" not in text


def test_the_list_counts_levels_and_carries_the_word_provisional(client: Client, world: World) -> None:
    issued(world)
    answer = _open(client, world)
    assert answer.context["total"] == 4
    assert sum(int(one.count) for one in answer.context["levels"]) == 4
    assert "TẠM THỜI" in answer.content.decode()


def test_filters_narrow_the_list_and_stay_in_the_address(client: Client, world: World) -> None:
    issued(world)
    answer = _open(client, world, PAGE + "?doi_tuong=leader&nhom=communes&muc=&kiem_diem=0")
    assert {line.about for line in answer.context["lines"]} == {"UBND phường An Bình", "UBND xã Hòa Lợi"}
    assert query_read({"nam": "20x5", "muc": "bad", "page": "0"}) == LinesQuery()


def test_a_head_reads_only_what_is_about_the_unit_and_themselves(client: Client, world: World) -> None:
    issued(world)
    answer = _open(client, world, who="head")
    assert len(answer.context["lines"]) == 2
    assert "Phát hành đề xuất</button>" not in answer.content.decode()


def test_one_recommendation_begins_with_a_sentence_and_leads_to_law_and_figures(client: Client, world: World) -> None:
    made = issued(world)
    answer = _open(client, world, f"{PAGE}{made.line_uuid}/", who="head")
    text = answer.content.decode()
    assert answer.context["detail"].sentence in text
    assert answer.context["groups"][0].outcome == "level"
    assert "Nghị định 90/2020/NĐ-CP" in text
    assert reverse("commitment", args=[world.score.pk]) in text
    assert "nội dung còn nguyên như lúc phát hành" in text


def test_an_altered_line_says_that_it_was_altered(client: Client, world: World) -> None:
    made = issued(world)
    line = Recommendation.objects.get(uuid=made.line_uuid)
    _drop_guard(Recommendation._meta.db_table)
    Recommendation.objects.filter(pk=line.pk).update(payload=line.payload + " ")
    text = _open(client, world, f"{PAGE}{made.line_uuid}/").content.decode()
    assert "Nội dung lưu giữ không còn khớp mã kiểm tra" in text


def test_a_rule_that_nothing_calls_for_does_not_look_like_an_alarm(client: Client, world: World) -> None:
    made = issued(world)
    answer = _open(client, world, f"{PAGE}{made.line_uuid}/")
    tones = {(group.outcome, reason.tone) for group in answer.context["groups"] for reason in group.reasons}
    assert all(tone == "calm" for outcome, tone in tones if outcome not in ("fired", "level", "review"))
    reviews = [r for group in answer.context["groups"] if group.outcome == "review" for r in group.reasons]
    assert reviews and all((reason.tone == "alarm") == (reason.outcome == "fired") for reason in reviews)


def test_asking_twice_for_an_issue_asks_once_and_remembers_who_asked(client: Client, world: World) -> None:
    client.force_login(world.users["manager"])
    for _again in range(2):
        answer = client.post(reverse("recommendations_issue", args=[2025]))
        assert answer.headers["Location"] == "/de-xuat/?nam=2025"
    client.force_login(world.users["chair"])
    client.post(reverse("recommendations_issue", args=[2025]))
    run = Run.objects.get(kind="recommendations_issue")
    assert run.params == {"year": 2025, "user_id": world.users["manager"].pk}
    assert AuditEvent.objects.filter(action="run.request").count() == 1
    assert "đang chờ đến lượt" in client.get(PAGE).content.decode()


def test_before_issuing_the_page_says_what_will_happen_and_whether_anything_is_new(
    client: Client, world: World
) -> None:
    address = reverse("recommendations_issue", args=[2025])
    first = _open(client, world, address).content.decode()
    assert "Đợt đầu tiên của năm" in first and "Phát hành đợt 1</button>" in first
    assert f'href="{address}"' in client.get(PAGE).content.decode()
    issues.issue()
    again = client.get(address).content.decode()
    assert "Không có gì mới" in again and "Phát hành đợt 2</button>" in again
    worlds.observe(world, "total", "2025-ytd", {"W": "96"})
    changed = client.get(address).content.decode()
    assert "1 dòng số liệu mới" in changed and "Không có gì mới" not in changed
    assert not Run.objects.filter(kind="recommendations_issue", params__user_id=world.users["manager"].pk).exists()


def test_while_the_year_is_open_the_list_does_not_call_on_track_done(client: Client, world: World) -> None:
    issued(world)
    answer = _open(client, world)
    assert "Đạt và đúng tiến độ</th>" in answer.content.decode()
    sealed = {str(line.uuid): line_read(line.payload) for line in Recommendation.objects.all()}
    for line in answer.context["lines"]:
        assert line.met == f"đã đạt {sealed[line.url.split('/')[2]].met}"


def test_a_review_speaks_of_limits_and_a_threshold_without_law_is_not_called_law(client: Client, world: World) -> None:
    made = issued(world)
    answer = _open(client, world, f"{PAGE}{made.line_uuid}/")
    group = next(one for one in answer.context["groups"] if one.outcome == "review")
    figures = [figure for reason in group.reasons for figure in reason.figures]
    assert "mức do tỉnh đặt, chưa có văn bản" in {figure.threshold_name for figure in figures}
    assert not {figure.says for figure in figures} & {"đáp ứng", "chưa đáp ứng"}
    text = answer.content.decode()
    assert "mức quy định 30" not in text and "Gần đáp ứng" not in "".join(r.words for r in group.reasons)
    assert {reason.words for reason in group.reasons} == {"review_rule"}


def test_an_issue_of_a_year_to_come_is_not_found(client: Client, world: World) -> None:
    client.force_login(world.users["manager"])
    assert client.post(reverse("recommendations_issue", args=[2031])).status_code == 404


def test_work_that_has_ended_loads_the_page_anew(client: Client, world: World) -> None:
    client.force_login(world.users["manager"])
    client.post(reverse("recommendations_issue", args=[2025]))
    run = Run.objects.get(kind="recommendations_issue")
    address = reverse("recommendations_progress", args=[run.pk])
    assert "hx-get" in client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert run_execute(run.pk, worker="tests") == RunState.SUCCEEDED
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "Đã phát hành đề xuất." in client.get(PAGE).content.decode()
    assert IssueBatch.objects.get().issued_by_id == world.users["manager"].pk


def test_work_that_failed_says_why_and_that_nothing_was_lost(client: Client, world: World) -> None:
    issued(world)
    Run.objects.create(
        key="failed",
        kind="recommendations_issue",
        params={"year": 2025},
        intended_at=worlds.AT,
        created_at=worlds.AT,
        state=RunState.FAILED,
        error="Thiếu quy định của năm.",
    )
    text = _open(client, world).content.decode()
    assert "Thiếu quy định của năm." in text
    assert "đề xuất đã phát hành vẫn giữ nguyên" in text


def test_the_workbook_is_written_by_the_queue_and_comes_as_an_attachment(client: Client, world: World) -> None:
    batch = issues.issue()
    client.force_login(world.users["council"])
    client.post(reverse("council_export", args=[batch.pk]))
    run = Run.objects.get(kind="council_export")
    assert run_execute(run.pk, worker="tests") == RunState.SUCCEEDED
    file = ExportFile.objects.get()
    assert file.created_by_id == world.users["council"].pk
    assert reverse("export_file", args=[file.uuid]) in client.get(PAGE).content.decode()
    answer = client.get(reverse("export_file", args=[file.uuid]))
    assert b"".join(answer)[:2] == b"PK"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_cancelled_export_leaves_neither_file_nor_record(client: Client, world: World) -> None:
    batch = issues.issue()
    client.force_login(world.users["manager"])
    client.post(reverse("council_export", args=[batch.pk]))
    run = Run.objects.get(kind="council_export")
    client.post(reverse("run_cancel", args=[run.pk]))
    assert run_execute(run.pk, worker="tests") == RunState.CANCELLED
    assert not ExportFile.objects.exists()


def test_an_altered_file_is_not_given_out(client: Client, world: World) -> None:
    made = issued(world)
    row = export_row(uuid=made.export_uuid)
    assert row is not None
    assert row.path is not None
    row.path.write_bytes(row.path.read_bytes() + b"x")
    answer = _open(client, world, reverse("export_file", args=[made.export_uuid]))
    assert answer.status_code == 409
    assert "không còn nguyên vẹn" in answer.content.decode()


def test_a_second_issue_lists_what_changed(client: Client, world: World) -> None:
    issues.issue()
    worlds.report_duty(world)
    issues.issue()
    answer = _open(client, world)
    assert answer.context["changes_total"] == 0
    assert "giữ nguyên như đợt trước" in answer.content.decode()


def test_the_pages_make_a_fixed_number_of_queries(client: Client, world: World) -> None:
    made = issued(world)
    client.force_login(world.users["manager"])
    with counted("recommendations"):
        client.get(PAGE)
    with counted("recommendation"):
        client.get(f"{PAGE}{made.line_uuid}/")


def _drop_guard(table: str) -> None:
    """Do what only somebody at the database's console can do."""
    guard = next((one for one in guards.registered() if one.table == table), None)
    with connection.cursor() as cursor:
        for name in guard.names(connection.vendor) if guard else ():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
