"""The cover: what this file is, as of when, under which rules, and who took it out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from commitments.exports.sheets import words
from commitments.exports.sheets.columns import Kind
from commitments.exports.sheets.workbook import PairSheet
from commitments.recommendations.selectors import BatchRow

NAME = "Bìa"
WIDTHS = (38, 110)


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """What the cover says beside the issue itself; `chain` is the last seal's number and digest."""

    authority: str
    demo: bool
    exported_by: str
    exported_at: datetime
    chain: tuple[int, str] | None


def title(batch: BatchRow) -> str:
    """Name the file for people."""
    return f"Kết quả thực hiện cam kết cải cách hành chính năm {batch.year} và đề xuất trình Hội đồng"


def banner(batch: BatchRow, demo: bool) -> str:
    """Give the line above every table: the issue, its day, and what must not be overlooked."""
    parts = [f"Năm {batch.year}, đợt {batch.number}, ngày xét {batch.day:%d/%m/%Y}"]
    parts += ["TẠM THỜI"] if batch.is_provisional else []
    parts += ["DỮ LIỆU MINH HỌA"] if demo else []
    return ". ".join(parts)


def cover_write(sheet: PairSheet, batch: BatchRow, facts: CoverFacts) -> None:
    """Write what is known before the tables are."""
    sheet.heading(facts.authority)
    sheet.heading(title(batch), "cover_title")
    if facts.demo:
        sheet.heading(words.DEMO, "warning")
    sheet.heading(words.PROVISIONAL if batch.is_provisional else words.FINAL, "warning")
    sheet.heading(words.DECIDES, "label")
    sheet.gap()
    sheet.pair("Năm đánh giá", str(batch.year))
    sheet.pair("Đợt đề xuất", batch.number, Kind.WHOLE)
    sheet.pair("Ngày xét", batch.day, Kind.DAY)
    sheet.pair("Số liệu biết đến (giờ Việt Nam)", batch.known_until, Kind.MOMENT)
    sheet.pair("Người lập đợt đề xuất", batch.issued_by)
    sheet.pair("Lập lúc (giờ Việt Nam)", batch.issued_at, Kind.MOMENT)
    sheet.pair("Số dòng đề xuất", batch.recommendations, Kind.WHOLE)
    sheet.pair("sha256 của đợt đề xuất", batch.sha256)
    sheet.pair("Bộ quy định hiện hành khi lập", batch.rulebook_name)
    sheet.pair("sha256 của bộ quy định đó", batch.rulebook_sha256)
    sheet.pair("Người xuất tệp", facts.exported_by)
    sheet.pair("Xuất lúc (giờ Việt Nam)", facts.exported_at, Kind.MOMENT)
    if facts.chain:
        sheet.pair("Dấu niêm phong cuối của nhật ký: số", facts.chain[0], Kind.WHOLE)
        sheet.pair("Dấu niêm phong cuối của nhật ký: sha256", facts.chain[1])
    else:
        sheet.pair("Dấu niêm phong cuối của nhật ký", "chưa có")


def cover_finish(sheet: PairSheet, releases: Collection[str]) -> None:
    """Write what is known once every line was read: the rules really used, and how sure rules can be."""
    for number, release in enumerate(sorted(releases), 1):
        sheet.pair(f"Bộ quy định đã dùng, thứ {number} (sha256)", release)
    sheet.gap()
    sheet.heading("Mức chắc chắn của quy định")
    for code, name in words.CERTAINTIES.items():
        sheet.pair(name, words.CERTAINTY_HELP[code])
