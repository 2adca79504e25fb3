"""What a report must say, by the reading of its commitment."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from commitments.agreements.models import Commitment, Reading
from commitments.indicators.models import ReportingPeriod
from commitments.lib.fields import ExactValueError, to_scaled


class UnableToSubmitReport(Exception):
    """The report cannot be taken from this person or in this form; the message says why.

    `field` names what must be put right, as `report_submit` calls it; empty where it is not one field.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Figures:
    """What a report says in figures; which of them are needed depends on the reading."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    done_on: date | None = None


def figures_refuse(*, commitment: Commitment, figures: Figures, day: date) -> None:
    """Refuse figures that are missing, impossible, out of place, or about the future.

    Raises:
        UnableToSubmitReport: with the reason for the person who reports.
    """
    _refuse_inexact(figures)
    if commitment.reading == Reading.DUTY:
        _refuse_duty(commitment, figures, day)
    elif commitment.reading == Reading.RATIO:
        _refuse_rate(figures)
    elif commitment.reading in (Reading.SUM, Reading.LATEST):
        if figures.value is None or figures.value < 0:
            raise UnableToSubmitReport(_("Cần ghi số liệu đạt được, không nhỏ hơn 0."), field="value")
        _refuse_others(figures, "value")
    else:
        raise UnableToSubmitReport(_("Thứ hạng do hệ thống tính, không báo cáo."))


def _refuse_inexact(figures: Figures) -> None:
    for field in ("value", "numerator", "denominator"):
        number = getattr(figures, field)
        if number is not None:
            try:
                to_scaled(number)
            except ExactValueError:
                raise UnableToSubmitReport(
                    _("Số %(number)s quá lớn hoặc có hơn bốn chữ số thập phân.") % {"number": number}, field=field
                ) from None


def _refuse_duty(commitment: Commitment, figures: Figures, day: date) -> None:
    done_on = figures.done_on
    if done_on is None:
        raise UnableToSubmitReport(_("Cần ghi ngày hoàn thành."), field="done_on")
    if done_on > day:
        raise UnableToSubmitReport(_("Ngày hoàn thành không được ở sau hôm nay."), field="done_on")
    if done_on < commitment.first_day:
        raise UnableToSubmitReport(
            _("Ngày hoàn thành không được trước ngày bắt đầu thực hiện nội dung cam kết."), field="done_on"
        )
    _refuse_others(figures, "done_on")


def _refuse_rate(figures: Figures) -> None:
    if figures.numerator is None or figures.denominator is None:
        raise UnableToSubmitReport(_("Tỷ lệ cần cả tử số và mẫu số."))
    if figures.numerator < 0 or figures.denominator < 0:
        raise UnableToSubmitReport(_("Tử số và mẫu số không được nhỏ hơn 0."), field="numerator")
    if figures.numerator > figures.denominator:
        raise UnableToSubmitReport(_("Tử số không được lớn hơn mẫu số."), field="numerator")
    _refuse_others(figures, "numerator", "denominator")


def _refuse_others(figures: Figures, *wanted: str) -> None:
    for name in ("value", "numerator", "denominator", "done_on"):
        if name not in wanted and getattr(figures, name) is not None:
            raise UnableToSubmitReport(_("Báo cáo có mục không thuộc loại nội dung cam kết này."))


def report_period(*, commitment: Commitment, period_id: int | None, day: date) -> int:
    """Return the period that a report is about: the commitment's own, or one of those it adds up.

    Args:
        period_id: as chosen by the person; None means the latest period that has begun by `day`.

    Raises:
        UnableToSubmitReport: the period is not one of this commitment, or has not begun.
    """
    if commitment.period_id is not None:
        if period_id not in (None, commitment.period_id):
            raise UnableToSubmitReport(_("Kỳ báo cáo không thuộc nội dung cam kết này."), field="period_id")
        return commitment.period_id
    periods = ReportingPeriod.objects.filter(
        kind=commitment.period_kind,
        first_day__gte=commitment.first_day,
        last_day__lte=commitment.due_date,
        first_day__lte=day,
    )
    if period_id is not None:
        periods = periods.filter(pk=period_id)
    period = periods.order_by("-first_day").first()
    if period is None:
        raise UnableToSubmitReport(_("Chưa có kỳ báo cáo nào của nội dung này đã bắt đầu."), field="period_id")
    return period.pk
