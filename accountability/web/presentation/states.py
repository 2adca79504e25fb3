"""The standing of a commitment as people see it: a word, a colour and a shape, never colour alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class StateLook:
    """How one standing looks. `path` is drawn in a 16 × 16 box; hollow shapes are stroked, not filled."""

    code: str
    lazy_word: "_StrPromise"
    lazy_explanation: "_StrPromise"
    glyph: str
    path: str
    hollow: bool = False

    @property
    def word(self) -> str:
        """Give the word in the reader's language."""
        return str(self.lazy_word)

    @property
    def explanation(self) -> str:
        """Give what the word means, in the reader's language."""
        return str(self.lazy_explanation)

    @property
    def css(self) -> str:
        """Give the class suffix: at_risk becomes at-risk."""
        return self.code.replace("_", "-")


_CIRCLE = "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12Z"
_SMALL_CIRCLE = "M8 2.75a5.25 5.25 0 1 0 0 10.5a5.25 5.25 0 1 0 0-10.5Z"

_LOOKS = (
    StateLook("met", _("Đạt"), _("Kết quả đã đạt mức cam kết."), "●", _CIRCLE),
    StateLook(
        "on_track",
        _("Đúng tiến độ"),
        _("Chưa hết kỳ; kết quả đang theo kịp tiến độ đến mức cam kết."),
        "▲",
        "M8 1.6L15 14H1Z",
    ),
    StateLook(
        "at_risk",
        _("Có nguy cơ không đạt"),
        _("Chưa hết kỳ; kết quả đang chậm so với tiến độ."),
        "◆",
        "M8 .8L15.2 8L8 15.2L.8 8Z",
    ),
    StateLook("missed", _("Không đạt"), _("Kết quả không đạt mức cam kết."), "■", "M2.25 2.25h11.5v11.5H2.25Z"),
    StateLook(
        "no_data", _("Chưa có số liệu"), _("Chưa nhận được số liệu của kỳ này."), "○", _SMALL_CIRCLE, hollow=True
    ),
    StateLook(
        "waived",
        _("Nguyên nhân khách quan"),
        _("Cấp có thẩm quyền đã xác nhận nguyên nhân khách quan; không tính vào kết quả."),
        "◇",
        "M8 1.6L14.4 8L8 14.4L1.6 8Z",
        hollow=True,
    ),
    StateLook(
        "not_applicable",
        pgettext_lazy("tình trạng", "Không phát sinh"),
        _("Trong kỳ không phát sinh trường hợp nào để tính."),
        "⊘",
        _SMALL_CIRCLE + "M4.3 11.7L11.7 4.3",
        hollow=True,
    ),
)

STATES: dict[str, StateLook] = {look.code: look for look in _LOOKS}

# What needs a person first comes first on every list and in every count.
ATTENTION_ORDER = ("missed", "at_risk", "no_data", "on_track", "met", "waived", "not_applicable")


def state_look(code: str) -> StateLook:
    """Find how a standing looks.

    Raises:
        KeyError: no such standing; the message names the known ones.
    """
    try:
        return STATES[code]
    except KeyError:
        raise KeyError(f"Unknown standing {code!r}; known: {', '.join(STATES)}.") from None
