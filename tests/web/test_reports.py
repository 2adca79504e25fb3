"""The reviewer's desk, decisions, and proofs."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from commitments.agreements.models import Evidence, ProgressReport
from commitments.agreements.services import report_submit
from tests.web import world as worlds
from tests.web.query_baseline import counted
from tests.web.world import World, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build_with_report()


def test_the_desk_shows_the_report_with_its_proof_beside_the_demand(client: Client, world: World) -> None:
    client.force_login(world.users["reviewer"])
    text = client.get(reverse("reviews")).content.decode()
    for words in ("UBND phường An Bình", "Đã công khai đường dây nóng.", "anh-chup.png", "Ảnh chụp trang thông tin"):
        assert words in text
    assert reverse("evidence", args=[world.evidence_uuid]) in text


def test_who_works_in_the_unit_does_not_find_its_report(client: Client, world: World) -> None:
    client.force_login(world.users["own_reviewer"])
    assert "Đã thẩm định hết" in client.get(reverse("reviews")).content.decode()


def test_accepting_makes_the_figure_count_and_goes_on(client: Client, world: World) -> None:
    client.force_login(world.users["reviewer"])
    answer = client.post(reverse("report_accept", args=[world.report_id]), {"next": reverse("reviews")})
    assert answer.headers["Location"] == reverse("reviews")
    assert ProgressReport.objects.get().state == "accepted"
    worlds.refresh()
    assert "đã hoàn thành" in client.get(reverse("commitment", args=[world.duty.pk])).content.decode()


def test_after_a_decision_the_desk_goes_on_to_the_next_report(client: Client, world: World) -> None:
    later = report_submit(
        commitment_id=world.rate.pk,
        user_id=world.users["officer"].pk,
        narrative="Bảng kê.",
        evidence=[],
        numerator=Decimal(19),
        denominator=Decimal(20),
        actor=acting(world.users["officer"]),
        day=worlds.DAY,
        at=worlds.AT,
    )
    client.force_login(world.users["reviewer"])
    shown = client.get(reverse("reviews"), {"bao-cao": world.report_id})
    assert shown.context["next"] == f"{reverse('reviews')}?bao-cao={later}"
    assert client.get(reverse("reviews"), {"bao-cao": later}).context["next"] == reverse("reviews")


def test_the_way_on_after_a_decision_stays_on_this_site(client: Client, world: World) -> None:
    client.force_login(world.users["reviewer"])
    answer = client.post(reverse("report_accept", args=[world.report_id]), {"next": "https://example.org/"})
    assert answer.headers["Location"] == reverse("reviews")


def test_returning_needs_a_reason(client: Client, world: World) -> None:
    client.force_login(world.users["reviewer"])
    url = reverse("report_return", args=[world.report_id])
    empty = client.post(url, {"reason": "  "})
    assert empty.status_code == 422
    assert "Cần ghi lý do trả lại" in empty.content.decode()
    assert ProgressReport.objects.get().state == "submitted"
    assert client.post(url, {"reason": "Thiếu ảnh tại trụ sở."}).status_code == 302
    assert ProgressReport.objects.get().reason == "Thiếu ảnh tại trụ sở."


def test_a_second_reviewer_reads_that_it_was_decided(client: Client, world: World) -> None:
    client.force_login(world.users["reviewer"])
    client.post(reverse("report_accept", args=[world.report_id]))
    client.force_login(world.users["manager"])
    answer = client.post(reverse("report_return", args=[world.report_id]), {"reason": "Chưa đạt."}, follow=True)
    assert "đã được Người dùng reviewer xử lý" in answer.content.decode()
    assert ProgressReport.objects.get().state == "accepted"


def test_a_proof_comes_as_a_download_and_is_what_its_bytes_are(client: Client, world: World) -> None:
    client.force_login(world.users["reviewer"])
    answer = client.get(reverse("evidence", args=[world.evidence_uuid]))
    assert b"".join(answer.streaming_content) == worlds.PNG  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="anh-chup.png"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_an_altered_proof_is_not_handed_out(client: Client, world: World) -> None:
    file = Path(settings.EVIDENCE_DIR) / Evidence.objects.get().stored_path
    file.chmod(0o600)
    file.write_bytes(worlds.PNG + b"x")
    client.force_login(world.users["reviewer"])
    answer = client.get(reverse("evidence", args=[world.evidence_uuid]))
    assert answer.status_code == 409
    assert "mã kiểm tra không khớp" in answer.content.decode()


@pytest.mark.parametrize("asked", ["", "0", "x", "999999999999999999999999"])
def test_an_unknown_report_in_the_address_shows_the_first(client: Client, world: World, asked: str) -> None:
    client.force_login(world.users["reviewer"])
    desk = client.get(reverse("reviews"), {"bao-cao": asked}).context["desk"]
    assert desk.current.report_id == world.report_id


def test_the_desk_makes_a_fixed_number_of_queries(client: Client, world: World) -> None:
    client.force_login(world.users["reviewer"])
    with counted("reviews"):
        client.get(reverse("reviews"))
