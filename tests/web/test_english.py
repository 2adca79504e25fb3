"""The English side of the switch: official words, English numbers and days, nothing of the site left in Vietnamese."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.web import world as worlds
from tests.web.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build_with_report()


@pytest.fixture
def english(client: Client) -> Client:
    call_command("catalogue", "compile")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_a_head_reads_tasks_and_figures_in_english(english: Client, world: World) -> None:
    worlds.observe(world, "total", "2025-ytd", {"W": "88.64"})
    worlds.refresh()
    english.force_login(world.users["head"])
    text = english.get("/").content.decode()
    for words in ("1 task to do, overdue", "My tasks", "88.64", "1.36"):
        assert words in text
    assert "Việc cần làm" not in text


def test_numbers_are_read_as_english_writes_them(english: Client, world: World) -> None:
    english.force_login(world.users["head"])
    url = reverse("commitment_report", args=[world.rate.pk])
    answer = english.post(url, {"numerator": "1,204", "denominator": "2000.5", "narrative": "x", "period": ""})
    text = answer.content.decode()
    assert "Write digits only" in text
    assert "1204.5" in text
    assert "denominator" not in answer.context["report_form"].errors


def test_the_paper_stays_as_signed_and_what_is_said_about_it_is_english(english: Client, world: World) -> None:
    english.force_login(world.users["reviewer"])
    text = english.get(reverse("agreement", args=[world.agreements["W"].uuid])).content.decode()
    for words in ("signed in Vietnamese", "ít nhất 90,00", "Unaltered since signing", "not a digital signature"):
        assert words in text
