"""Reads of units, heads and roles; each in a fixed number of queries, each as of a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from commitments.accounts.models import User
from commitments.organization.models import (
    Cohort,
    CohortMembership,
    Role,
    RoleGrant,
    Tenure,
    TenureCapacity,
    Unit,
    UnitKind,
)
from commitments.organization.selectors.scope import HeldGrant, HeldTenure, Scope

__all__ = [
    "CohortRow",
    "HeldGrant",
    "HeldTenure",
    "Scope",
    "TenureRow",
    "UnitRow",
    "cohort_rows",
    "cohorts_of",
    "head_of",
    "heads_of",
    "in_force",
    "scope_for",
    "tenures_of",
    "unit_row",
    "unit_row_by_uuid",
    "unit_rows",
]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as pages and policy read it."""

    unit_id: int
    unit_path: str
    uuid: str
    code: str
    official_code: str
    name: str
    kind: UnitKind
    parent_id: int | None
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class TenureRow:
    """One head of one unit, from when until when (both days included)."""

    tenure_id: int
    unit_id: int
    leader_id: int
    leader_name: str
    user_id: int | None
    post: str
    capacity: TenureCapacity
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A ranking group and how many units belong to it on the day, ranked or not."""

    cohort_id: int
    key: str
    name: str
    units: int
    ranked: int


def in_force(day: date, *, prefix: str = "", first: str = "valid_from", last: str = "valid_until") -> Q:
    """Return the condition "in force on this civil day", both ends included."""
    started = Q(**{f"{prefix}{first}__lte": day})
    return started & (Q(**{f"{prefix}{last}__isnull": True}) | Q(**{f"{prefix}{last}__gte": day}))


def scope_for(*, user_id: int, day: date) -> Scope:
    """Return what a person is to which units on a civil day, in at most four queries.

    An account that is switched off, or does not exist, holds nothing. `is_superuser` is not looked at.
    """
    name = User.objects.filter(pk=user_id, is_active=True).values_list("full_name", flat=True).first()
    if name is None:
        return Scope(user_id, "", day, (), (), frozenset(), ())
    tenures = list(Tenure.objects.filter(leader__user_id=user_id).select_related("unit").order_by("first_day", "id"))
    grants = list(
        RoleGrant.objects.filter(in_force(day), user_id=user_id)
        .select_related("unit", "except_unit", "home_unit")
        .order_by("id")
    )
    held = tuple(_held_tenure(tenure, day) for tenure in tenures)
    own = [tenure.unit for tenure, row in zip(tenures, held, strict=True) if row.is_current]
    own += [grant.unit for grant in grants if grant.role == Role.FOCAL_OFFICER]
    own += [grant.home_unit for grant in grants if grant.home_unit is not None]
    own_ids, own_paths = _own(own)
    return Scope(user_id, name, day, held, tuple(_held_grant(grant) for grant in grants), own_ids, own_paths)


def _held_tenure(tenure: Tenure, day: date) -> HeldTenure:
    is_current = tenure.first_day <= day and (tenure.last_day is None or tenure.last_day >= day)
    unit = tenure.unit
    return HeldTenure(tenure.pk, unit.pk, unit.path, unit.name, tenure.post, is_current)


def _held_grant(grant: RoleGrant) -> HeldGrant:
    unit, left_out = grant.unit, grant.except_unit
    return HeldGrant(Role(grant.role), unit.pk, unit.path, unit.kind, unit.name, left_out.path if left_out else None)


def _own(units: Iterable[Unit]) -> tuple[frozenset[int], tuple[str, ...]]:
    """Widen units to the bodies they are part of; ask for ancestors only where an inner office is held."""
    held = {unit.pk: unit for unit in units}
    offices = [unit for unit in held.values() if unit.kind == UnitKind.OFFICE]
    above = {int(part) for unit in offices for part in unit.path.strip("/").split("/")}
    known = Unit.objects.in_bulk(above) if above else {}
    for office in offices:
        for part in reversed(office.path.strip("/").split("/")):
            unit = known[int(part)]
            held[unit.pk] = unit
            if unit.kind != UnitKind.OFFICE:
                break
    paths = {unit.path for unit in held.values() if unit.kind != UnitKind.PROVINCE}
    return frozenset(held), tuple(sorted(paths))


def unit_row(*, unit_id: int) -> UnitRow | None:
    """Return one unit, or None when there is no such unit."""
    return next(iter(_unit_rows(Q(pk=unit_id))), None)


def unit_row_by_uuid(*, uuid: UUID) -> UnitRow | None:
    """Return the unit behind a public address, or None."""
    return next(iter(_unit_rows(Q(uuid=uuid))), None)


def unit_rows(*, scope: Scope, day: date | None = None) -> list[UnitRow]:
    """Return the units that a person may read in detail and that exist on the day, ordered by path and name."""
    return _unit_rows(scope.visible_filter() & in_force(day or scope.day))


def _unit_rows(condition: Q) -> list[UnitRow]:
    return [
        UnitRow(
            unit_id=unit.pk,
            unit_path=unit.path,
            uuid=str(unit.uuid),
            code=unit.code,
            official_code=unit.official_code,
            name=unit.name,
            kind=UnitKind(unit.kind),
            parent_id=unit.parent_id,
            valid_from=unit.valid_from,
            valid_until=unit.valid_until,
        )
        for unit in Unit.objects.filter(condition).order_by("kind", "name", "pk")
    ]


def head_of(*, unit_id: int, day: date) -> TenureRow | None:
    """Return who heads a unit on a civil day, or None when nobody does."""
    return heads_of(unit_ids=[unit_id], day=day).get(unit_id)


def heads_of(*, unit_ids: Collection[int], day: date) -> dict[int, TenureRow]:
    """Return who heads each unit on a civil day, by unit id, in one query."""
    condition = in_force(day, first="first_day", last="last_day")
    return {row.unit_id: row for row in _tenure_rows(condition & Q(unit_id__in=unit_ids))}


def tenures_of(*, unit_id: int, year: int) -> list[TenureRow]:
    """Return the tenures of a unit that touch a calendar year, the earliest first."""
    touches = Q(first_day__lte=date(year, 12, 31)) & (Q(last_day=None) | Q(last_day__gte=date(year, 1, 1)))
    return _tenure_rows(touches & Q(unit_id=unit_id))


def _tenure_rows(condition: Q) -> list[TenureRow]:
    return [
        TenureRow(
            tenure_id=tenure.pk,
            unit_id=tenure.unit_id,
            leader_id=tenure.leader_id,
            leader_name=tenure.leader.name,
            user_id=tenure.leader.user_id,
            post=tenure.post,
            capacity=TenureCapacity(tenure.capacity),
            first_day=tenure.first_day,
            last_day=tenure.last_day,
        )
        for tenure in Tenure.objects.filter(condition).select_related("leader").order_by("unit_id", "first_day")
    ]


def cohort_rows(*, day: date) -> list[CohortRow]:
    """Return every ranking group with its size on a civil day, in the declared order, in one query."""
    member = in_force(day, prefix="memberships__")
    cohorts = Cohort.objects.annotate(
        units=Count("memberships", filter=member),
        ranked=Count("memberships", filter=member & Q(memberships__is_ranked=True)),
    ).order_by("position", "key")
    return [CohortRow(cohort.pk, cohort.key, cohort.name, cohort.units, cohort.ranked) for cohort in cohorts]


def cohorts_of(*, unit_ids: Collection[int], day: date) -> dict[int, list[str]]:
    """Return the keys of the ranking groups of each unit on a civil day, by unit id, in one query."""
    rows = (
        CohortMembership.objects.filter(in_force(day), unit_id__in=unit_ids)
        .order_by("cohort__position", "cohort__key")
        .values_list("unit_id", "cohort__key")
    )
    found: dict[int, list[str]] = {}
    for unit_id, key in rows:
        found.setdefault(unit_id, []).append(key)
    return found
