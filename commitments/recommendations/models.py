"""What the system recommends at the end of a year, and everything that a later reader needs to check it."""

import uuid

from django.db import models
from django.db.models import Q


class IssueBatch(models.Model):
    """One issuing of a year's recommendations: the moment it speaks from, and the rules it used.

    `observation_cutoff` is a clean line: every observation with an id up to it was committed before, none later,
    so the same figures can be read again.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(help_text="1 for the first issue of the year")
    day = models.DateField(help_text="civil day on which the facts were judged")
    known_until = models.DateTimeField(help_text="UTC; reports and waivers decided up to here count")
    observation_cutoff = models.BigIntegerField()
    is_provisional = models.BooleanField(default=True, help_text="the year's figures are not all final")
    rulebook_release = models.ForeignKey("rulebooks.RulebookRelease", on_delete=models.PROTECT, related_name="+")
    issued_by_id = models.BigIntegerField(null=True)
    issued_by_name = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    recommendations = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, help_text="over the recommendations' digests, in order")

    class Meta:
        ordering = ["year", "number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="issue_number_once")]


class SubjectKind(models.TextChoices):
    UNIT = "unit"
    LEADER = "leader"


class Recommendation(models.Model):
    """One unit's or one head's line of an issue. `payload` is the canonical text: facts, findings, trace."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(IssueBatch, on_delete=models.PROTECT, related_name="lines")
    subject = models.CharField(max_length=10, choices=SubjectKind)
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    tenure = models.ForeignKey("organization.Tenure", on_delete=models.PROTECT, null=True, related_name="+")
    level = models.CharField(max_length=20)
    applicable = models.PositiveSmallIntegerField(help_text="commitments that count")
    done = models.PositiveSmallIntegerField(help_text="of those, done as the level rules count it")
    commendation = models.CharField(max_length=60, blank=True, help_text="rule of the first one still open")
    commendation_outcome = models.CharField(max_length=20, blank=True, help_text='"fired" or "insufficient"')
    is_blocked = models.BooleanField(default=False, help_text="a known fact stands against any proposal")
    calls_review = models.BooleanField(default=False)
    needs_people = models.BooleanField(default=False, help_text="two heads in the year: people must decide")
    certainty = models.CharField(max_length=20, help_text="the weakest certainty of a rule that it rests on")
    payload = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["batch_id", "unit_id", "subject", "tenure_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "unit"], condition=Q(subject="unit"), name="recommendation_once_per_unit"
            ),
            models.UniqueConstraint(
                fields=["batch", "tenure"],
                condition=Q(subject="leader"),
                name="recommendation_once_per_tenure",
            ),
            models.CheckConstraint(
                condition=Q(subject="unit", tenure__isnull=True) | Q(subject="leader", tenure__isnull=False),
                name="recommendation_subject_is_whole",
            ),
        ]
