"""Signing: read, say so, enter the password again."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _

from accountability.web import throttle


class SignForm(forms.Form):
    has_read = forms.BooleanField(
        label=_("Tôi đã đọc toàn bộ bản cam kết này và đồng ý với từng nội dung."),
        error_messages={"required": _("Hãy đọc hết bản cam kết rồi đánh dấu vào ô này.")},
    )
    password = forms.CharField(
        label=_("Nhập lại mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Để xác nhận rằng chính bạn ký, không phải người đang dùng nhờ máy."),
        error_messages={"required": _("Hãy nhập lại mật khẩu đăng nhập của bạn.")},
    )

    def __init__(self, *args: Any, user: AbstractBaseUser | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        subject = ("sign", self.user.pk)
        if throttle.is_blocked(*subject):
            raise forms.ValidationError(
                _("Đã nhập sai quá nhiều lần. Bản cam kết chưa được ký; hãy thử lại sau 10 phút.")
            )
        if not self.user.check_password(password):
            throttle.note_failure(*subject)
            raise forms.ValidationError(_("Mật khẩu chưa đúng nên bản cam kết chưa được ký. Hãy nhập lại."))
        throttle.forget(*subject)
        return password
