"""Form fields of this site: exact numbers as people of the active language write them, several files at once."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_VIETNAMESE = re.compile(r"[0-9]{1,14}(,[0-9]{1,4})?")
_ENGLISH = re.compile(r"[0-9]{1,14}(\.[0-9]{1,4})?")


class ExactNumberField(forms.CharField):
    """A number of zero or more with at most four decimals.

    Digits are not grouped: "1.204" means two numbers, depending on who reads it, so it is refused instead of guessed.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = "".join(str(value or "").split())
        if not text:
            return None
        is_english = (get_language() or "vi").startswith("en")
        if not (_ENGLISH if is_english else _VIETNAMESE).fullmatch(text):
            raise forms.ValidationError(self._refusal(is_english), code="invalid")
        return Decimal(text.replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        """Write a number as it is typed; what a person typed stays as it is."""
        if not isinstance(value, Decimal):
            return value
        whole, _point, parts = f"{value:f}".partition(".")
        parts = parts.rstrip("0")
        mark = "." if (get_language() or "vi").startswith("en") else ","
        return f"{whole}{mark}{parts}" if parts else whole

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """A number has been read already; the text validators have nothing to say about it."""

    @staticmethod
    def _refusal(is_english: bool) -> str:
        example = "1204.5" if is_english else "1204,5"
        return _("Chỉ ghi chữ số, không ngăn cách hàng nghìn, nhiều nhất bốn chữ số thập phân. Ví dụ: %(example)s.") % {
            "example": example
        }


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; what each one is, is decided by its bytes where it is stored."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not files:
            super().clean(None, initial)
        return files
