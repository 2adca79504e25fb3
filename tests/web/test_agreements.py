"""Reading and signing an agreement."""

import hashlib
from datetime import date

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accountability.web import throttle
from commitments.agreements.models import Agreement, AgreementState, Commitment
from commitments.runs.models import Run
from commitments.signing.models import Signature
from tests.web import world as worlds
from tests.web.query_baseline import counted
from tests.web.world import PASSWORD, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def world() -> World:
    return worlds.build(sign=False)


def _page(world: World, name: str = "agreement") -> str:
    return reverse(name, args=[world.agreements["W"].uuid])


def _sign(client: Client, world: World, **data: str) -> object:
    return client.post(_page(world, "agreement_sign"), {"has_read": "on", "password": PASSWORD, **data})


def _state(world: World) -> str:
    return Agreement.objects.get(pk=world.agreements["W"].pk).state


def test_the_paper_shows_parties_bases_and_every_target_in_words(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    text = client.get(_page(world)).content.decode()
    for words in (
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "Căn cứ Nghị quyết số 76/NQ-CP",
        "Chủ tịch UBND Tỉnh Mẫu",
        "ít nhất 90,00\u00a0điểm",
        "từ hạng 1 trở lên trong nhóm Xã, phường, đặc khu",
        "hoàn thành chậm nhất ngày 31/10/2025",
        "Mẫu số: Số hồ sơ trễ hẹn",
        "Trách nhiệm người đứng đầu năm 2025",
    ):
        assert words in text


def test_signing_freezes_the_terms_and_asks_for_the_first_standings(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    answer = _sign(client, world)
    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert _state(world) == AgreementState.SIGNED
    assert Run.objects.filter(kind="standings_refresh", params={"agreement": world.agreements["W"].pk}).exists()
    text = client.get(_page(world)).content.decode()
    assert "Còn nguyên như lúc ký" in text
    assert "chưa phải chữ ký số" in text
    assert Signature.objects.get().sha256 in text
    assert "Đang so sánh số liệu" in text


def test_the_downloaded_text_has_the_sha256_that_the_page_shows(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    _sign(client, world)
    answer = client.get(_page(world, "agreement_text"))
    assert hashlib.sha256(answer.content).hexdigest() == Signature.objects.get().sha256
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_unsigned_agreement_has_no_text_to_take_along(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    assert client.get(_page(world, "agreement_text")).status_code == 404


def test_a_second_click_changes_nothing(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    _sign(client, world)
    before = Signature.objects.get().signed_at
    assert _sign(client, world).status_code == 302  # type: ignore[attr-defined]
    assert Signature.objects.get().signed_at == before


def test_a_wrong_password_signs_nothing_and_keeps_the_tick(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    answer = _sign(client, world, password="sai-mat-khau")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    text = answer.content.decode()  # type: ignore[attr-defined]
    assert "Mật khẩu chưa đúng nên bản cam kết chưa được ký" in text
    assert 'name="has_read"' in text
    assert "checked" in text
    assert "sai-mat-khau" not in text
    assert _state(world) == AgreementState.READY


def test_without_the_tick_nothing_is_signed(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    answer = client.post(_page(world, "agreement_sign"), {"password": PASSWORD})
    assert answer.status_code == 422
    assert "Hãy đọc hết bản cam kết" in answer.content.decode()
    assert _state(world) == AgreementState.READY


def test_guessing_passwords_is_slowed_down(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    for _try in range(throttle.LIMIT):
        _sign(client, world, password="sai-mat-khau")
    assert "thử lại sau 10 phút" in _sign(client, world).content.decode()  # type: ignore[attr-defined]
    assert _state(world) == AgreementState.READY


def test_who_may_not_sign_reads_who_may(client: Client, world: World) -> None:
    for person in ("officer", "manager"):
        client.force_login(world.users[person])
        text = client.get(_page(world)).content.decode()
        assert "Chỉ người đứng đầu đơn vị đang tại chức" in text
        assert 'name="password"' not in text


def test_the_margin_shows_the_figure_once_it_is_judged(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    _sign(client, world)
    worlds.observe(world, "total", "2025-ytd", {"W": "93.21"})
    assert client.get(_page(world, "agreement_progress")).headers.get("HX-Refresh") is None
    worlds.refresh()
    assert client.get(_page(world, "agreement_progress")).headers["HX-Refresh"] == "true"
    assert "93,21\u00a0điểm" in client.get(_page(world)).content.decode()


@pytest.mark.parametrize("asked", ["0", "44", "45", "-1", "x", "99999999999999999999"])
def test_waiting_ends_and_bad_counts_do_no_harm(client: Client, world: World, asked: str) -> None:
    client.force_login(world.users["head"])
    answer = client.get(_page(world, "agreement_progress"), {"lan": asked})
    assert answer.status_code == 200
    assert ("hx-get" in answer.content.decode()) == (asked == "0")


def test_own_agreement_leads_to_the_paper_or_says_there_is_none(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    assert client.get(reverse("own_agreement")).headers["Location"] == _page(world)
    client.force_login(world.users["chief"])
    assert "Chưa có bản cam kết nào" in client.get(reverse("own_agreement")).content.decode()


def test_the_paper_makes_the_same_queries_signed_or_not(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    with counted("agreement, unsigned"):
        client.get(_page(world))
    _sign(client, world)
    worlds.refresh()
    with counted("agreement, signed"):
        client.get(_page(world))


def test_what_is_already_due_is_said_before_signing(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    text = client.get(_page(world)).content.decode()
    assert "1 nội dung đã qua hạn trước khi ký" in text
    assert "xin lỗi: kỳ báo cáo đến 30/09/2025: quá hạn báo cáo 15 ngày" in text
    # A unit may be asked to sign after some of its days are over.
    Commitment.objects.filter(agreement=world.agreements["W"], kind="duty").update(due_date=date(2025, 9, 30))
    text = client.get(_page(world)).content.decode()
    assert "2 nội dung đã qua hạn trước khi ký" in text
    assert "4. Công khai đường dây nóng: hạn 30/09/2025, đã quá 15 ngày; ký xong là “Không đạt”" in text
    _sign(client, world)
    assert "đã qua hạn trước khi ký" not in client.get(_page(world)).content.decode()


def test_in_english_the_paper_stays_in_the_language_that_is_signed(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = client.get(_page(world)).content.decode()
    paper = text[text.index("<article") : text.index("</article>")]
    assert 'lang="vi"' in paper
    for words in ("Tôi, Chủ tịch UBND phường An Bình, cam kết với", "ít nhất 90,00", "hoàn thành chậm nhất ngày 31/10"):
        assert words in paper
    assert 'lang="en"' in text[: text.index("<article")]


def test_a_person_prints_the_paper_and_checks_the_file(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    _sign(client, world)
    text = client.get(_page(world)).content.decode()
    assert "In bản cam kết" in text
    assert text.index("Tải tệp kiểm tra") > text.index("Xác nhận và kiểm tra")


def test_the_address_of_the_form_opened_again_leads_to_the_paper(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    assert client.get(_page(world, "agreement_sign")).headers["Location"] == _page(world)
