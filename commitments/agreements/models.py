"""What heads promise, what they report about it, and what excuses them."""

import uuid

from django.db import models
from django.db.models import F, Q

from commitments.lib.fields import ExactField


class Programme(models.Model):
    """A period frame, such as the reform plan 2026-2030, with yearly agreements under it."""

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    first_day = models.DateField()
    last_day = models.DateField()
    legal_bases = models.JSONField(default=list, help_text="texts of the preamble, in order")


class AgreementState(models.TextChoices):
    READY = "ready"
    SIGNED = "signed"


class Agreement(models.Model):
    """The document that one unit's head signs for one year. Once signed, its terms are frozen by the database."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="agreements")
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="agreements")
    tenure = models.ForeignKey("organization.Tenure", on_delete=models.PROTECT, related_name="agreements")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60, help_text='as printed, for example "12/CK-UBND"')
    title = models.CharField(max_length=300)
    counterparty = models.CharField(max_length=200, help_text="the other party, by post")
    first_day = models.DateField()
    last_day = models.DateField()
    due_date = models.DateField(help_text="sign before the end of this day")
    state = models.CharField(max_length=10, choices=AgreementState, default=AgreementState.READY)
    rulebook_release = models.ForeignKey(
        "rulebooks.RulebookRelease", on_delete=models.PROTECT, null=True, related_name="+"
    )
    signature = models.OneToOneField("signing.Signature", on_delete=models.PROTECT, null=True, related_name="agreement")
    signed_at = models.DateTimeField(null=True)
    signing_recorded_at = models.DateTimeField(
        null=True, help_text="UTC; the real moment, where a demonstration's working day makes `signed_at` another one"
    )

    class Meta:
        ordering = ["year", "unit_id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="agreement_once_a_year"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="agreement_days_in_order"),
            models.CheckConstraint(
                condition=Q(state="ready", signature=None, signed_at=None, rulebook_release=None)
                | Q(
                    state="signed",
                    signature__isnull=False,
                    signed_at__isnull=False,
                    rulebook_release__isnull=False,
                ),
                name="agreement_signed_is_complete",
            ),
        ]


class CommitmentKind(models.TextChoices):
    SCORE = "score"
    RANK = "rank"
    RATE = "rate"
    COUNT = "count"
    DUTY = "duty"


class Reading(models.TextChoices):
    """How observations become the compared figure."""

    LATEST = "latest"
    SUM = "sum"
    RATIO = "ratio"
    RANK = "rank"
    DUTY = "duty"


class Direction(models.TextChoices):
    UP = "up"
    DOWN = "down"
    RANGE = "range"


class Commitment(models.Model):
    """One numbered item of an agreement, with everything that decides it.

    Definitions are copied from the indicator: what was signed is what the year is scored with. LATEST, RANK and
    DUTY read the figure of `period`; SUM and RATIO add up the periods of `period_kind` within the item's days.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="commitments")
    # Copied from the agreement: comparison joins it on every row.
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=CommitmentKind)
    title = models.CharField(max_length=400)
    definition = models.TextField(blank=True)
    numerator_text = models.CharField(max_length=300, blank=True)
    denominator_text = models.CharField(max_length=300, blank=True)
    evidence_text = models.CharField(max_length=300, blank=True, help_text="the proof that a report must carry")
    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, related_name="+")
    reading = models.CharField(max_length=10, choices=Reading)
    period = models.ForeignKey("indicators.ReportingPeriod", on_delete=models.PROTECT, null=True, related_name="+")
    period_kind = models.CharField(max_length=20, blank=True)
    cohort = models.ForeignKey("organization.Cohort", on_delete=models.PROTECT, null=True, related_name="+")
    direction = models.CharField(max_length=10, choices=Direction)
    target = ExactField()
    target_high = ExactField(null=True)
    baseline = ExactField(null=True)
    unit_of_measure = models.CharField(max_length=40)
    decimals = models.PositiveSmallIntegerField(default=2)
    is_key = models.BooleanField(default=False, help_text="chỉ tiêu chủ yếu")
    is_reported = models.BooleanField(default=False, help_text="the head reports it with evidence; nothing is pulled")
    first_day = models.DateField()
    due_date = models.DateField()

    class Meta:
        ordering = ["agreement_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="commitment_number_once"),
            models.CheckConstraint(condition=Q(due_date__gte=F("first_day")), name="commitment_days_in_order"),
            models.CheckConstraint(condition=Q(kind__in=CommitmentKind.values), name="commitment_kind_known"),
            models.CheckConstraint(
                condition=Q(direction="range", target_high__gt=F("target"))
                | (~Q(direction="range") & Q(target_high__isnull=True)),
                name="commitment_range_has_two_ends",
            ),
            models.CheckConstraint(
                condition=Q(reading__in=["latest", "duty"], period__isnull=False, cohort__isnull=True, period_kind="")
                | Q(reading="rank", period__isnull=False, cohort__isnull=False, period_kind="")
                | (Q(reading__in=["sum", "ratio"], period__isnull=True, cohort__isnull=True) & ~Q(period_kind="")),
                name="commitment_reading_is_complete",
            ),
        ]
        indexes = [
            # "Which commitments does this new figure touch?"
            models.Index(fields=["indicator", "unit"], name="commitment_by_figure"),
            models.Index(fields=["cohort", "indicator", "period"], name="commitment_by_cohort"),
        ]


