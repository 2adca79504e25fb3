"""Every commitment of the year with its figure and the way back to the bytes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from commitments.exports.sheets import words
from commitments.exports.sheets.columns import Column, Kind, Sheet
from commitments.recommendations.selectors import ObservationView
from commitments.recommendations.selectors.reading import FactView

_SEALED: Final = "Dữ kiện đã niêm phong của đợt đề xuất"
_PULLED: Final = "Lượt lấy số liệu"

SHEET: Final = Sheet(
    name="Nội dung cam kết",
    title="Kết quả từng nội dung cam kết",
    printed=14,
    columns=(
        Column("Cơ quan, đơn vị", "unit", Kind.TEXT, 26, "Đơn vị ký bản cam kết.", "Bản cam kết"),
        Column("Số", "number", Kind.WHOLE, 5, "Số thứ tự trong bản cam kết.", "Bản cam kết"),
        Column("Nội dung cam kết", "title", Kind.TEXT, 46, "Như đã ký.", "Bản cam kết"),
        Column("Loại", "kind", Kind.TEXT, 10, "Điểm số, thứ hạng, tỷ lệ, số lượng hoặc nhiệm vụ.", "Bản cam kết"),
        Column("Chủ yếu", "is_key", Kind.TEXT, 7, "Có: là chỉ tiêu chủ yếu.", "Bản cam kết"),
        Column("Kết quả", "value", Kind.FIGURE, 10, "Số liệu đã làm tròn như công bố; trống là chưa có.", _SEALED),
        Column("Mục tiêu", "target", Kind.FIGURE, 10, "Mức phải đạt, hoặc cận dưới của khoảng.", "Bản cam kết"),
        Column("Cận trên", "target_high", Kind.FIGURE, 9, "Chỉ có khi mục tiêu là một khoảng.", "Bản cam kết"),
        Column("Đơn vị tính", "measure", Kind.TEXT, 10, "Của kết quả, mục tiêu và chênh lệch.", "Bản cam kết"),
        Column("Chênh lệch", "gap", Kind.FIGURE, 10, "Số âm là còn thiếu so với mục tiêu.", _SEALED),
        Column("Tình trạng", "state", Kind.TEXT, 18, "Tình trạng thực hiện vào ngày xét.", _SEALED),
        Column("Đến hạn", "due_date", Kind.DAY, 12, "Ngày cuối của nội dung cam kết.", "Bản cam kết"),
        Column("Số liệu đến (giờ Việt Nam)", "as_of", Kind.MOMENT, 17, "Nguồn công bố số liệu lúc này.", _PULLED),
        Column("Lưu ý", "note", Kind.TEXT, 28, "Vì sao không xếp hạng; số liệu sửa sau khi chốt.", "Danh mục đơn vị"),
        Column("Số đã chốt", "closing_value", Kind.FIGURE, 11, "Chỉ có khi nguồn sửa số sau khi chốt kỳ.", _SEALED),
        Column("Tình trạng theo số đã chốt", "closing_state", Kind.TEXT, 18, "Như trên, theo số đã chốt.", _SEALED),
        Column("Số dòng số liệu", "origins", Kind.WHOLE, 9, "Kết quả cộng dồn dựa trên nhiều dòng.", _SEALED),
        Column("Lượt lấy", "run_id", Kind.WHOLE, 9, "Lượt lấy số liệu mang dòng được ghi sau cùng về.", _PULLED),
        Column("Tệp", "file", Kind.TEXT, 26, "Tệp số liệu gốc của dòng được ghi sau cùng.", _PULLED),
        Column("Dòng", "row", Kind.WHOLE, 7, "Dòng trong tệp đó, đếm như người đọc.", _PULLED),
        Column("Mã đơn vị", "code", Kind.TEXT, 14, "Mã trên Cổng Dịch vụ công quốc gia.", "Danh mục đơn vị"),
    ),
)


@dataclass(frozen=True, slots=True)
class ItemRow:
    unit: str
    code: str
    number: int
    title: str
    kind: str
    is_key: str
    value: Decimal | None
    target: Decimal
    target_high: Decimal | None
    measure: str
    gap: Decimal | None
    state: str
    due_date: date
    as_of: datetime | None
    note: str
    closing_value: Decimal | None
    closing_state: str
    origins: int
    run_id: int | None
    file: str
    row: int | None
    decimals: int


def last_recorded(fact: FactView) -> int | None:
    """Return the id of the figure behind a fact that was written down last; a sum rests on many."""
    return fact.observation_ids[-1] if fact.observation_ids else None


def item_rows(
    unit: str,
    code: str,
    facts: tuple[FactView, ...],
    observations: Mapping[int, ObservationView],
    *,
    unranked: str = "",
) -> Iterator[ItemRow]:
    """Give the rows of one unit's agreement, in its order.

    Args:
        unranked: why the unit is not ranked in its group; empty where it is.
    """
    for fact in facts:
        origin = observations.get(last_recorded(fact) or 0)
        yield ItemRow(
            unit=unit,
            code=code,
            number=fact.number,
            title=fact.title,
            kind=words.KINDS.get(fact.kind, fact.kind),
            is_key=words.yes_no(True) if fact.is_key else "",
            value=fact.value,
            target=fact.target,
            target_high=fact.target_high,
            measure=fact.unit_of_measure,
            gap=fact.gap,
            state=words.STATES[fact.state],
            due_date=fact.due_date,
            as_of=fact.as_of,
            note=_note(fact, unranked),
            closing_value=fact.closing_value,
            closing_state=words.STATES.get(fact.closing_state, ""),
            origins=len(fact.observation_ids),
            run_id=origin.run_id if origin else None,
            file=origin.file_name if origin else "",
            row=origin.row_number or None if origin else None,
            decimals=fact.decimals,
        )


def _note(fact: FactView, unranked: str) -> str:
    if fact.kind == "rank" and fact.rank is None and unranked:
        return words.UNRANKED.format(reason=unranked)
    return words.RESTATED if fact.closing_value is not None else ""
