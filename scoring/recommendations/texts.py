"""Fills bilingual templates; numbers and days are written as each language writes them.

English asks for the word that goes with a number as `{count:commitment|commitments}`.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from scoring.quantities import decimal_text
from scoring.rulebooks.model import Certainty, Text

Slot = str | int | Decimal | date | Text

_CAUTIONS = {
    Certainty.INFERRED: Text(
        vi="Căn cứ được suy ra từ quy định cùng loại, chưa đối chiếu nguyên văn.",
        en="The ground is inferred from a like rule and was not checked against the text itself.",
    ),
    Certainty.THIRD_PARTY: Text(
        vi="Căn cứ mới chỉ thấy ở nguồn thứ ba, chưa thấy trong văn bản.",
        en="The ground was seen with third parties only, not in the text itself.",
    ),
    Certainty.LOCAL: Text(
        vi="Có dùng tham số do địa phương tự đặt, không phải mức do pháp luật quy định.",
        en="It uses a parameter that the province sets itself, not a figure of the law.",
    ),
    Certainty.UNCONFIRMED: Text(
        vi="Căn cứ chưa được xác nhận, chỉ để tham khảo.",
        en="The ground is not confirmed and is given for orientation only.",
    ),
}


_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Count(int):
    """A whole number that can also choose between the words for one and for several."""

    def __format__(self, form: str) -> str:
        one, several, *_none = (*form.split("|"), "")
        return (one if self == 1 else several) if "|" in form else super().__format__(form)


def fill(template: Text, **slots: Slot) -> Text:
    """Fill both languages of a template."""
    return Text(
        vi=template.vi.format(**{name: _vietnamese(value) for name, value in slots.items()}),
        en=template.en.format(**{name: _english(value) for name, value in slots.items()}),
    )


def join(texts: Iterable[Text], *, separator: str = " ") -> Text:
    """Put texts one after the other."""
    kept = list(texts)
    return Text(vi=separator.join(t.vi for t in kept), en=separator.join(t.en for t in kept))


def with_caution(text: Text, certainty: Certainty | None) -> Text:
    """Add the sentence that an unsure ground owes its reader; firm law adds none."""
    caution = _CAUTIONS.get(certainty) if certainty is not None else None
    return text if caution is None else join((text, caution))


def _vietnamese(value: Slot) -> str:
    if isinstance(value, Text):
        return value.vi
    if isinstance(value, Decimal):
        return decimal_text(value).replace(".", ",")
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _english(value: Slot) -> str | _Count:
    if isinstance(value, Text):
        return value.en
    if isinstance(value, date):
        return f"{value.day} {_ENGLISH_MONTHS[value.month - 1]} {value.year}"
    if isinstance(value, int):
        return _Count(value)
    return decimal_text(value) if isinstance(value, Decimal) else value