class ReportState(models.TextChoices):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class ProgressReport(models.Model):
    """What a head says about one commitment. A returned report stays; the next one is a new row."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reports")
    period = models.ForeignKey("indicators.ReportingPeriod", on_delete=models.PROTECT, related_name="+")
    narrative = models.TextField()
    value = ExactField(null=True, help_text="the figure of a count or a score")
    numerator = ExactField(null=True)
    denominator = ExactField(null=True)
    done_on = models.DateField(null=True, help_text="civil day on which a duty was done")
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.SUBMITTED)
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    submitted_by_name = models.CharField(max_length=200)
    submitted_at = models.DateTimeField()
    # In a demonstration the two moments above and below are of the working day; what an issue knew is cut by these.
    submission_recorded_at = models.DateTimeField(help_text="real moment at which it was sent")
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_by_name = models.CharField(max_length=200, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    decision_recorded_at = models.DateTimeField(null=True, help_text="real moment at which it was decided")
    reason = models.TextField(blank=True, help_text="why it was returned")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"],
                condition=Q(state="submitted"),
                name="report_one_waiting_per_commitment",
            ),
            models.CheckConstraint(
                condition=Q(state="submitted", reviewed_at=None, decision_recorded_at=None, reviewed_by=None)
                | Q(
                    state="accepted",
                    reviewed_at__isnull=False,
                    decision_recorded_at__isnull=False,
                    reviewed_by__isnull=False,
                )
                | Q(
                    ~Q(reason=""),
                    state="returned",
                    reviewed_at__isnull=False,
                    decision_recorded_at__isnull=False,
                    reviewed_by__isnull=False,
                ),
                name="report_review_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("submitted_by")),
                name="report_not_own_review",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__gte=0, denominator__gte=F("numerator")),
                name="report_rate_is_a_share",
            ),
        ]


class Evidence(models.Model):
    """A proof attached to a report: bytes below EVIDENCE_DIR under a random name, known by their sha256."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, related_name="evidence")
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_path = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Waiver(models.Model):
    """An objective cause, confirmed by a named authority, that excuses one commitment from a day on."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="waivers")
    reason = models.TextField()
    authority = models.CharField(max_length=200)
    document = models.CharField(max_length=200, help_text="number and date of the confirming paper")
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    granted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    granted_by_name = models.CharField(max_length=200)
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            # A double click finds the first one.
            models.UniqueConstraint(fields=["commitment", "document", "first_day"], name="waiver_once_per_paper"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="waiver_days_in_order"
            ),
        ]
