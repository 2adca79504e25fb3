"""Units, their heads and who may act for them: all of it dated."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class UnitKind(models.TextChoices):
    PROVINCE = "province"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    WARD = "ward"
    SPECIAL_ZONE = "special_zone"
    OFFICE = "office"


class Unit(models.Model):
    """A body that can sign or be rated. `path` ("/1/17/") makes a subtree one indexed prefix."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True, help_text="identifier on the national portal")
    official_code = models.CharField(
        max_length=40, blank=True, help_text="government identifier, H-code; may be unknown"
    )
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=UnitKind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, help_text="last day; empty while it exists")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="unit_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Cohort(models.Model):
    """A group within which results are ranked (nhóm xếp hạng); not the emulation cluster."""

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]


class CohortMembership(models.Model):
    """A unit's place in a cohort. A unit with almost no volume stays visible but is not ranked, and says why."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cohort_memberships")
    is_ranked = models.BooleanField(default=True)
    unranked_reason = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "unit", "valid_from"], name="cohort_membership_once"),
            models.CheckConstraint(
                condition=Q(is_ranked=True) | ~Q(unranked_reason=""),
                name="cohort_membership_unranked_says_why",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="cohort_membership_days_in_order",
            ),
        ]


class Leader(models.Model):
    """A person who heads, or has headed, a unit. In a demonstration the post stands for the person's name."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="leader")


class TenureCapacity(models.TextChoices):
    HEAD = "head"
    ACTING = "acting"
    DEPUTY_IN_CHARGE = "deputy_in_charge"


class Tenure(models.Model):
    """From when until when a leader headed a unit; results belong to the tenure in which they happened."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tenures")
    leader = models.ForeignKey(Leader, on_delete=models.PROTECT, related_name="tenures")
    post = models.CharField(max_length=200, help_text='for example "Chủ tịch UBND phường Long Phú"')
    capacity = models.CharField(max_length=20, choices=TenureCapacity, default=TenureCapacity.HEAD)
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    class Meta:
        ordering = ["unit_id", "first_day"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "first_day"], name="tenure_starts_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(last_day__isnull=True), name="tenure_one_open_per_unit"
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="tenure_days_in_order",
            ),
        ]


class Role(models.TextChoices):
    """What a person may be to a unit. HEAD comes from a tenure and is never granted: there is one truth about it."""

    HEAD = "head"
    FOCAL_OFFICER = "focal_officer"
    REVIEWER = "reviewer"
    MANAGER = "manager"
    CHAIR = "chair"
    COUNCIL = "council"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class RoleGrant(models.Model):
    """A role held for a unit and everything below it, for a time.

    `home_unit` is where the holder works. Whoever judges others must have one: nobody judges the unit they work in.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="role_grants")
    except_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="a subtree that this grant leaves out, such as the reviewers' own department",
    )
    home_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit", "valid_from"], name="role_grant_once"),
            models.CheckConstraint(
                condition=Q(role__in=[role for role in Role.values if role != "head"]), name="role_grant_role_known"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["reviewer", "manager"]) | Q(home_unit__isnull=False),
                name="role_grant_judge_has_home",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="role_grant_days_in_order",
            ),
        ]
