"""The values of the rulebook that the recommendations really read, each with its source and how sure it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from commitments.exports.sheets import words
from commitments.exports.sheets.columns import Column, Kind, Sheet
from commitments.recommendations.selectors.reading import ReadingView

_BOOK: Final = "Bộ quy định"

SHEET: Final = Sheet(
    name="Căn cứ",
    title="Quy định và tham số đã dùng",
    printed=9,
    columns=(
        Column("Nội dung", "title", Kind.TEXT, 42, "Tham số nói về điều gì.", _BOOK),
        Column("Giá trị", "number", Kind.FIGURE, 9, "Trống nếu tham số là một lựa chọn.", _BOOK),
        Column("Lựa chọn", "choice", Kind.TEXT, 9, "Có hoặc Không.", _BOOK),
        Column("Đơn vị tính", "measure", Kind.TEXT, 11, "Của giá trị.", _BOOK),
        Column("Áp dụng từ", "from_day", Kind.DAY, 12, "Ngày giá trị bắt đầu có hiệu lực.", _BOOK),
        Column("Mức chắc chắn", "certainty", Kind.TEXT, 24, "Xem chú giải ở trang Bìa.", _BOOK),
        Column("Văn bản", "instrument", Kind.TEXT, 26, "Trống: mức do tỉnh đặt, chưa có văn bản.", _BOOK),
        Column("Điều, khoản", "article", Kind.TEXT, 12, "Trống nếu chưa biết.", _BOOK),
        Column("Lưu ý", "note", Kind.TEXT, 48, "Điều người đọc cần biết; ai đặt mức không có văn bản.", _BOOK),
        Column("Trang công khai", "url", Kind.TEXT, 44, "Nơi đã đọc được quy định.", _BOOK),
        Column("Mã tham số", "key", Kind.TEXT, 36, "Tên của tham số trong bộ quy định.", _BOOK),
        Column("Bộ quy định (sha256)", "release", Kind.TEXT, 24, "Bộ quy định khi ký bản cam kết.", "Bản cam kết"),
    ),
)


@dataclass(frozen=True, slots=True)
class RuleRow:
    key: str
    title: str
    number: Decimal | None
    choice: str
    measure: str
    from_day: date
    certainty: str
    instrument: str
    article: str
    url: str
    note: str
    release: str
    decimals: int


def rule_rows(release: str, reading: ReadingView) -> Iterator[RuleRow]:
    """Give a row for each source of one value."""
    value = reading.value
    number = value if isinstance(value, Decimal) else None
    for citation in reading.citations:
        yield RuleRow(
            key=reading.key,
            title=reading.title,
            number=number,
            choice=words.yes_no(value) if isinstance(value, bool) else "",
            measure=words.UNITS.get(reading.unit, reading.unit),
            from_day=reading.from_day,
            certainty=words.CERTAINTIES[reading.certainty],
            instrument=f"{citation.kind} {citation.symbol}".strip(),
            article=citation.article,
            url=citation.url,
            note=" ".join(text for text in (citation.basis, reading.note) if text),
            release=release,
            decimals=_decimals(number),
        )


def _decimals(number: Decimal | None) -> int:
    exponent = number.as_tuple().exponent if number is not None else 0
    return min(4, -exponent) if isinstance(exponent, int) and exponent < 0 else 0
