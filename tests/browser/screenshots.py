"""Photograph every page at 360 and 1440 px: `make screenshots` writes them below screenshots/."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.pages import Shown, pages
from tests.browser.site import ROOT, Site, browser, demo_site, sign_in

WIDTHS = (360, 1440)


def main() -> None:
    target = ROOT / "screenshots"
    target.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="camket-screens-") as state,
        demo_site(Path(state)) as site,
        browser() as chromium,
    ):
        for width in WIDTHS:
            _photograph(site, chromium, width, target)
    print(f"Pictures are in {target}")


def _photograph(site: Site, chromium: Browser, width: int, target: Path) -> None:
    open_pages: dict[str, Page] = {}
    for shown in pages(site.read("ids")):
        page = open_pages.get(shown.who) or _page_of(site, chromium, shown, width)
        open_pages[shown.who] = page
        page.goto(f"{site.url}{shown.path}")
        page.screenshot(path=target / f"{shown.name}-{width}.png", full_page=True)
        print(f"  {shown.name} {width}")


def _page_of(site: Site, chromium: Browser, shown: Shown, width: int) -> Page:
    page = chromium.new_context(viewport={"width": width, "height": 800}, locale="vi-VN").new_page()
    if shown.who:
        sign_in(page, site, shown.who)
    return page


if __name__ == "__main__":
    main()
