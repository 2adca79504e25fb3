"""Words for codes that rules and jobs leave behind: how sure a rule is, what a recommendation says."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Word:
    """A code in words, with the tone (calm, good, info, warn, alarm) in which it is set."""

    code: str
    lazy_text: "_StrPromise"
    tone: str = "calm"
    lazy_explanation: "_StrPromise | str" = ""

    @property
    def text(self) -> str:
        """Give the word in the reader's language."""
        return str(self.lazy_text)

    @property
    def explanation(self) -> str:
        """Give what the word means, in the reader's language; empty when it needs no explaining."""
        return str(self.lazy_explanation)


def _table(*words: Word) -> dict[str, Word]:
    return {word.code: word for word in words}


CERTAINTY = _table(
    Word("confirmed", _("đã xác nhận"), "good", _("Đã đọc văn bản và điều khoản nêu quy định này.")),
    Word(
        "stated",
        _("theo nguồn công khai, chưa đối chiếu văn bản gốc"),
        "info",
        _("Một trang công khai nêu quy định này; chưa đối chiếu với văn bản gốc."),
    ),
    Word(
        "unconfirmed",
        _("chưa xác nhận"),
        "warn",
        _("Chưa tìm được căn cứ; cần bộ phận pháp chế xác nhận trước khi áp dụng."),
    ),
    Word(
        "inferred",
        _("suy ra từ quy định liên quan"),
        "warn",
        _("Suy ra từ các quy định đã xác nhận; chưa đọc được điều khoản này."),
    ),
    Word(
        "third_party",
        _("theo nguồn thứ ba, không phải văn bản pháp luật"),
        "warn",
        _("Chỉ thấy trong tài liệu hoặc phần mềm của bên khác áp dụng quy định này."),
    ),
    Word(
        "local",
        _("mức do tỉnh đặt (chưa có văn bản)"),
        "warn",
        _("Chưa tìm thấy văn bản nào đặt mức này; tỉnh tự đặt và có thể đặt lại."),
    ),
)

# What a threshold may be called: only where the law itself was read is it "quy định".
THRESHOLDS = _table(
    Word("confirmed", _("mức quy định")),
    Word("stated", _("mức theo nguồn công khai")),
    Word("inferred", _("mức suy ra từ quy định liên quan")),
    Word("third_party", _("mức theo nguồn thứ ba")),
    Word("unconfirmed", _("mức chưa được xác nhận")),
    Word("local", _("mức do tỉnh đặt, chưa có văn bản")),
)

# How a rule came out. A rule that speaks for praise and one that asks for a review look the same here: the finding's
# category, not the outcome, says which.
RULE_OUTCOMES = _table(
    Word("fired", _("Có căn cứ"), "info", _("Dữ kiện hiện có đáp ứng điều kiện của quy định này.")),
    Word("near", _("Gần đáp ứng"), "warn", _("Dữ kiện hiện có sát mức của quy định này.")),
    Word("not_supported", _("Chưa có căn cứ"), "calm", _("Dữ kiện hiện có không đáp ứng điều kiện của quy định này.")),
    Word("insufficient", _("Chưa đủ dữ kiện"), "calm", _("Hệ thống chưa có đủ dữ kiện để kết luận.")),
)

# A review of responsibility is nothing to be earned: its words say how far the facts are from it.
REVIEW_OUTCOMES = _table(
    Word("fired", _("Đến mức cần xem xét"), "alarm", _("Dữ kiện hiện có đến mức cần xem xét trách nhiệm.")),
    Word("near", _("Gần mức cần xem xét"), "warn", _("Dữ kiện hiện có gần mức cần xem xét trách nhiệm.")),
    Word("not_supported", _("Chưa đến mức xem xét"), "calm", _("Dữ kiện hiện có chưa đến mức xem xét trách nhiệm.")),
    Word("insufficient", _("Chưa đủ dữ kiện"), "calm", _("Hệ thống chưa có đủ dữ kiện để kết luận.")),
)

CATEGORIES = _table(
    Word("level", _("Mức xếp loại")),
    Word("commendation", _("Khen thưởng"), "good"),
    Word("review", _("Kiểm điểm trách nhiệm"), "alarm"),
    Word("blocking", _("Cần làm rõ trước khi quyết định"), "warn"),
    Word("information", _("Thông tin thêm")),
)

LEVELS = _table(
    Word("excellent", _("Hoàn thành xuất sắc nhiệm vụ"), "good"),
    Word("good", _("Hoàn thành tốt nhiệm vụ"), "good"),
    Word("completed", _("Hoàn thành nhiệm vụ"), "info"),
    Word("not_completed", _("Không hoàn thành nhiệm vụ"), "alarm"),
    Word("undetermined", _("Chưa xác định"), "calm", _("Hệ thống chưa có đủ dữ kiện để xác định mức.")),
)

RECOMMENDATION_STATUS = _table(
    Word("provisional", _("TẠM THỜI"), "warn", _("Có thể thay đổi khi số liệu của kỳ được chốt.")),
    Word("final", _("Chính thức"), "good", _("Mọi số liệu của kỳ đã chốt.")),
)

REPORT_STATES = _table(
    Word("submitted", _("Đã gửi, chờ thẩm định"), "info"),
    Word("accepted", _("Đã chấp nhận"), "good"),
    Word("returned", _("Trả lại để bổ sung"), "warn"),
)

RUN_STATES = _table(
    Word("queued", _("Đang chờ"), "calm"),
    Word("running", _("Đang chạy"), "info"),
    Word("succeeded", _("Hoàn tất"), "good"),
    Word("failed", _("Không thành công"), "alarm"),
    Word("cancelled", _("Đã hủy"), "calm"),
)

# How a run came out: its state, or what a pull that ended well yet left for a person to look at.
RUN_OUTCOMES = RUN_STATES | _table(
    Word("succeeded_held", _("Hoàn tất, có dòng giữ lại"), "warn", _("Có dòng không được dùng; cần xem lý do.")),
    Word("succeeded_refused", _("Hoàn tất, có tệp không nhận"), "warn", _("Có tệp không đọc được; cần xem lý do.")),
)

TABLES = {
    "certainty": CERTAINTY,
    "rule": RULE_OUTCOMES,
    "review_rule": REVIEW_OUTCOMES,
    "threshold": THRESHOLDS,
    "category": CATEGORIES,
    "level": LEVELS,
    "recommendation_status": RECOMMENDATION_STATUS,
    "report": REPORT_STATES,
    "run": RUN_STATES,
    "run_outcome": RUN_OUTCOMES,
}


def word(table: str, code: str) -> Word:
    """Find the word for a code.

    Raises:
        KeyError: no such table or code; the message names what is known.
    """
    known = TABLES[table]
    try:
        return known[code]
    except KeyError:
        raise KeyError(f"Unknown {table} code {code!r}; known: {', '.join(known)}.") from None
