"""What a head reports about one item; which questions are asked depends on how its figure comes about."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.web.fields import ExactNumberField, FilesField
from accountability.web.presentation.dates import period_name
from commitments.agreements.selectors import CommitmentRow, PeriodToReport
from commitments.agreements.services import UnableToGrantWaiver, UnableToSubmitReport
from commitments.agreements.services.evidence import NewEvidence

REQUIRED = gettext_lazy("Cần ghi mục này.")


class ReportForm(forms.Form):
    period = forms.TypedChoiceField(label=gettext_lazy("Kỳ báo cáo"), coerce=int)
    numerator = ExactNumberField()
    denominator = ExactNumberField()
    value = ExactNumberField()
    done_on = forms.DateField(
        label=gettext_lazy("Ngày hoàn thành"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Ngày này không có thật, hoặc không ghi theo dạng ngày/tháng/năm.")},
    )
    narrative = forms.CharField(
        label=gettext_lazy("Kết quả thực hiện"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Đã làm gì, văn bản nào, kết quả ra sao. Người thẩm định đọc phần này trước."),
    )
    evidence = FilesField(label=gettext_lazy("Tài liệu kiểm chứng"))

    def __init__(
        self, *args: Any, row: CommitmentRow, periods: Sequence[PeriodToReport], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for one in self.fields.values():
            one.error_messages["required"] = REQUIRED
        for name in {"period", "numerator", "denominator", "value", "done_on"} - set(_asked(row, periods)):
            del self.fields[name]
        for name, words in (("numerator", row.numerator_text), ("denominator", row.denominator_text)):
            if name in self.fields:
                self.fields[name].label = words or (_("Tử số") if name == "numerator" else _("Mẫu số"))
        if "value" in self.fields:
            self.fields["value"].label = _("Kết quả đạt được (%(unit)s)") % {"unit": row.unit_of_measure}
        if "done_on" in self.fields:
            self.fields["done_on"].widget.attrs.update(min=row.first_day.isoformat(), max=today.isoformat())
        if "period" in self.fields:
            self.fields["period"].choices = [  # type: ignore[attr-defined]
                (one.period_id, period_name(one.kind, one.first_day, one.last_day)) for one in periods
            ]
        self.fields["evidence"].error_messages["required"] = _("Cần chọn tệp.")
        self.fields["evidence"].required = bool(row.evidence_text)
        kinds = _("Nhận PDF, PNG, JPEG, XLSX, DOCX; chọn được nhiều tệp.")
        self.fields["evidence"].help_text = f"{row.evidence_text.rstrip('.')}. {kinds}" if row.evidence_text else kinds

    def refuse(self, error: UnableToSubmitReport) -> None:
        """Put a refusal beside the field that it is about, or above the form."""
        name = "period" if error.field == "period_id" else error.field
        self.add_error(name if name in self.fields else None, str(error))

    def facts(self) -> dict[str, Any]:
        """Return what was entered, as `report_submit` takes it."""
        told: dict[str, Any] = {
            name: self.cleaned_data.get(name) for name in ("numerator", "denominator", "value", "done_on")
        }
        return {
            **told,
            "period_id": self.cleaned_data.get("period"),
            "narrative": self.cleaned_data["narrative"],
            "evidence": [NewEvidence(one.name, one) for one in self.cleaned_data["evidence"]],
        }


def _asked(row: CommitmentRow, periods: Sequence[PeriodToReport]) -> list[str]:
    asked = ["period"] if periods else []
    match row.reading:
        case "duty":
            return ["done_on"]
        case "ratio":
            return [*asked, "numerator", "denominator"]
        case _:
            return [*asked, "value"]


class WaiverForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Nguyên nhân khách quan"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    authority = forms.CharField(label=gettext_lazy("Cơ quan, người có thẩm quyền xác nhận"), max_length=200)
    document = forms.CharField(
        label=gettext_lazy("Văn bản xác nhận"),
        max_length=200,
        help_text=gettext_lazy("Số và ngày, ví dụ: Công văn 128/UBND-NC ngày 02/10/2025."),
    )
    first_day = forms.DateField(
        label=gettext_lazy("Từ ngày"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Đến hết ngày"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("Để trống nếu đến hết thời gian thực hiện."),
    )

    def __init__(self, *args: Any, row: CommitmentRow, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in self.fields.values():
            one.error_messages["required"] = REQUIRED
        latest = min(today, row.due_date)
        self.fields["first_day"].widget.attrs.update(min=row.first_day.isoformat(), max=latest.isoformat())
        self.fields["last_day"].widget.attrs.update(min=row.first_day.isoformat())

    def refuse(self, error: UnableToGrantWaiver) -> None:
        """Put a refusal beside the field that it is about, or above the form."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Lý do trả lại"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Đơn vị cần bổ sung gì, để làm một lần là xong."),
        error_messages={"required": gettext_lazy("Cần ghi lý do trả lại để đơn vị biết phải bổ sung gì.")},
    )
