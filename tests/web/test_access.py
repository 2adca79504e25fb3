"""The helpers by which views protect themselves."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from accountability import policy
from accountability.web.access import actor, authorize, found, request_id, viewer
from accountability.web.navigation import nav_items
from commitments.agreements.selectors import agreement_document
from tests.web import world as worlds
from tests.web.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


def _request(world: World, person: str) -> HttpRequest:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.7")
    request.user = world.users[person]
    return request


def test_the_scope_is_asked_once_per_request(world: World, django_assert_num_queries: object) -> None:
    request = _request(world, "head")
    first = viewer(request)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert viewer(request) is first
        assert actor(request).name == first.name


def test_the_record_knows_who_acted_in_which_role_from_where(world: World) -> None:
    request = _request(world, "head")
    who = actor(request)
    assert (who.user_id, who.role, who.address) == (world.users["head"].pk, "head", "10.0.0.7")
    assert who.request_id == request_id(request) != request_id(_request(world, "head"))


def test_what_is_out_of_sight_is_not_found(world: World) -> None:
    document = agreement_document(world.agreements["W"].pk)
    for action in (policy.AGREEMENT_VIEW, policy.AGREEMENT_SIGN):
        with pytest.raises(Http404):
            authorize(_request(world, "sibling"), action, document)


def test_what_is_seen_but_not_allowed_says_why(world: World) -> None:
    document = agreement_document(world.agreements["S"].pk)
    with pytest.raises(PermissionDenied, match="Chỉ người đứng đầu"):
        authorize(_request(world, "manager"), policy.AGREEMENT_SIGN, document)


def test_a_page_without_an_object_is_refused_with_a_reason(world: World) -> None:
    with pytest.raises(PermissionDenied, match="Vai trò của bạn"):
        authorize(_request(world, "head"), policy.OVERVIEW_VIEW)


def test_nothing_found_is_not_found() -> None:
    with pytest.raises(Http404):
        found(None)


@pytest.mark.parametrize(
    ("person", "labels"),
    [
        ("head", ["Việc của tôi", "Bản cam kết", "Đề xuất"]),
        ("officer", ["Việc của tôi", "Bản cam kết"]),
        ("reviewer", ["Việc của tôi", "Chờ thẩm định", "Tổng quan", "Đề xuất"]),
        ("manager", ["Việc của tôi", "Chờ thẩm định", "Tổng quan", "Đề xuất", "Nguồn số liệu"]),
        ("auditor", ["Tổng quan", "Đề xuất", "Nguồn số liệu"]),
        ("administrator", ["Nguồn số liệu"]),
        (worlds.NOBODY, []),
    ],
)
def test_the_menu_holds_what_the_roles_open(world: World, person: str, labels: list[str]) -> None:
    assert [label for label, _url, _here in nav_items(viewer(_request(world, person)), "/")] == labels


def test_nobody_has_more_than_five_items(world: World) -> None:
    for person in worlds.PEOPLE:
        assert len(nav_items(viewer(_request(world, person)), "/")) <= 5
