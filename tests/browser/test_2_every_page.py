"""Every page: no serious fault for those who cannot see or use a mouse, none wider than its screen, two languages."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.pages import pages
from tests.browser.site import Site, sign_in

_PLACE = "[document.activeElement.closest('tr').rowIndex, document.activeElement.closest('td, th').cellIndex]"


@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_has_a_serious_fault_or_is_wider_than_its_screen(site: Site, chromium: Browser, width: int) -> None:
    faults: list[str] = []
    contexts: dict[str, Page] = {}
    for shown in pages(site.read("ids")):
        page = contexts.get(shown.who) or _page_of(site, chromium, shown.who, width)
        contexts[shown.who] = page
        page.goto(f"{site.url}{shown.path}")
        found = Axe().run(page).response["violations"]
        faults += [
            f"{shown.name} at {width}: {_said(one)}" for one in found if one["impact"] in ("serious", "critical")
        ]
        extra = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if extra > 0:
            faults.append(f"{shown.name} at {width}: {extra} px wider than the screen")
    assert faults == []


def test_the_switch_turns_every_page_english(site: Site, page: Page) -> None:
    sign_in(page, site, "quanly.noivu")
    page.locator("form[action$='/ngon-ngu/'] button[value=en]").first.click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto(f"{site.url}/tong-quan/")
    text = page.locator("main").inner_text()
    assert "At risk" in text
    assert "Có nguy cơ" not in text


def test_the_matrix_is_one_stop_for_the_keyboard_and_arrows_walk_it(site: Site, page: Page) -> None:
    sign_in(page, site, "quanly.noivu")
    page.goto(f"{site.url}/tong-quan/")
    matrix = page.locator("table[data-walk=one-stop]").first
    assert matrix.locator("tbody a").count() > 100
    assert matrix.locator("tbody a:not([tabindex='-1'])").count() == 1
    matrix.locator("tbody a[tabindex='0']").focus()
    places = []
    for key in ("ArrowRight", "ArrowDown", "End", "Home", "Control+End", "Control+Home"):
        page.keyboard.press(key)
        places.append(page.evaluate(_PLACE))
    last = matrix.locator("tbody tr").count()
    width = matrix.locator("tbody tr").first.locator("th, td").count() - 1
    assert places == [[1, 2], [2, 2], [2, width], [2, 0], [last, width], [1, 0]]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('table')") is None
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(_PLACE) == [1, 0]


def _page_of(site: Site, chromium: Browser, who: str, width: int) -> Page:
    page = chromium.new_context(viewport={"width": width, "height": 800}, locale="vi-VN").new_page()
    if who:
        sign_in(page, site, who)
    return page


def _said(violation: dict[str, Any]) -> str:
    return f"{violation['id']}: {violation['help']}: {[node['target'] for node in violation['nodes'][:3]]}"
