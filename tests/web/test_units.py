"""One unit: its heads with their days, what it promised, what the source changed, where the figures came from."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accountability.web.units.presenters import origins_of, period_text
from commitments.organization.models import CohortMembership
from commitments.organization.services import tenures_load
from commitments.organization.services.rows import NewTenure
from commitments.recommendations.selectors import ObservationView
from tests.web import world as worlds
from tests.web.issue import issued
from tests.web.query_baseline import counted
from tests.web.world import World

pytestmark = pytest.mark.django_db
REASON = "Gần như không phát sinh hồ sơ thủ tục hành chính"
BEFORE_CLOSING = datetime(2025, 7, 2, 1, tzinfo=UTC)
AFTER_CLOSING = datetime(2025, 10, 15, 1, tzinfo=UTC)


@pytest.fixture
def world(settings: Any) -> World:
    settings.HEADLINE_INDICATOR = "total"
    world = worlds.build()
    worlds.observe(world, "total", "2025-ytd", {"W": "95", "S": "71.5"})
    worlds.refresh()
    return world


def _open(client: Client, world: World, code: str = "W", who: str = "manager") -> Any:
    client.force_login(world.users[who])
    answer = client.get(reverse("unit", args=[world.units[code].uuid]))
    assert answer.status_code == 200
    return answer


def test_the_headline_figure_stands_with_its_promise_and_its_place(client: Client, world: World) -> None:
    answer = _open(client, world)
    headline, place = answer.context["headline"], answer.context["place"]
    assert (headline.value, headline.target, headline.state) == (95, "ít nhất 90,00\u00a0điểm", "on_track")
    assert place.text == "hạng 1 trong 2"
    assert place.cohort == "Xã, phường, đặc khu"


def _leave_unranked(world: World) -> None:
    CohortMembership.objects.filter(unit=world.units["W"]).update(is_ranked=False, unranked_reason=REASON)
    worlds.refresh()


def test_a_unit_that_is_not_ranked_says_why(client: Client, world: World) -> None:
    _leave_unranked(world)
    text = _open(client, world).content.decode()
    assert "Không xếp hạng" in text
    assert REASON in text


def test_the_raw_file_behind_a_figure_is_linked_for_those_who_may_open_it() -> None:
    figure = ObservationView(
        observation_id=1,
        period_key="2025-ytd",
        value=Decimal(1),
        numerator=None,
        denominator=None,
        known_at=worlds.AT,
        run_id=7,
        source_name="Cổng",
        file_number=2,
        file_name="bang.csv",
        row_number=3,
    )
    for opens, url in ((True, "/luot/7/tep/2/"), (False, "")):
        (origin,) = origins_of([figure, replace(figure, row_number=4)], links=True, opens_files=opens)
        assert [(file.text, file.url) for file in origin.files] == [("bang.csv", url)]


def test_two_heads_of_a_year_are_shown_with_their_days(client: Client, world: World) -> None:
    tenures_load(
        rows=[
            NewTenure("W", date(2025, 7, 1), "Người đứng đầu W", "Chủ tịch cũ", username="head", last_day=worlds.DAY),
            NewTenure("W", date(2025, 10, 16), "Người mới", "Chủ tịch mới"),
        ],
        actor=worlds._BY,
        at=worlds.AT,
    )
    answer = _open(client, world)
    assert [head.days for head in answer.context["heads"]] == [
        "từ 16/10/2025 đến nay",
        "từ 01/07/2025 đến hết 15/10/2025",
    ]
    assert "hơn một người đứng đầu" in answer.content.decode()


def test_a_figure_changed_after_closing_shows_both_values_and_a_hollow_point(client: Client, world: World) -> None:
    for month, value in (("2025-05", "60"), ("2025-06", "74.5"), ("2025-07", "80")):
        worlds.observe(world, "total", month, {"W": value}, known_at=BEFORE_CLOSING)
    worlds.observe(world, "total", "2025-06", {"W": "74.7"}, known_at=AFTER_CLOSING)
    answer = _open(client, world)
    change = answer.context["restatements"][0]
    assert (change.period, change.closing, change.latest) == ("Tháng 6/2025", "74,50", "74,70")
    chart = answer.context["series"][0]
    assert [dot.hollow for dot in chart.dots] == [False, True, False]


def test_a_province_that_signed_nothing_has_a_page_that_says_so(client: Client, world: World) -> None:
    assert "Chưa có bản cam kết" in _open(client, world, "P").content.decode()


def test_pulls_are_linked_only_for_those_who_may_open_them(client: Client, world: World) -> None:
    made = issued(world)
    assert f"/de-xuat/{made.line_uuid}/" in _open(client, world, who="head").content.decode()
    assert "/luot/" not in _open(client, world, who="head").content.decode()


def test_a_focal_officer_sees_the_unit_but_not_what_is_proposed_about_its_head(client: Client, world: World) -> None:
    issued(world)
    assert _open(client, world, who="officer").context["recommendations"] == []


@pytest.mark.parametrize(
    ("key", "name"), [("2025-q2", "Quý II/2025"), ("2025-09", "Tháng 9/2025"), ("2025-ytd", "2025-ytd")]
)
def test_a_period_is_named_by_its_key(key: str, name: str) -> None:
    assert period_text(key) == name


def test_the_page_makes_a_fixed_number_of_queries(client: Client, world: World) -> None:
    issued(world)
    client.force_login(world.users["manager"])
    with counted("unit"):
        client.get(reverse("unit", args=[world.units["W"].uuid]))
