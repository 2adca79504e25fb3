"""The sign-in form: one answer to every wrong pair, so that it never tells which accounts exist."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from accountability.web import throttle


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _(
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock, rồi nhập lại."
        ),
        "inactive": _(
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock, rồi nhập lại."
        ),
        "too_often": _(
            "Đã nhập sai quá nhiều lần. Hãy thử lại sau 10 phút, hoặc đề nghị quản trị viên đặt lại mật khẩu."
        ),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["username"].widget.attrs.update(spellcheck="false", autocorrect="off")
        self.fields["password"].label = _("Mật khẩu")

    def clean(self) -> dict[str, Any]:
        subject = ("sign_in", self.data.get("username", "").casefold(), self._address())
        if throttle.is_blocked(*subject):
            raise forms.ValidationError(self.error_messages["too_often"], code="too_often")
        try:
            cleaned: dict[str, Any] = super().clean()
        except forms.ValidationError:
            throttle.note_failure(*subject)
            raise
        throttle.forget(*subject)
        return cleaned

    def _address(self) -> str:
        return str(self.request.META.get("REMOTE_ADDR", "")) if self.request else ""
