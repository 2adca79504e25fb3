"""What is measured, over which period, and every value ever known. Values are appended, never changed."""

from django.db import models
from django.db.models import F, Q

from commitments.lib.fields import ExactField


class Indicator(models.Model):
    """A measure with its definition. A rate names its numerator and denominator: the denominator is part of it."""

    key = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=300)
    unit_of_measure = models.CharField(max_length=40, help_text='for example "điểm", "%", "hồ sơ"')
    decimals = models.PositiveSmallIntegerField(default=2)
    definition = models.TextField(blank=True)
    numerator_text = models.CharField(max_length=300, blank=True)
    denominator_text = models.CharField(max_length=300, blank=True)
    least = ExactField(null=True, help_text="smallest possible value")
    most = ExactField(null=True, help_text="largest possible value")
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=Q(decimals__lte=4), name="indicator_decimals_fit")]


class PeriodKind(models.TextChoices):
    YEAR_TO_DATE = "year_to_date"
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


class ReportingPeriod(models.Model):
    """A span that figures are about. It has its own days: a reporting month need not be a calendar month."""

    key = models.CharField(max_length=40, unique=True, help_text='"2025-ytd", "2025-q3", "2025-09"')
    kind = models.CharField(max_length=20, choices=PeriodKind)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(null=True, help_text="month or quarter")
    first_day = models.DateField()
    last_day = models.DateField()
    closes_at = models.DateTimeField(help_text="UTC; figures first known later are restatements of a closed period")

    class Meta:
        ordering = ["first_day", "last_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="period_days_in_order"),
            models.CheckConstraint(condition=Q(kind__in=PeriodKind.values), name="period_kind_known"),
        ]


class Observation(models.Model):
    """One value of one indicator for one unit and period, as known at one moment.

    There is no "updated_at": a correction is a new row. `run` and `row_number` lead back to the bytes.
    """

    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="+", db_index=False)
    value = ExactField(null=True)
    numerator = ExactField(null=True)
    denominator = ExactField(null=True)
    known_at = models.DateTimeField(help_text="UTC; when the source showed this value")
    recorded_at = models.DateTimeField(help_text="UTC; when we wrote it down")
    run = models.ForeignKey("runs.Run", on_delete=models.PROTECT, related_name="+")
    file_number = models.PositiveSmallIntegerField(default=0, help_text="which file of the run")
    row_number = models.PositiveIntegerField(default=0, help_text="line of that file, counted as a person would")
    flags = models.CharField(max_length=200, blank=True, help_text="codes of warnings, separated by blanks")

    class Meta:
        constraints = [
            # Two pulls of one figure are both kept; the same pull cannot be recorded twice.
            models.UniqueConstraint(
                fields=["unit", "indicator", "period", "known_at", "run"], name="observation_once_per_run"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | (Q(numerator__isnull=False) & Q(denominator__isnull=False)),
                name="observation_says_something",
            ),
        ]
        indexes = [
            # The latest value of a unit's indicator in a period, read from the index alone.
            models.Index(
                fields=["unit", "indicator", "period", "-known_at", "-id"],
                include=["value", "numerator", "denominator", "run"],
                name="observation_latest",
            ),
            models.Index(fields=["indicator", "period", "unit"], name="observation_of_indicator"),
        ]
