"""Writing units, groups, heads and roles. Loads are idempotent: a row that is there is brought up to date."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.accounts.models import User
from commitments.audit.services import event_append
from commitments.lib.actors import Actor
from commitments.organization.models import (
    Cohort,
    CohortMembership,
    Leader,
    Role,
    RoleGrant,
    Tenure,
    Unit,
)
from commitments.organization.services.loading import (
    BATCH,
    UnableToLoadOrganization,
    day_text,
    ids_of,
    load_recorded,
    no_cohort,
    no_unit,
    no_user,
    rows_upsert,
)
from commitments.organization.services.rows import LoadResult, NewCohort, NewGrant, NewMembership, NewTenure, NewUnit

__all__ = [
    "LoadResult",
    "NewCohort",
    "NewGrant",
    "NewMembership",
    "NewTenure",
    "NewUnit",
    "UnableToLoadOrganization",
    "cohorts_load",
    "grant_end",
    "grants_load",
    "memberships_load",
    "tenures_load",
    "unit_close",
    "units_load",
]

_JUDGES = (Role.REVIEWER, Role.MANAGER)


def units_load(*, rows: Iterable[NewUnit], actor: Actor, at: datetime) -> LoadResult:
    """Create or bring up to date the units of a list, by code, and keep every path right.

    Parents may come later in the list than their children, or be in the database already.

    Raises:
        UnableToLoadOrganization: a parent is unknown, or units are each other's parents.
    """
    wanted = {row.code: row for row in rows}
    with transaction.atomic():
        existing = {unit.code: unit for unit in Unit.objects.filter(code__in=wanted)}
        result = rows_upsert(
            Unit,
            [
                (
                    existing.get(row.code),
                    {
                        "code": row.code,
                        "official_code": row.official_code,
                        "name": row.name,
                        "kind": row.kind,
                        "valid_from": row.valid_from,
                        "valid_until": row.valid_until,
                    },
                )
                for row in wanted.values()
            ],
        )
        moved = _parents_set(wanted)
        load_recorded("units.load", "unit", result, wanted.values(), actor, at)
    return LoadResult(result.added, max(result.changed, moved - result.added))


def _parents_set(wanted: Mapping[str, NewUnit]) -> int:
    """Set parents and rewrite the paths that differ, of moved subtrees too; return how many units were touched."""
    units = list(Unit.objects.all())
    by_code = {unit.code: unit for unit in units}
    by_id = {unit.pk: unit for unit in units}
    before = {unit.pk: (unit.parent_id, unit.path) for unit in units}
    for row in wanted.values():
        if row.parent_code and row.parent_code not in by_code:
            raise UnableToLoadOrganization(
                _("Đơn vị %(code)s thuộc đơn vị có mã %(parent)s, nhưng không tìm thấy mã này.")
                % {"code": row.code, "parent": row.parent_code}
            )
        by_code[row.code].parent_id = by_code[row.parent_code].pk if row.parent_code else None
    for unit in units:
        unit.path = _path(unit, by_id)
    touched = [unit for unit in units if before[unit.pk] != (unit.parent_id, unit.path)]
    Unit.objects.bulk_update(touched, ["parent", "path"], batch_size=BATCH)
    return len(touched)


def _path(unit: Unit, by_id: Mapping[int, Unit]) -> str:
    ids: list[int] = []
    current: Unit | None = unit
    while current is not None:
        if current.pk in ids:
            raise UnableToLoadOrganization(
                _("Đơn vị %(code)s không thể trực thuộc chính mình.") % {"code": current.code}
            )
        ids.append(current.pk)
        current = by_id[current.parent_id] if current.parent_id else None
    return "/" + "/".join(str(number) for number in reversed(ids)) + "/"


def unit_close(*, code: str, last_day: date, actor: Actor, at: datetime) -> None:
    """Give a unit its last day; it and its record stay readable.

    Raises:
        UnableToLoadOrganization: the unit is unknown, or would end before it began.
    """
    with transaction.atomic():
        unit = Unit.objects.select_for_update().filter(code=code).first()
        if unit is None:
            raise no_unit(code)
        if last_day < unit.valid_from:
            raise UnableToLoadOrganization(_("Đơn vị %(code)s không thể kết thúc trước ngày bắt đầu.") % {"code": code})
        before = {"valid_until": day_text(unit.valid_until)}
        unit.valid_until = last_day
        unit.save(update_fields=["valid_until"])
        event_append(
            action="unit.close",
            actor=actor,
            at=at,
            subject_type="unit",
            subject_id=unit.pk,
            unit_id=unit.pk,
            before=before,
            after={"valid_until": last_day.isoformat()},
        )


def cohorts_load(*, rows: Iterable[NewCohort], actor: Actor, at: datetime) -> LoadResult:
    """Create or bring up to date ranking groups, by key."""
    wanted = {row.key: row for row in rows}
    with transaction.atomic():
        existing = {cohort.key: cohort for cohort in Cohort.objects.filter(key__in=wanted)}
        result = rows_upsert(Cohort, [(existing.get(row.key), asdict(row)) for row in wanted.values()])
        load_recorded("cohorts.load", "cohort", result, wanted.values(), actor, at)
    return result


def memberships_load(*, rows: Iterable[NewMembership], actor: Actor, at: datetime) -> LoadResult:
    """Create or bring up to date places in ranking groups, by group, unit and first day.

    Raises:
        UnableToLoadOrganization: a group or a unit is unknown.
    """
    wanted = {(row.cohort_key, row.unit_code, row.valid_from): row for row in rows}
    with transaction.atomic():
        cohorts = ids_of(Cohort, "key", {row.cohort_key for row in wanted.values()}, no_cohort)
        units = ids_of(Unit, "code", {row.unit_code for row in wanted.values()}, no_unit)
        existing = {
            (member.cohort_id, member.unit_id, member.valid_from): member
            for member in CohortMembership.objects.filter(cohort_id__in=cohorts.values())
        }
        pairs = []
        for row in wanted.values():
            key = (cohorts[row.cohort_key], units[row.unit_code], row.valid_from)
            values = {
                "cohort_id": key[0],
                "unit_id": key[1],
                "valid_from": row.valid_from,
                "valid_until": row.valid_until,
                "is_ranked": not row.unranked_reason,
                "unranked_reason": row.unranked_reason,
            }
            pairs.append((existing.get(key), values))
        result = rows_upsert(CohortMembership, pairs)
        _refuse_two_places(cohorts.values())
        load_recorded("memberships.load", "cohort_membership", result, wanted.values(), actor, at)
    return result


def _refuse_two_places(cohort_ids: Collection[int]) -> None:
    previous: CohortMembership | None = None
    members = CohortMembership.objects.filter(cohort_id__in=cohort_ids).select_related("unit", "cohort")
    for member in members.order_by("cohort_id", "unit_id", "valid_from"):
        if (
            previous is not None
            and (previous.cohort_id, previous.unit_id) == (member.cohort_id, member.unit_id)
            and (previous.valid_until is None or previous.valid_until >= member.valid_from)
        ):
            raise UnableToLoadOrganization(
                _("Đơn vị %(code)s có hai chỗ trong nhóm %(cohort)s vào cùng ngày %(day)s.")
                % {"code": member.unit.code, "cohort": member.cohort.key, "day": f"{member.valid_from:%d/%m/%Y}"}
            )
        previous = member


def tenures_load(*, rows: Iterable[NewTenure], actor: Actor, at: datetime) -> LoadResult:
    """Create or bring up to date tenures, by unit and first day, with their leaders.

    A leader with an account is the same person in every row that names it; one without an account is a person of
    their own for each tenure.

    Raises:
        UnableToLoadOrganization: a unit or an account is unknown, or two heads of one unit share a day.
    """
    wanted = {(row.unit_code, row.first_day): row for row in rows}
    with transaction.atomic():
        units = ids_of(Unit, "code", {row.unit_code for row in wanted.values()}, no_unit)
        users = ids_of(User, "username", {row.username for row in wanted.values() if row.username}, no_user)
        existing = {
            (tenure.unit_id, tenure.first_day): tenure for tenure in Tenure.objects.filter(unit_id__in=units.values())
        }
        _refuse_shared_days(units, existing.values(), wanted.values())
        keyed = [(existing.get((units[row.unit_code], row.first_day)), row) for row in wanted.values()]
        leaders = _leaders(keyed, users)
        pairs = []
        for (tenure, row), leader_id in zip(keyed, leaders, strict=True):
            values = {
                "unit_id": units[row.unit_code],
                "leader_id": leader_id,
                "post": row.post,
                "capacity": row.capacity,
                "first_day": row.first_day,
                "last_day": row.last_day,
            }
            pairs.append((tenure, values))
        result = rows_upsert(Tenure, pairs)
        load_recorded("tenures.load", "tenure", result, wanted.values(), actor, at)
    return result


def _leaders(keyed: Sequence[tuple[Tenure | None, NewTenure]], users: Mapping[str, int]) -> list[int]:
    """Return the leader of each row, creating those that are new."""
    by_user = dict(Leader.objects.filter(user_id__in=users.values()).values_list("user_id", "pk"))
    fresh: dict[object, Leader] = {}
    for tenure, row in keyed:
        user_id = users.get(row.username)
        if user_id is not None and user_id not in by_user:
            fresh.setdefault(user_id, Leader(name=row.leader_name, user_id=user_id))
        elif user_id is None and tenure is None:
            fresh[row] = Leader(name=row.leader_name)
    Leader.objects.bulk_create(fresh.values(), batch_size=BATCH)
    found = []
    for tenure, row in keyed:
        user_id = users.get(row.username)
        if user_id is not None:
            found.append(by_user.get(user_id) or fresh[user_id].pk)
        else:
            found.append(tenure.leader_id if tenure is not None else fresh[row].pk)
    return found


def _refuse_shared_days(units: Mapping[str, int], existing: Iterable[Tenure], rows: Iterable[NewTenure]) -> None:
    """Look at the tenures as they will be, before anything is written."""
    codes = {unit_id: code for code, unit_id in units.items()}
    ends = {(codes[tenure.unit_id], tenure.first_day): tenure.last_day for tenure in existing}
    ends |= {(row.unit_code, row.first_day): row.last_day for row in rows}
    previous, previous_end = "", date.min
    for (code, first_day), last_day in sorted(ends.items(), key=lambda item: item[0]):
        if code == previous and previous_end >= first_day:
            raise UnableToLoadOrganization(
                _("Đơn vị %(code)s có hai người đứng đầu trong cùng ngày %(day)s.")
                % {"code": code, "day": f"{first_day:%d/%m/%Y}"}
            )
        previous, previous_end = code, last_day or date.max


def grants_load(*, rows: Iterable[NewGrant], actor: Actor, at: datetime) -> LoadResult:
    """Create or bring up to date role grants, by account, role, unit and first day.

    Raises:
        UnableToLoadOrganization: an account or a unit is unknown, a head is granted (a head comes from a tenure), or
            a reviewer or manager has no unit that they work in.
    """
    wanted = {(row.username, row.role, row.unit_code, row.valid_from): row for row in rows}
    for row in wanted.values():
        _refuse_grant(row)
    codes = {code for row in wanted.values() for code in (row.unit_code, row.except_code, row.home_code) if code}
    with transaction.atomic():
        users = ids_of(User, "username", {row.username for row in wanted.values()}, no_user)
        units = ids_of(Unit, "code", codes, no_unit)
        existing = {
            (grant.user_id, grant.role, grant.unit_id, grant.valid_from): grant
            for grant in RoleGrant.objects.filter(user_id__in=users.values())
        }
        pairs = []
        for row in wanted.values():
            key = (users[row.username], row.role.value, units[row.unit_code], row.valid_from)
            values = {
                "user_id": key[0],
                "role": row.role,
                "unit_id": key[2],
                "except_unit_id": units.get(row.except_code),
                "home_unit_id": units.get(row.home_code),
                "valid_from": row.valid_from,
                "valid_until": row.valid_until,
            }
            pairs.append((existing.get(key), values))
        result = rows_upsert(RoleGrant, pairs)
        load_recorded("grants.load", "role_grant", result, wanted.values(), actor, at)
    return result


def _refuse_grant(row: NewGrant) -> None:
    if row.role == Role.HEAD:
        raise UnableToLoadOrganization(
            _("Vai trò người đứng đầu đến từ thời gian giữ chức, không cấp riêng (tài khoản %(user)s).")
            % {"user": row.username}
        )
    if row.role in _JUDGES and not row.home_code:
        raise UnableToLoadOrganization(
            _("Tài khoản %(user)s được giao thẩm định hoặc quản lý thì phải ghi rõ nơi công tác.")
            % {"user": row.username}
        )


def grant_end(*, grant_id: int, last_day: date, actor: Actor, at: datetime) -> None:
    """Give a role its last day; the row stays, so that a past day can still be answered.

    Raises:
        UnableToLoadOrganization: there is no such grant, or it would end before it began.
    """
    with transaction.atomic():
        grant = RoleGrant.objects.select_for_update().filter(pk=grant_id).first()
        if grant is None or last_day < grant.valid_from:
            raise UnableToLoadOrganization(_("Không kết thúc được vai trò này vào ngày đã chọn."))
        before = {"valid_until": day_text(grant.valid_until)}
        grant.valid_until = last_day
        grant.save(update_fields=["valid_until"])
        event_append(
            action="grant.end",
            actor=actor,
            at=at,
            subject_type="role_grant",
            subject_id=grant_id,
            unit_id=grant.unit_id,
            before=before,
            after={"valid_until": last_day.isoformat()},
        )
