"""Signing in, out, and choosing a language."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accountability.web import throttle
from commitments.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "mot-mat-khau-rat-dai"


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    return User.objects.create_user(username="chutich", password=PASSWORD, full_name="Chủ tịch UBND phường An Bình")


def _sign_in(client: Client, username: str, password: str, **extra: str) -> HttpResponse:
    return client.post(reverse("sign_in"), {"username": username, "password": password, **extra})


def test_the_right_password_opens_the_home_page(client: Client, user: User) -> None:
    answer = _sign_in(client, user.username, PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client, user: User) -> None:
    texts = []
    for name in (user.username, "khong-co-ai"):
        answer = _sign_in(client, name, "sai-mat-khau")
        assert answer.status_code == 200
        texts.append(str(answer.context["form"].non_field_errors()))
    assert texts[0] == texts[1]
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in texts[0]


def test_a_switched_off_account_gets_the_same_answer(client: Client, user: User) -> None:
    User.objects.update(is_active=False)
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in _sign_in(client, user.username, PASSWORD).content.decode()


def test_the_name_that_was_typed_is_kept(client: Client, user: User) -> None:
    assert 'value="chutich"' in _sign_in(client, user.username, "sai").content.decode()


def test_after_many_wrong_passwords_even_the_right_one_waits(client: Client, user: User) -> None:
    for _try in range(throttle.LIMIT):
        _sign_in(client, user.username, "sai-mat-khau")
    answer = _sign_in(client, user.username, PASSWORD)
    assert answer.status_code == 200
    assert "thử lại sau 10 phút" in answer.content.decode()


def test_the_page_asked_for_opens_after_signing_in(client: Client, user: User) -> None:
    wanted = reverse("own_agreement")
    asked = client.get(wanted)
    assert asked.headers["Location"] == f"{reverse('sign_in')}?next={wanted}"
    assert _sign_in(client, user.username, PASSWORD, next=wanted).headers["Location"] == wanted


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client: Client, user: User, elsewhere: str) -> None:
    assert _sign_in(client, user.username, PASSWORD, next=elsewhere).headers["Location"] == "/"


def test_signing_out_needs_a_post_and_closes_the_session(client: Client, user: User) -> None:
    client.force_login(user)
    assert client.get(reverse("sign_out")).status_code == 405
    assert client.post(reverse("sign_out")).headers["Location"] == reverse("sign_in")
    assert client.get("/").status_code == 302


def test_the_demonstration_lists_its_accounts_and_a_real_site_does_not(client: Client, settings: object) -> None:
    settings.DEMO, settings.DEMO_SIGN_INS = True, [("chutich.mau", "Chủ tịch UBND xã Mẫu", "ký")]  # type: ignore[attr-defined]
    assert "Chủ tịch UBND xã Mẫu" in client.get(reverse("sign_in")).content.decode()
    settings.DEMO = False  # type: ignore[attr-defined]
    text = client.get(reverse("sign_in")).content.decode()
    assert "Chủ tịch UBND xã Mẫu" not in text
    assert "mật khẩu chung" not in text


def test_the_language_is_chosen_by_the_switch_and_only_by_it(client: Client) -> None:
    page = reverse("sign_in")
    assert '<html lang="vi">' in client.get(page, headers={"Accept-Language": "en"}).content.decode()
    answer = client.post(reverse("set_language"), {"language": "en", "next": page})
    assert answer.headers["Location"] == page
    assert '<html lang="en">' in client.get(page).content.decode()


def test_the_switch_leads_nowhere_else(client: Client) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"
