"""Who needs attention, where is the pattern: the list, its filters in the address, its file, its fixed cost."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accountability.web.overview.download import csv_lines, safe_text
from accountability.web.overview.listing import folded, unit_list
from accountability.web.overview.query import ListQuery, query_read
from commitments.agreements.models import Agreement
from commitments.agreements.services import agreements_load
from commitments.organization.models import CohortMembership, UnitKind
from commitments.organization.selectors import scope_for
from commitments.organization.services import cohorts_load, memberships_load, tenures_load, units_load
from commitments.organization.services.rows import NewCohort, NewMembership, NewTenure, NewUnit
from tests.web import world as worlds
from tests.web.query_baseline import counted
from tests.web.world import DAY, World

pytestmark = pytest.mark.django_db
PAGE = "/tong-quan/"


@pytest.fixture
def world(settings: Any) -> World:
    settings.HEADLINE_INDICATOR = "total"
    world = worlds.build()
    worlds.sign_for("S", world.users["sibling"], world.agreements)
    worlds.observe(world, "total", "2025-ytd", {"W": "95", "S": "71.5"})
    worlds.refresh()
    return world


def _open(client: Client, world: World, address: str = "") -> Any:
    client.force_login(world.users["manager"])
    answer = client.get(PAGE + address)
    assert answer.status_code == 200
    return answer


def _names(answer: Any) -> list[str]:
    return [line.name for line in answer.context["lines"]]


def _found(world: World, **query: Any) -> Any:
    scope = scope_for(user_id=world.users["manager"].pk, day=DAY)
    return unit_list(scope=scope, query=ListQuery(**query), year=2025, day=DAY)


def test_the_unit_that_needs_attention_most_comes_first(client: Client, world: World) -> None:
    answer = _open(client, world)
    assert _names(answer)[-1] == "UBND phường An Bình"
    assert answer.context["total"] == 3
    assert "1 đơn vị chưa ký" in answer.content.decode()


def test_units_are_ordered_by_score_and_those_without_a_figure_come_last(client: Client, world: World) -> None:
    assert _names(_open(client, world, "?xep=-score")) == ["UBND phường An Bình", "UBND xã Hòa Lợi", "Sở Nội vụ"]
    assert _names(_open(client, world, "?xep=score")) == ["UBND xã Hòa Lợi", "UBND phường An Bình", "Sở Nội vụ"]


@pytest.mark.parametrize(("typed", "found"), [("hoa loi", 1), ("HÒA", 1), ("hóa", 0), ("phường", 1), ("ubnd", 2)])
def test_a_name_is_found_with_and_without_its_marks(world: World, typed: str, found: int) -> None:
    assert len(_found(world, text=typed).entries) == found


def test_a_name_written_with_loose_marks_is_the_same_name() -> None:
    assert folded("Rạch Giá") == folded("Rạch Giá") == "rach gia"
    assert folded("Đông Thái") == "dong thai"


def test_filters_narrow_and_each_says_how_many_it_would_leave(client: Client, world: World) -> None:
    answer = _open(client, world, "?nhom=communes&tinh_trang=on_track")
    assert _names(answer) == ["UBND phường An Bình"]
    cohort = next(choice for choice in answer.context["cohorts"] if choice.current)
    assert (cohort.label, cohort.count) == ("Xã, phường, đặc khu", 1)
    assert [one.value for one in answer.context["filters"]] == ["Xã, phường, đặc khu", "Đúng tiến độ"]


def test_an_address_that_nobody_wrote_shows_the_whole_list(client: Client, world: World) -> None:
    answer = _open(client, world, "?xep=password&tinh_trang=bad&page=-3&q=%00&nhom=")
    assert answer.context["query"].order == "attention"
    assert query_read({"page": "٣", "q": "a" * 500}) == ListQuery(text="a" * 80)


def test_nothing_found_says_so_and_offers_the_way_back(client: Client, world: World) -> None:
    text = _open(client, world, "?q=kh%C3%B4ng+c%C3%B3").content.decode()
    assert "Không có đơn vị nào phù hợp" in text
    assert "Bỏ tất cả bộ lọc" in text


def test_a_unit_that_is_not_ranked_says_why_in_the_list_and_in_the_file(client: Client, world: World) -> None:
    reason = "Gần như không phát sinh hồ sơ thủ tục hành chính"
    CohortMembership.objects.filter(unit=world.units["W"]).update(is_ranked=False, unranked_reason=reason)
    worlds.refresh()
    answer = _open(client, world)
    assert [line.unranked for line in answer.context["lines"] if line.unranked] == [reason]
    assert reason in answer.content.decode()
    assert sum(reason in line for line in csv_lines(_found(world).entries)) == 1


def test_the_legend_explains_what_the_matrix_shows_and_nothing_else(client: Client, world: World) -> None:
    answer = _open(client, world)
    shown = {cell.state for one in answer.context["matrices"] for line in one.lines for cell in line.cells}
    assert {part.code for part in answer.context["legend"]} == shown
    assert "chưa ký" in {part.word for part in answer.context["legend"]}


def test_units_that_signed_the_same_items_stand_in_one_matrix(client: Client, world: World) -> None:
    matrices = _open(client, world).context["matrices"]
    assert len(matrices) == 1
    assert [head.number for head in matrices[0].heads] == [1, 2, 3, 4]
    unsigned = next(line for line in matrices[0].lines if line.name == "Sở Nội vụ")
    assert {cell.state for cell in unsigned.cells} == {""}


def test_what_somebody_typed_is_shown_as_text(client: Client, world: World) -> None:
    assert "<script>alert" not in _open(client, world, "?q=%3Cscript%3Ealert(1)%3C/script%3E").content.decode()


def test_the_file_holds_the_list_as_seen_and_nothing_that_a_spreadsheet_runs(client: Client, world: World) -> None:
    _rename(world, "=HYPERLINK(1)")
    client.force_login(world.users["manager"])
    answer = client.get(PAGE + "tai-ve.csv?nhom=communes&xep=-score")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("W;UBND phường An Bình;có;95,00;1;2;4;")
    assert lines[2].split(";")[1] == "'=HYPERLINK(1)"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tong-quan-2025-10-15.csv"'


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_never_begins_like_a_formula(text: str) -> None:
    assert safe_text(text) == "'" + text


def test_the_file_of_a_unit_without_a_figure_has_empty_cells_and_no_zero(world: World) -> None:
    lines = list(csv_lines(_found(world, text="Sở Nội vụ").entries))
    assert lines[2].split(";")[3:6] == ["", "", ""]


def test_the_page_makes_as_many_queries_for_many_units_as_for_few(client: Client, world: World) -> None:
    client.force_login(world.users["manager"])
    with counted("overview"):
        client.get(PAGE)
    _many_units(60)
    with counted("overview"):
        assert client.get(PAGE).context["total"] == 63
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE + "?page=2")
    assert len(queries) <= 15


def _rename(world: World, name: str) -> None:
    world.units["S"].name = name
    world.units["S"].save()


def _many_units(count: int) -> None:
    codes = [f"N{number}" for number in range(count)]
    first = date(2025, 7, 1)
    given: dict[str, Any] = {"actor": worlds._BY, "at": worlds.AT}
    units_load(
        rows=[NewUnit(code, f"UBND xã Số {code}", UnitKind.COMMUNE, first, parent_code="P") for code in codes], **given
    )
    tenures_load(rows=[NewTenure(code, first, f"Người {code}", f"Chủ tịch {code}") for code in codes], **given)
    memberships_load(rows=[NewMembership("communes", code, first) for code in codes], **given)
    agreements_load(rows=[worlds._agreement(code) for code in codes], **given)
    assert Agreement.objects.count() == count + 3


def test_many_groups_are_chosen_from_a_list_and_drawn_one_at_a_time(client: Client, world: World) -> None:
    given: dict[str, Any] = {"actor": worlds._BY, "at": worlds.AT}
    keys = [f"g{number}" for number in range(9)]
    cohorts_load(rows=[NewCohort(key, f"Nhóm {key}") for key in keys], **given)
    memberships_load(rows=[NewMembership(key, "W", date(2025, 7, 1)) for key in keys], **given)
    answer = _open(client, world, "?nhom=g3")
    assert '<option value="g3" selected>Nhóm g3</option>' in answer.content.decode()
    assert _names(answer) == ["UBND phường An Bình"]
    assert _open(client, world).context["strips"] == []


def test_the_items_on_which_most_units_stand_badly_are_named(client: Client, world: World) -> None:
    items = _open(client, world).context["hard_items"]
    assert items[0].counts[0].count >= items[-1].counts[0].count
    assert any(item.title == "Tổng điểm phục vụ" for item in items)
