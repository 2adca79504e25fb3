"""The units, by ranking group: results, what they support, and the columns that the council fills in."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from commitments.exports.sheets import words
from commitments.exports.sheets.columns import Column, Kind, Sheet, for_people
from commitments.exports.sheets.findings import missing_facts, titles_text
from commitments.exports.sheets.items import last_recorded
from commitments.recommendations.models import Recommendation
from commitments.recommendations.selectors import ObservationView
from commitments.recommendations.selectors.reading import FactView, SealedLine
from scoring.quantities import NotApplicable, ratio_percent

_SEALED: Final = "Dữ kiện đã niêm phong của đợt đề xuất"
_COUNTING: Final = "Không tính nội dung có nguyên nhân khách quan hoặc không phát sinh."
DONE_HELP: Final = "Năm chưa chốt thì tính cả nội dung đúng tiến độ; năm đã chốt thì chỉ tính nội dung đạt."
MET_HELP: Final = "Kết quả không còn thay đổi được nữa."
SHARE_HELP: Final = "Đạt và đúng tiến độ chia cho số được tính."
RANK_HELP: Final = "Bằng điểm thì cùng hạng tốt hơn. Trống: không xếp hạng, xem Ghi chú của hệ thống."
_LEAVES_OUT: Final = ("waived", "not_applicable")


def _of_kind(kind: str) -> tuple[Column, Column]:
    name = words.KINDS[kind]
    return (
        Column(f"{name}: tổng", f"{kind}_all", Kind.WHOLE, 8, f"Số nội dung loại này. {_COUNTING}", _SEALED),
        Column(f"{name}: đạt", f"{kind}_good", Kind.WHOLE, 8, "Số nội dung đạt hoặc đúng tiến độ.", _SEALED),
    )


SHEET: Final = Sheet(
    name="Tập thể",
    title="Kết quả và đề xuất đối với tập thể",
    pages_wide=2,
    repeated=2,
    printed=25,
    columns=(
        Column("STT", "position", Kind.WHOLE, 5, "Số thứ tự trong bảng.", "Tệp này"),
        Column("Tên tập thể", "unit", Kind.TEXT, 28, "Cơ quan, đơn vị ký bản cam kết.", "Bản cam kết"),
        Column("Nhóm xếp hạng", "cohort", Kind.TEXT, 20, "Nhóm mà đơn vị được so sánh.", "Danh mục đơn vị"),
        Column("Tổng số nội dung được tính", "applicable", Kind.WHOLE, 9, _COUNTING, _SEALED),
        Column("Đạt và đúng tiến độ", "done", Kind.WHOLE, 9, DONE_HELP, _SEALED),
        Column("Trong đó đã đạt", "met", Kind.WHOLE, 9, MET_HELP, _SEALED),
        Column("Tỷ lệ đạt và đúng tiến độ (%)", "share", Kind.PERCENT, 10, SHARE_HELP, _SEALED),
        Column("Không đạt", "missed", Kind.WHOLE, 8, "Số nội dung không đạt.", _SEALED),
        Column("Chưa có số liệu", "no_data", Kind.WHOLE, 8, "Chưa có số liệu không phải là bằng 0.", _SEALED),
        Column("Tổng điểm", "score", Kind.FIGURE, 9, "Số liệu của chỉ tiêu được xếp hạng.", _SEALED),
        Column("Hạng trong nhóm", "rank", Kind.WHOLE, 8, RANK_HELP, _SEALED),
        Column("Số được xếp hạng", "rank_of", Kind.WHOLE, 8, "Không gồm đơn vị gần như không phát sinh.", _SEALED),
        Column("Mức mà kết quả CCHC ủng hộ", "level", Kind.TEXT, 18, "Một căn cứ để xếp loại.", "Đề xuất của hệ thống"),
        Column("Đề xuất", "proposal", Kind.TEXT, 30, "Danh hiệu còn để ngỏ và tình trạng.", "Đề xuất của hệ thống"),
        Column("Cần xem xét kiểm điểm", "review", Kind.TEXT, 10, "Liệt kê dữ kiện, không phải kết luận.", _SEALED),
        Column("Ghi chú của hệ thống", "notes", Kind.TEXT, 26, "Điều người đọc cần biết.", "Đề xuất của hệ thống"),
        for_people("Số người", 10, "Số người của tập thể."),
        for_people("Mức xếp loại cơ quan", 14, "Mức do cấp có thẩm quyền quyết định."),
        for_people("Tỷ lệ LĐTT (%)", 10, "Tỷ lệ cá nhân đạt Lao động tiên tiến."),
        for_people("Số CSTĐCS", 10, "Số Chiến sĩ thi đua cơ sở."),
        for_people("Cá nhân bị kỷ luật", 12, "Có hay không, số quyết định."),
        for_people("Cụm, khối thi đua", 14, "Khác với nhóm xếp hạng."),
        for_people("Danh hiệu đề nghị", 16, "Do đơn vị đề nghị."),
        for_people("Kết quả phiếu", 12, "Số phiếu và tỷ lệ."),
        for_people("Ghi chú", 20, "Ghi chú của Hội đồng."),
        Column("Người đứng đầu", "head", Kind.TEXT, 30, "Chức vụ người đứng đầu vào ngày xét.", "Thời gian giữ chức"),
        Column("Dữ kiện còn thiếu", "missing", Kind.TEXT, 44, "Con người cần bổ sung.", "Đề xuất của hệ thống"),
        Column("Mức chắc chắn của quy định", "certainty", Kind.TEXT, 24, "Mức yếu nhất.", "Bộ quy định"),
        *_of_kind("score"),
        *_of_kind("rank"),
        *_of_kind("rate"),
        *_of_kind("count"),
        *_of_kind("duty"),
    ),
)


@dataclass(frozen=True, slots=True)
class CollectiveRow:
    position: int
    cohort: str
    unit: str
    head: str
    score_all: int
    score_good: int
    rank_all: int
    rank_good: int
    rate_all: int
    rate_good: int
    count_all: int
    count_good: int
    duty_all: int
    duty_good: int
    applicable: int
    done: int
    met: int
    share: Decimal | None
    missed: int
    no_data: int
    score: Decimal | None
    rank: int | None
    rank_of: int | None
    level: str
    proposal: str
    missing: str
    review: str
    certainty: str
    notes: str
    decimals: int


def done_share(done: int, applicable: int) -> Decimal | None:
    """Give the share done in percent, two decimals; None where nothing counts."""
    share = ratio_percent(Decimal(done), Decimal(applicable), 2)
    return None if isinstance(share, NotApplicable) else share


def collective_row(
    position: int,
    cohort: str,
    head: str,
    stored: Recommendation,
    line: SealedLine,
    observations: Mapping[int, ObservationView],
    *,
    unranked: str = "",
) -> CollectiveRow:
    """Make one unit's row of its sealed line.

    Args:
        unranked: why the unit is not ranked in its group; empty where it is.
    """
    counted = [fact for fact in line.facts if fact.state not in _LEAVES_OUT]
    whole = Counter(fact.kind for fact in counted)
    good = Counter(fact.kind for fact in counted if fact.state in ("met", "on_track"))
    place = _place(line.facts)
    score = _score(line.facts, place, observations)
    return CollectiveRow(
        position=position,
        cohort=cohort,
        unit=line.unit_name,
        head=head,
        **{f"{kind}_all": whole[kind] for kind in words.KINDS},
        **{f"{kind}_good": good[kind] for kind in words.KINDS},
        applicable=stored.applicable,
        done=stored.done,
        met=line.met,
        share=done_share(stored.done, stored.applicable),
        missed=sum(fact.state == "missed" for fact in counted),
        no_data=sum(fact.state == "no_data" for fact in counted),
        score=score[0],
        rank=place.rank if place else None,
        rank_of=place.rank_of if place else None,
        level=words.LEVELS[stored.level],
        proposal=titles_text(line),
        missing=missing_facts(line),
        review=words.yes_no(stored.calls_review),
        certainty=words.CERTAINTIES.get(stored.certainty, ""),
        notes="\n".join(_notes(line, place, unranked)),
        decimals=score[1],
    )


def _notes(line: SealedLine, place: FactView | None, unranked: str) -> list[str]:
    notes = [words.FLAGS[flag] for flag in line.flags]
    if unranked and (place is None or place.rank is None):
        notes.append(words.UNRANKED.format(reason=unranked))
    return notes


def _place(facts: tuple[FactView, ...]) -> FactView | None:
    """Return the item that ranks the unit: the key one, else the first."""
    ranked = sorted((f for f in facts if f.kind == "rank"), key=lambda f: (not f.is_key, f.number))
    return ranked[0] if ranked else None


def _score(
    facts: tuple[FactView, ...], place: FactView | None, observations: Mapping[int, ObservationView]
) -> tuple[Decimal | None, int]:
    """Return the figure by which the unit is ranked with its decimals, else that of its key score item."""
    ranked_by = observations.get(last_recorded(place) or 0) if place else None
    if ranked_by is not None and ranked_by.value is not None:
        return ranked_by.value, 2
    keys = [f for f in facts if f.kind == "score" and f.is_key]
    return (keys[0].value, keys[0].decimals) if keys else (None, 2)
