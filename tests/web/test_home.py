"""The first page: what must I do now, how do I stand, what has changed."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accountability.web.account.views import LAST_VISIT
from commitments.agreements.services import report_accept, report_return
from tests.web import world as worlds
from tests.web.issue import issue
from tests.web.query_baseline import counted
from tests.web.world import World, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


def _text(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_head_reads_how_many_things_are_to_be_done_and_until_when(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    text = _text(client)
    # The quarter that nobody reported and the duty due in October.
    assert "2 việc cần làm: 1 đã quá hạn, 1 đến hạn 31/10/2025" in text
    assert f"{reverse('commitment', args=[world.duty.pk])}#bao-cao" in text


def test_an_unsigned_agreement_opens_at_its_top(client: Client, world: World) -> None:
    client.force_login(world.users["sibling"])
    text = _text(client)
    assert "Đọc và ký bản cam kết của năm" in text
    assert f'"{reverse("agreement", args=[world.agreements["S"].uuid])}"' in text


def test_what_needs_attention_comes_first(client: Client, world: World) -> None:
    worlds.observe(world, "total", "2025-ytd", {"W": "95"})
    worlds.refresh()
    client.force_login(world.users["head"])
    items = client.get("/").context["page"].units[0].items
    assert [item.state for item in items][-1] == "on_track"
    assert items[0].state in {"at_risk", "missed", "no_data"}
    assert next(item for item in items if item.commitment_id == world.score.pk).figure == "95,00\u00a0điểm"


def test_a_first_visit_says_so_and_a_later_one_lists_what_was_recorded_since(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    assert "lần đăng nhập đầu tiên" in _text(client)
    worlds.observe(world, "total", "2025-ytd", {"W": "88.5"})
    session = client.session
    session[LAST_VISIT] = (datetime.now(tz=UTC) - timedelta(hours=1)).isoformat()
    session.save()
    assert "có số liệu 88,50\u00a0điểm" in _text(client)
    session[LAST_VISIT] = (datetime.now(tz=UTC) + timedelta(hours=1)).isoformat()
    session.save()
    assert "Không có số liệu hay quyết định nào mới" in _text(client)


def test_a_returned_report_is_back_on_the_list_with_the_reason(client: Client, world: World) -> None:
    report_id = worlds.report_duty(world)
    reviewer = world.users["reviewer"]
    report_return(
        report_id=report_id,
        user_id=reviewer.pk,
        reason="Thiếu ảnh tại trụ sở.",
        actor=acting(reviewer),
        day=worlds.DAY,
        at=datetime.now(tz=UTC),
    )
    client.force_login(world.users["head"])
    text = _text(client)
    assert "Bổ sung báo cáo bị trả lại" in text
    assert "Thiếu ảnh tại trụ sở." in text


def test_a_decision_made_since_the_last_visit_is_told(client: Client, world: World) -> None:
    report_id = worlds.report_duty(world)
    reviewer = world.users["reviewer"]
    client.force_login(world.users["head"])
    session = client.session
    session[LAST_VISIT] = (datetime.now(tz=UTC) - timedelta(minutes=1)).isoformat()
    session.save()
    who = {"user_id": reviewer.pk, "actor": acting(reviewer), "day": worlds.DAY, "at": datetime.now(tz=UTC)}
    report_accept(report_id=report_id, **who)
    assert "Người dùng reviewer chấp nhận báo cáo" in _text(client)


def test_a_reviewer_finds_what_waits(client: Client, world: World) -> None:
    worlds.report_duty(world)
    client.force_login(world.users["reviewer"])
    text = _text(client)
    assert "1 báo cáo chờ thẩm định" in text
    assert reverse("overview") in text


@pytest.mark.parametrize(
    ("person", "place"), [("auditor", "overview"), ("council", "recommendations"), ("administrator", "jobs")]
)
def test_others_are_led_to_where_their_work_is(client: Client, world: World, person: str, place: str) -> None:
    client.force_login(world.users[person])
    assert client.get("/").headers["Location"] == reverse(place)


def test_a_manager_is_led_to_the_units_that_need_attention_and_to_the_sources(client: Client, world: World) -> None:
    worlds.observe(world, "total", "2025-ytd", {"W": "50"})
    worlds.refresh()
    client.force_login(world.users["manager"])
    page = client.get("/").context["page"]
    assert [one.url for one in page.pointers] == [reverse("overview"), reverse("jobs")]
    assert page.pointers[0].text == "1 trong 3 đơn vị có nội dung không đạt hoặc có nguy cơ không đạt"
    assert "Không có dòng số liệu nào bị giữ lại" in page.pointers[1].text


def test_who_may_not_see_pulls_is_not_led_there(client: Client, world: World) -> None:
    client.force_login(world.users["reviewer"])
    assert [one.url for one in client.get("/").context["page"].pointers] == [reverse("overview")]


def test_an_issue_since_the_last_visit_is_told(client: Client, world: World) -> None:
    issue()
    client.force_login(world.users["head"])
    assert "Đề xuất tạm thời đợt" not in _text(client)
    session = client.session
    session[LAST_VISIT] = (datetime.now(tz=UTC) - timedelta(hours=1)).isoformat()
    session.save()
    assert "có phần về bạn hoặc đơn vị của bạn" in _text(client)
    session[LAST_VISIT] = (datetime.now(tz=UTC) + timedelta(hours=1)).isoformat()
    session.save()
    assert "có phần về bạn hoặc đơn vị của bạn" not in _text(client)


def test_a_standing_that_turned_with_the_calendar_is_told(client: Client, world: World) -> None:
    worlds.refresh()
    client.force_login(world.users["head"])
    session = client.session
    session[LAST_VISIT] = (worlds.AT - timedelta(days=2)).isoformat()
    session.save()
    assert "Công khai đường dây nóng: tình trạng chuyển thành" in _text(client)
    session[LAST_VISIT] = (worlds.AT + timedelta(days=1)).isoformat()
    session.save()
    assert "tình trạng chuyển thành" not in _text(client)


def test_a_decision_carries_the_time_that_the_report_shows(client: Client, world: World) -> None:
    report_id = worlds.report_duty(world)
    reviewer = world.users["reviewer"]
    client.force_login(world.users["head"])
    session = client.session
    session[LAST_VISIT] = (datetime.now(tz=UTC) - timedelta(minutes=1)).isoformat()
    session.save()
    who = {"user_id": reviewer.pk, "actor": acting(reviewer), "day": worlds.DAY, "at": datetime.now(tz=UTC)}
    report_accept(report_id=report_id, **who)
    assert client.get("/").context["page"].changes[0].when.endswith("15/10/2025")


def test_who_holds_nothing_is_told_so_kindly(client: Client, world: World) -> None:
    client.force_login(world.users[worlds.NOBODY])
    assert "Tài khoản của bạn chưa được giao việc" in _text(client)


def test_the_page_makes_the_same_queries_however_much_there_is(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    worlds.refresh()
    with counted("home of a head"):
        client.get("/")
    for number in range(3):
        known_at = worlds.AT + timedelta(days=number)
        worlds.observe(world, "total", "2025-ytd", {"W": Decimal(80 + number)}, known_at=known_at)
    worlds.refresh()
    with counted("home of a head"):
        client.get("/")
