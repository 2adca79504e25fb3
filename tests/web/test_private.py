import pytest
from django.test import Client
from django.urls import reverse

from tests.web import world as worlds

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["home", "overview", "overview_download"])
def test_what_a_signed_in_person_sees_is_not_kept_on_the_way(client: Client, name: str) -> None:
    world = worlds.build_with_report()
    client.force_login(world.users["manager"])
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
