"""The files that the portal would have given on 11 and on 15 October 2025, cut from the public figures."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from openpyxl import Workbook

from accountability.jobs.demo.province import read

SOURCE = "portal-766"
FIRST, SECOND = "2025-10-11", "2025-10-15"
_FILES = {
    FIRST: {
        "an_giang_xa_phuong.csv": "an_giang_communes.csv",
        "an_giang_so_nganh.csv": "an_giang_departments.csv",
        "cac_tinh.xlsx": "provinces.csv",
        "an_giang_xu_huong.csv": "an_giang_trend.csv",
    },
    SECOND: {
        "an_giang_xa_phuong.xlsx": "an_giang_communes.csv",
        "an_giang_so_nganh.csv": "an_giang_departments.csv",
        "cac_tinh.csv": "provinces.csv",
        "an_giang_xu_huong.csv": "an_giang_trend.csv",
    },
}
_WORDS = {"snapshot_utc", "period", "unit_id", "unit_name", "agency_code", "period_kind"}
# ruff: noqa: E501  the sample is shown as the file will stand
# For the reader to try: an honest line, an unknown unit, a word where a number belongs, a day that does not exist.
SAMPLE = """\
snapshot_utc,period,unit_id,unit_name,agency_code,tdgq,mdhl,mdsh,tttt,clgq,ckmb,total,rank
2025-10-15T09:30Z,2025 year to date,470371,UBND xã An Minh - tỉnh An Giang,H01.188,19.6,18,20.1,8.55,8.1,18,92.35,40
2025-10-15T09:30Z,2025 year to date,999999,UBND xã Không Có - tỉnh An Giang,H01.999,19.6,18,20.1,8.55,8.1,18,92.35,41
2025-10-15T09:30Z,2025 year to date,471054,UBND xã Gò Quao - tỉnh An Giang,H01.175,mười chín,18,20.1,8.55,8.1,18,92.35,42
2025-02-30T09:30Z,2025 year to date,471279,UBND phường Rạch Giá - tỉnh An Giang,H01.152,19.6,18,20.1,8.55,8.1,18,92.35,43
"""


def drop(day: str) -> list[Path]:
    """Put the files of a day into the source's inbox; return their paths."""
    folder = Path(settings.INBOX_DIR) / SOURCE / day
    folder.mkdir(parents=True, exist_ok=True)
    return [_place(folder / name, _rows(origin, day)) for name, origin in _FILES[day].items()]


def sample() -> Path:
    """Put a small file with faults beside the inbox, for a reader to copy into it."""
    folder = Path(settings.STATE_DIR) / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "minh_hoa_15-10-2025_chieu.csv"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def _rows(origin: str, day: str) -> list[dict[str, str]]:
    return [row for row in read(origin) if row["snapshot_utc"].startswith(day)]


def _place(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write a file under another name first: the source must never see half of it."""
    write: Callable[[list[dict[str, str]]], bytes] = _xlsx if path.suffix == ".xlsx" else _csv
    waiting = path.with_name(f".{path.name}.part")
    waiting.write_bytes(write(rows))
    waiting.replace(path)
    return path


def _csv(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _xlsx(rows: list[dict[str, str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("766")
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([value if name in _WORDS else float(value) for name, value in row.items()])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
