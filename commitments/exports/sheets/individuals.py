"""The heads: what their results support, on which grounds, and the columns that people fill in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from commitments.exports.sheets import words
from commitments.exports.sheets.collectives import DONE_HELP, MET_HELP, SHARE_HELP, done_share
from commitments.exports.sheets.columns import Column, Kind, Sheet, for_people
from commitments.exports.sheets.findings import grounds, legal_bases, missing_facts, titles_text
from commitments.recommendations.models import Recommendation
from commitments.recommendations.selectors.reading import SealedLine

_SEALED: Final = "Dữ kiện đã niêm phong của đợt đề xuất"
_TENURE: Final = "Thời gian giữ chức"
_PROPOSED: Final = "Đề xuất của hệ thống"

SHEET: Final = Sheet(
    name="Cá nhân",
    title="Kết quả và đề xuất đối với người đứng đầu",
    pages_wide=2,
    repeated=2,
    printed=25,
    columns=(
        Column("STT", "position", Kind.WHOLE, 5, "Số thứ tự trong bảng.", "Tệp này"),
        Column("Họ và tên", "name", Kind.TEXT, 20, "Bản minh họa ghi chức vụ thay cho họ tên.", _TENURE),
        Column("Chức vụ", "post", Kind.TEXT, 20, "Chức vụ đứng đầu đơn vị.", _TENURE),
        Column("Đơn vị", "unit", Kind.TEXT, 20, "Đơn vị mà người này đứng đầu.", "Bản cam kết"),
        Column("Giữ chức từ", "first_day", Kind.DAY, 12, "Ngày bắt đầu giữ chức.", _TENURE),
        Column("Giữ chức đến", "last_day", Kind.DAY, 12, "Trống: đang giữ chức vào ngày xét.", _TENURE),
        Column("Số nội dung được tính", "applicable", Kind.WHOLE, 9, "Đến hạn trong thời gian giữ chức.", _SEALED),
        Column("Đạt và đúng tiến độ", "done", Kind.WHOLE, 9, DONE_HELP, _SEALED),
        Column("Trong đó đã đạt", "met", Kind.WHOLE, 9, MET_HELP, _SEALED),
        Column("Tỷ lệ đạt và đúng tiến độ (%)", "share", Kind.PERCENT, 10, SHARE_HELP, _SEALED),
        Column("Mức mà kết quả CCHC ủng hộ", "level", Kind.TEXT, 16, "Một căn cứ để xếp loại.", _PROPOSED),
        Column("Đề xuất", "proposal", Kind.TEXT, 28, "Danh hiệu còn để ngỏ và tình trạng.", _PROPOSED),
        Column("Tóm tắt thành tích, căn cứ", "grounds", Kind.TEXT, 52, "Câu giải thích của từng quy tắc.", _PROPOSED),
        Column("Cần xem xét kiểm điểm", "review", Kind.TEXT, 10, "Liệt kê dữ kiện, không phải kết luận.", _PROPOSED),
        Column("Ghi chú của hệ thống", "notes", Kind.TEXT, 22, "Điều người có thẩm quyền cần quyết định.", _PROPOSED),
        for_people("Điểm năm", 10, "Điểm đánh giá cả năm."),
        for_people("Mức xếp loại", 14, "Mức do cấp có thẩm quyền quyết định."),
        for_people("Kỷ luật trong năm", 14, "Có hay không, số quyết định."),
        for_people("Sáng kiến", 14, "Số quyết định công nhận."),
        for_people("Danh hiệu đã đạt", 16, "Năm, số quyết định."),
        for_people("Danh hiệu đề nghị", 16, "Do đơn vị đề nghị."),
        for_people("Hình thức khen đề nghị", 16, "Do đơn vị đề nghị."),
        for_people("Kết quả phiếu", 12, "Số phiếu và tỷ lệ."),
        for_people("Đang xem xét, kiểm tra, khiếu nại", 16, "Có hay không, nội dung."),
        for_people("Ghi chú", 20, "Ghi chú của Hội đồng."),
        Column("Căn cứ pháp lý", "bases", Kind.TEXT, 40, "Văn bản của các giá trị đã dùng.", "Bộ quy định"),
        Column("Mức chắc chắn của quy định", "certainty", Kind.TEXT, 24, "Mức yếu nhất.", "Bộ quy định"),
        Column("Dữ kiện còn thiếu", "missing", Kind.TEXT, 44, "Con người cần bổ sung.", _PROPOSED),
        Column("Tư cách", "capacity", Kind.TEXT, 13, "Cấp trưởng, quyền cấp trưởng hay phụ trách.", _TENURE),
    ),
)


@dataclass(frozen=True, slots=True)
class IndividualRow:
    position: int
    name: str
    post: str
    unit: str
    capacity: str
    first_day: date | None
    last_day: date | None
    applicable: int
    done: int
    met: int
    share: Decimal | None
    level: str
    proposal: str
    review: str
    grounds: str
    bases: str
    certainty: str
    missing: str
    notes: str


def individual_row(position: int, stored: Recommendation, line: SealedLine) -> IndividualRow:
    """Make one head's row of the sealed line."""
    return IndividualRow(
        position=position,
        name=line.leader_name,
        post=line.post,
        unit=line.unit_name,
        capacity=words.CAPACITIES.get(line.capacity, line.capacity),
        first_day=line.first_day,
        last_day=line.last_day,
        applicable=stored.applicable,
        done=stored.done,
        met=line.met,
        share=done_share(stored.done, stored.applicable),
        level=words.LEVELS[stored.level],
        proposal=titles_text(line),
        review=words.yes_no(stored.calls_review),
        grounds=grounds(line),
        bases=legal_bases(line),
        certainty=words.CERTAINTIES.get(stored.certainty, ""),
        missing=missing_facts(line),
        notes="\n".join(words.FLAGS[flag] for flag in line.flags),
    )
