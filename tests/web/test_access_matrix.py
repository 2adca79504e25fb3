"""Every address of the site has a row in the matrix, and every person finds behind it what the row says."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web import world as worlds
from tests.web.access_matrix import MATRIX, Row
from tests.web.world import PEOPLE, World

pytestmark = pytest.mark.django_db
REFUSED, NOT_FOUND = 403, 404


def _addresses(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        place = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            if one.app_name != "admin":
                yield from _addresses(one.url_patterns, place)
        elif isinstance(one, URLPattern):
            yield one.name or "", place


def test_every_address_of_the_site_has_a_row() -> None:
    names = {name for name, _place in _addresses(get_resolver().url_patterns)}
    assert "" not in names, "an address without a name cannot be walked"
    assert names == set(MATRIX)


def _expected(row: Row, person: str) -> int | None:
    """Return the status that must come, or None for "may go on"."""
    if person in row.open_to.split():
        return None
    if row.names is None or person in row.refused.split():
        return REFUSED
    return NOT_FOUND


def _ask(client: Client, row: Row, url: str) -> int:
    answer = client.post(url, {}) if row.post else client.get(url)
    return answer.status_code


@pytest.mark.parametrize("name", MATRIX)
def test_each_person_finds_what_the_matrix_says(name: str, client: Client) -> None:
    row = MATRIX[name]
    found: dict[str, int] = {}
    wrong: dict[str, tuple[int, int | None]] = {}
    # In this order nobody's right is used up by an earlier one: those who may not come first.
    world = worlds.build_with_report()
    url = reverse(name, kwargs=row.names(world) if row.names else None)
    for person in sorted(PEOPLE, key=lambda one: one in row.open_to.split()):
        client.force_login(world.users[person])
        found[person] = _ask(client, row, url)
        expected = _expected(row, person)
        went_on = found[person] not in {REFUSED, NOT_FOUND} and found[person] < 500
        if (expected is None and not went_on) or (expected is not None and found[person] != expected):
            wrong[person] = (found[person], expected)
    assert wrong == {}


def test_a_stranger_is_sent_to_the_sign_in_page(client: Client) -> None:
    world = worlds.build_with_report()
    wrong: dict[str, tuple[int, str]] = {}
    for name, row in MATRIX.items():
        url = reverse(name, kwargs=row.names(world) if row.names else None)
        answer = client.post(url, {}) if row.post else client.get(url)
        place = answer.headers.get("Location", "")
        is_sent_away = answer.status_code == 302 and place.startswith(reverse("sign_in"))
        if is_sent_away == row.public or answer.status_code not in {200, 302}:
            wrong[name] = (answer.status_code, place)
    assert wrong == {}


def test_nobody_learns_from_the_answer_whether_an_object_exists(client: Client) -> None:
    world: World = worlds.build_with_report()
    client.force_login(world.users["sibling"])
    there = client.get(reverse("commitment", args=[world.duty.pk]))
    not_there = client.get(reverse("commitment", args=[10**18]))
    assert there.status_code == not_there.status_code == NOT_FOUND
    assert there.content == not_there.content


def test_being_a_superuser_opens_nothing(client: Client) -> None:
    world = worlds.build_with_report()
    user = world.users[worlds.NOBODY]
    user.is_superuser = user.is_staff = True
    user.save()
    client.force_login(user)
    assert client.get(reverse("commitment", args=[world.duty.pk])).status_code == NOT_FOUND
    assert client.get(reverse("reviews")).status_code == REFUSED


def test_a_refusal_says_why(client: Client) -> None:
    world = worlds.build_with_report()
    client.force_login(world.users["own_reviewer"])
    answer = client.post(reverse("report_accept", args=[world.report_id]))
    assert answer.status_code == REFUSED
    assert "Bạn không được thẩm định" in answer.content.decode()
