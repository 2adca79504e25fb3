"""The main job from end to end in a real browser: sign, report, review, pull, compare, recommend, export."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.site import PASSWORD, Site, sign_in

UNSIGNED, LONG_PHU, AN_MINH = "471279", "470152", "470371"
# A worker looks for work each second; the tick comes each minute.
SOON = 90_000
DROP = """\
snapshot_utc,period,unit_id,unit_name,agency_code,tdgq,mdhl,mdsh,tttt,clgq,ckmb,total,rank
2025-10-15T09:30Z,2025 year to date,470371,UBND xã An Minh,H01.188,19.6,18,20.1,8.55,8.1,18,92.35,40
2025-10-15T09:30Z,2025 year to date,999999,UBND xã Không Có,H01.999,19.6,18,20.1,8.55,8.1,18,92.35,41
2025-10-15T09:30Z,2025 year to date,471054,UBND xã Gò Quao,H01.175,mười chín,18,20.1,8.55,8.1,18,92.35,42
2025-02-30T09:30Z,2025 year to date,471403,UBND phường Long Xuyên,H01.152,19.6,18,20.1,8.55,8.1,18,92.35,43
"""


def _1_a_head_signs_and_the_standing_follows(site: Site, page: Page) -> None:
    agreement = f"{site.url}/ban-cam-ket/{site.read('ids')['agreements'][UNSIGNED]}/"
    sign_in(page, site, "chutich.rachgia")
    page.goto(agreement)
    main = page.locator("main")
    expect(main).to_contain_text("Chưa ký")

    page.get_by_role("checkbox").check()
    page.locator("input[type=password]").fill("not the password")
    page.get_by_role("button", name="Ký cam kết").click()
    expect(main).to_contain_text("Mật khẩu")
    assert site.read("signature", UNSIGNED) == {}

    page.get_by_role("checkbox").check()
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Ký cam kết").click()
    signature = site.read("signature", UNSIGNED)
    expect(main).to_contain_text("Chủ tịch UBND phường Rạch Giá")
    expect(main).to_contain_text("chưa phải chữ ký số")
    expect(main).to_contain_text(signature["sha256"])
    expect(page.get_by_role("button", name="Ký cam kết")).to_have_count(0)

    # The refresh is the worker's; the page asks for it by itself.
    expect(main).to_contain_text("Có nguy cơ không đạt", timeout=SOON)
    assert site.read("standing", UNSIGNED, "1") == {"state": "at_risk", "value": "87.8200"}
    # What is signed after an issue does not change what that issue knew.
    site.manage("record_verify")


def _2_a_head_reports_and_home_affairs_accepts(site: Site, page: Page, tmp_path: Path) -> None:
    proof = tmp_path / "duong-day-nong.pdf"
    proof.write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n")
    number = "16"
    item = f"{site.url}/noi-dung/{site.read('ids')['commitments'][f'{LONG_PHU}/{number}']}/"
    sign_in(page, site, "daumoi.longphu")
    page.goto(item)
    page.get_by_label("Kết quả thực hiện").fill("Đã mở hộp thư hỏi đáp và công khai số điện thoại tại trụ sở.")
    page.locator("input[name=done_on]").fill("2025-10-14")
    page.locator("input[type=file]").set_input_files(proof)
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.locator("main")).to_contain_text("chờ thẩm định")

    page.context.clear_cookies()
    sign_in(page, site, "thamdinh.noivu")
    page.goto(item)
    with page.expect_download() as download:
        page.get_by_role("link", name="duong-day-nong.pdf").first.click()
    assert Path(download.value.path()).read_bytes() == proof.read_bytes()
    page.get_by_role("button", name="Chấp nhận").first.click()
    expect(page.locator("main")).to_contain_text("chấp nhận")
    _reload_until(page, item, "Đạt")
    assert site.read("standing", LONG_PHU, number)["state"] == "met"


def _3_a_dropped_file_moves_a_standing_and_its_faults_are_held_back(site: Site, page: Page) -> None:
    assert site.read("standing", AN_MINH, "1")["state"] == "at_risk"
    inbox = site.state / "inbox" / "portal-766" / "2025-10-15-chieu"
    inbox.mkdir(parents=True)
    (inbox / "an_giang.csv").write_text(DROP, encoding="utf-8")
    page.wait_for_timeout(2_500)  # a file that has just changed is left to grow

    sign_in(page, site, "quanly.noivu")
    page.goto(f"{site.url}/nguon-so-lieu/")
    page.get_by_role("button", name="Lấy số liệu ngay").click()
    # The page looks after itself: the held rows appear on it without a reload, and lead to the run.
    main = page.locator("main")
    expect(main).to_contain_text(re.compile(r"nhận 1 dòng, giữ lại 3 dòng"), timeout=SOON)
    page.get_by_role("row", name=re.compile("giữ lại 3 dòng")).get_by_role("link").first.click()
    for words in ("an_giang.csv", "999999", "mười chín", "2025-02-30"):
        expect(main).to_contain_text(words)

    item = f"{site.url}/noi-dung/{site.read('ids')['commitments'][f'{AN_MINH}/1']}/"
    _reload_until(page, item, "92,35")
    expect(page.locator("main")).to_contain_text("Đúng tiến độ")
    assert site.read("standing", AN_MINH, "1") == {"state": "on_track", "value": "92.3500"}


def _4_a_manager_issues_and_the_workbook_says_what_the_record_says(site: Site, page: Page, tmp_path: Path) -> None:
    sign_in(page, site, "quanly.noivu")
    page.goto(f"{site.url}/de-xuat/")
    page.get_by_role("link", name="Phát hành đề xuất").click()
    page.get_by_role("button", name="Phát hành đợt 2").click()
    _reload_until(page, f"{site.url}/de-xuat/", "Đợt 2")
    page.get_by_role("button", name="Xuất Excel").click()
    _reload_until(page, f"{site.url}/de-xuat/", ".xlsx")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"\.xlsx")).first.click()
    saved = tmp_path / "hoi-dong.xlsx"
    download.value.save_as(saved)

    record = site.read("workbook")
    book = CalamineWorkbook.from_path(str(saved))
    units = _table(book, "Tập thể")
    heads = _table(book, "Cá nhân")
    assert len(units) == sum(name.startswith("unit/") for name in record["lines"])
    assert len(heads) == sum(name.startswith("leader/") for name in record["lines"])
    reviewed = {row["Đơn vị"] for row in heads if row["Cần xem xét kiểm điểm"] == "Có"}
    assert reviewed == {
        line["unit"] for name, line in record["lines"].items() if name.startswith("leader/") and line["review"]
    }
    figures = {
        f"{row['Mã đơn vị']}/{int(row['Số'])}": row["Kết quả"]
        for row in _table(book, "Nội dung cam kết")
        if row["Kết quả"] != ""
    }
    assert figures == pytest.approx({name: float(value) for name, value in record["figures"].items()})


def _5_the_whole_record_is_sound_afterwards(site: Site) -> None:
    site.manage("record_verify")


def test_the_whole_thread_from_signature_to_workbook(site: Site, chromium: Browser, tmp_path: Path) -> None:
    """The steps build on each other, so they are one test: the order of tests is shuffled."""
    with _fresh_page(chromium) as page:
        _1_a_head_signs_and_the_standing_follows(site, page)
    with _fresh_page(chromium) as page:
        _2_a_head_reports_and_home_affairs_accepts(site, page, tmp_path)
    with _fresh_page(chromium) as page:
        _3_a_dropped_file_moves_a_standing_and_its_faults_are_held_back(site, page)
    with _fresh_page(chromium) as page:
        _4_a_manager_issues_and_the_workbook_says_what_the_record_says(site, page, tmp_path)
    _5_the_whole_record_is_sound_afterwards(site)


def _table(book: CalamineWorkbook, name: str) -> list[dict[str, object]]:
    _title, header, *rows = book.get_sheet_by_name(name).to_python()
    return [dict(zip([str(word) for word in header], row, strict=True)) for row in rows]


@contextmanager
def _fresh_page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN", accept_downloads=True)
    yield context.new_page()
    context.close()


def _reload_until(page: Page, url: str, words: str) -> None:
    """Look again until the worker has done its part, as a person would."""
    for _ in range(SOON // 1_000):
        page.goto(url)
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(1_000)
    raise AssertionError(f"{words!r} did not appear on {url}")
