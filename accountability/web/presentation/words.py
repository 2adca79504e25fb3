"""Words for codes that rules and jobs leave behind: how sure a rule is, what a recommendation says."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    Word("local", _("quy định của địa phương"), "calm", _("Mức do địa phương quy định trong phạm vi được giao.")),
)

RULE_OUTCOMES = _table(
    Word("passed", _("Đáp ứng"), "good"),
    Word("met", _("Đáp ứng"), "good"),
    Word("near", _("Gần đáp ứng"), "warn"),
    Word("failed", _("Chưa đáp ứng"), "alarm"),
    Word("insufficient", _("Chưa đủ dữ kiện"), "calm"),
    Word("unknown", _("Chưa đủ dữ kiện"), "calm"),
    Word("not_applicable", pgettext_lazy("điều kiện", "Không áp dụng"), "calm"),
)

RECOMMENDATIONS = _table(
    Word("excellent", _("Hoàn thành xuất sắc nhiệm vụ"), "good"),
    Word("good", _("Hoàn thành tốt nhiệm vụ"), "good"),
    Word("completed", _("Hoàn thành nhiệm vụ"), "info"),
    Word("not_completed", _("Không hoàn thành nhiệm vụ"), "alarm"),
    Word("commendation", _("Đủ điều kiện xem xét khen thưởng theo dữ kiện hiện có"), "good"),
    Word("responsibility_review", _("Cần kiểm điểm trách nhiệm"), "alarm"),
    Word("insufficient", _("Chưa đủ dữ kiện"), "calm"),
    Word("none", _("Không có đề xuất"), "calm"),
)

RECOMMENDATION_STATUS = _table(
    Word("provisional", _("TẠM THỜI"), "warn", _("Có thể thay đổi khi số liệu của kỳ được chốt.")),
    Word("issued", _("Đã phát hành"), "good"),
    Word("superseded", _("Đã được thay thế"), "calm"),
)

REPORT_STATES = _table(
    Word("draft", _("Bản nháp"), "calm"),
    Word("submitted", _("Đã gửi, chờ thẩm định"), "info"),
    Word("accepted", _("Đã chấp nhận"), "good"),
    Word("returned", _("Trả lại để bổ sung"), "warn"),
)

RUN_STATES = _table(
    Word("queued", _("Đang chờ"), "calm"),
    Word("running", _("Đang chạy"), "info"),
    Word("succeeded", _("Hoàn tất"), "good"),
    Word("partial", _("Hoàn tất, có dòng bị giữ lại"), "warn"),
    Word("failed", _("Không thành công"), "alarm"),
    Word("cancelled", _("Đã hủy"), "calm"),
    Word("lost", _("Gián đoạn, sẽ chạy lại"), "warn"),
)

TABLES = {
    "certainty": CERTAINTY,
    "rule": RULE_OUTCOMES,
    "recommendation": RECOMMENDATIONS,
    "recommendation_status": RECOMMENDATION_STATUS,
    "report": REPORT_STATES,
    "run": RUN_STATES,
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
