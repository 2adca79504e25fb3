"""The rules that every page keeps: words beside colours, nothing inline, templates that compile, errors that help."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.template import Context, Template, engines
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path
from django.utils import translation

from accountability.web.presentation.states import ATTENTION_ORDER, STATES, state_look
from accountability.web.presentation.words import CERTAINTY, TABLES, word
from commitments.agreements.models import ReportState
from commitments.runs.models import RunState
from scoring.comparison.model import State
from scoring.recommendations.model import Category, Level, Outcome
from scoring.rulebooks.model import Certainty

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLESHEET = ROOT / "accountability/web/static/web/camket.css"

urlpatterns = [
    path("", include("accountability.web.design.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("home/", lambda request: HttpResponse(), name="home"),
]


def _render(source: str, **context: object) -> str:
    with translation.override("vi"):
        return Template("{% load camket %}" + source).render(Context(context))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: str(template.relative_to(ROOT)))
def test_every_template_compiles(template: Path) -> None:
    engines["django"].get_template(str(template.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: str(template.relative_to(ROOT)))
def test_no_template_carries_a_style_or_a_script_of_its_own(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"hx-on|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"(?:src|href)=[\"']https?://", text)


@pytest.mark.parametrize("template", sorted((ROOT / "templates/components").glob("*.html")), ids=lambda t: t.name)
def test_every_component_says_what_it_takes(template: Path) -> None:
    assert template.read_text(encoding="utf-8").startswith("{% comment %}")


def test_the_seven_standings_have_seven_words_and_seven_shapes() -> None:
    with translation.override("vi"):
        words = {code: look.word for code, look in STATES.items()}
    assert words == {
        "met": "Đạt",
        "on_track": "Đúng tiến độ",
        "at_risk": "Có nguy cơ không đạt",
        "missed": "Không đạt",
        "no_data": "Chưa có số liệu",
        "waived": "Nguyên nhân khách quan",
        "not_applicable": "Không phát sinh",
    }
    assert len({look.path for look in STATES.values()}) == 7
    assert [look.glyph for look in STATES.values()] == ["●", "▲", "◆", "■", "○", "◇", "⊘"]
    assert sorted(ATTENTION_ORDER) == sorted(STATES)


def test_an_unknown_code_is_a_fault_and_not_a_blank() -> None:
    with pytest.raises(KeyError, match="known: met"):
        state_look("done")
    with pytest.raises(KeyError, match="known: confirmed"):
        word("certainty", "sure")


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("certainty", Certainty),
        ("rule", Outcome),
        ("category", Category),
        ("level", Level),
        ("run", RunState),
        ("report", ReportState),
    ],
)
def test_every_code_of_the_record_has_its_word(table: str, codes: type) -> None:
    assert sorted(TABLES[table]) == sorted(str(code) for code in codes)


def test_every_standing_of_the_core_has_its_look() -> None:
    assert sorted(STATES) == sorted(State)


def test_a_badge_says_its_word_beside_its_shape() -> None:
    html = _render("{% state_badge 'at_risk' %}")
    assert "badge--at-risk" in html
    assert "Có nguy cơ không đạt" in html
    assert html.count("<svg") == 1


def test_how_sure_a_rule_is_is_told_in_full() -> None:
    shown = {code: re.sub(r"<[^>]+>", "", _render("{% certainty code %}", code=code)).strip() for code in CERTAINTY}
    assert shown == {
        "confirmed": "đã xác nhận",
        "stated": "theo nguồn công khai, chưa đối chiếu văn bản gốc",
        "inferred": "suy ra từ quy định liên quan",
        "third_party": "theo nguồn thứ ba, không phải văn bản pháp luật",
        "unconfirmed": "chưa xác nhận",
        "local": "mức do tỉnh đặt (chưa có văn bản)",
    }


def test_a_cell_of_the_matrix_says_everything_in_words_and_escapes_names() -> None:
    html = _render("{% heat_cell 'missed' '61,07' '/x' name %}", name="A <b>")
    assert 'aria-label="A &lt;b&gt;: Không đạt, 61,07"' in html


def test_a_figure_stands_with_its_time_and_a_missing_one_is_not_zero() -> None:
    known = datetime(2025, 10, 11, 1, 46, tzinfo=UTC)
    html = _render("{% figure v 'điểm' 2 as_of=t today=d %}", v=Decimal("82.1"), t=known, d=date(2025, 10, 15))
    assert "82,10" in html
    assert 'title="08:46 11/10/2025"' in html
    assert "4 ngày trước" in html
    assert "Chưa có số liệu" in _render("{% figure v %}", v=None)
    assert "Chưa có số liệu" not in _render("{% figure v %}", v=0)


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html", "csrf_failure.html"])
def test_an_error_page_needs_no_context_and_says_what_to_do(name: str) -> None:
    with translation.override("vi"):
        html = render_to_string(name)
    for question in ("Điều gì đã xảy ra", "Điều gì vẫn an toàn", "Nên làm gì tiếp theo"):
        assert question in html
    assert 'lang="vi"' in html


@pytest.mark.urls(__name__)
def test_the_style_page_shows_every_standing_in_vietnamese(client: Client) -> None:
    response = client.get("/_design/", headers={"accept-language": "vi"})
    html = response.content.decode()
    assert response.status_code == 200
    assert all(str(STATES[code].lazy_word) in html for code in ATTENTION_ORDER)
    assert "Ngày làm việc: <time" in re.sub(r"\s+", " ", html)
    assert "DỮ LIỆU MINH HỌA" in html


@pytest.mark.urls(__name__)
def test_the_style_page_exists_only_with_the_demo(client: Client, settings) -> None:
    settings.DEMO = False
    assert client.get("/_design/").status_code == 404


def _token(name: str) -> str:
    found = re.search(rf"--{name}: (#[0-9a-f]{{3,6}});", STYLESHEET.read_text(encoding="utf-8"))
    assert found, name
    digits = found[1][1:]
    return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    "ink", ["ink", "ink-2", "ink-3", "accent", "link", "met", "on-track", "at-risk", "missed", "no-data", "waived"]
)
@pytest.mark.parametrize("ground", ["paper", "sheet", "sunken"])
def test_every_text_colour_is_readable_on_every_ground(ink: str, ground: str) -> None:
    lighter, darker = sorted((_luminance(_token(ink)), _luminance(_token(ground))), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_the_stylesheet_loads_nothing_from_elsewhere() -> None:
    css = STYLESHEET.read_text(encoding="utf-8")
    assert "@import" not in css
    assert "http" not in css
    for name in re.findall(r"url\(\"([^\"]+)\"\)", css):
        assert (STYLESHEET.parent / name).exists()
