"""The standing of every commitment, kept so that pages read it instead of computing it."""

from django.db import models
from django.db.models import Q

from commitments.lib.fields import ExactField


class StandingState(models.TextChoices):
    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    MISSED = "missed"
    NO_DATA = "no_data"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"


class Standing(models.Model):
    """How one commitment stands. It can always be derived again from observations, reports and waivers.

    `observation` is the newest figure it rests on. `closing_*` is filled where a later pull changed the figure of
    a closed period: what was known at closing, and the state that figure gave.
    """

    commitment = models.OneToOneField(
        "agreements.Commitment", on_delete=models.CASCADE, primary_key=True, related_name="standing"
    )
    state = models.CharField(max_length=16, choices=StandingState)
    reason = models.CharField(max_length=40, blank=True)
    value = ExactField(null=True, help_text="the printed figure; for a rank commitment the place")
    numerator = ExactField(null=True)
    denominator = ExactField(null=True)
    gap = ExactField(null=True, help_text="distance from the target; negative is missing")
    attainment = ExactField(null=True, help_text="0 to 1, for bars")
    rank = models.PositiveIntegerField(null=True)
    rank_of = models.PositiveIntegerField(null=True)
    # Observations cannot be deleted (their table is guarded), so checking each reference again would only cost time.
    observation = models.ForeignKey(
        "indicators.Observation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    known_at = models.DateTimeField(null=True, help_text="UTC; as of when the figure is known")
    periods_known = models.PositiveSmallIntegerField(null=True, help_text="for a sum or share: periods with a figure")
    periods_due = models.PositiveSmallIntegerField(null=True, help_text="for a sum or share: periods begun so far")
    closing_value = ExactField(null=True)
    closing_state = models.CharField(max_length=16, blank=True)
    day = models.DateField(help_text="the civil day since which it stands so")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=StandingState.values), name="standing_state_known")]
        indexes = [models.Index(fields=["state"], name="standing_of_state")]
