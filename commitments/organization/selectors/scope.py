"""What a person is to which units on one day. Plain values: no query is made here."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from commitments.organization.models import Role

SEEING = frozenset({Role.REVIEWER, Role.MANAGER, Role.CHAIR, Role.COUNCIL, Role.AUDITOR})
REVIEWING = frozenset({Role.REVIEWER, Role.MANAGER})
_NOTHING = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class HeldTenure:
    """A tenure of this person. `is_current` tells whether it is in force on the scope's day."""

    tenure_id: int
    unit_id: int
    unit_path: str
    unit_name: str
    post: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class HeldGrant:
    """A role in force on the scope's day, over the subtree of `unit_path` without that of `except_path`."""

    role: Role
    unit_id: int
    unit_path: str
    unit_kind: str
    unit_name: str
    except_path: str | None


@dataclass(frozen=True, slots=True)
class Scope:
    """A person as of a day: the tenures, the roles, and the units that count as their own.

    Own is the body that a person heads, serves as focal officer, or works in, with its inner offices: whoever works
    in an office of a department works in that department. A province's departments and communes are bodies of their
    own. `own_ids` match exactly, `own_paths` with everything below.
    """

    user_id: int
    name: str
    day: date
    tenures: tuple[HeldTenure, ...]
    grants: tuple[HeldGrant, ...]
    own_ids: frozenset[int]
    own_paths: tuple[str, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """Return every role held on the day for any unit; heading a unit is one of them."""
        heads = {Role.HEAD} if self.headed_unit_ids else set()
        return frozenset({grant.role for grant in self.grants} | heads)

    @property
    def headed_unit_ids(self) -> frozenset[int]:
        """Return the units whose head this person is on the day."""
        return frozenset(tenure.unit_id for tenure in self.tenures if tenure.is_current)

    @property
    def acting_unit_ids(self) -> frozenset[int]:
        """Return the units for which this person may report: those headed, and those served as focal officer."""
        focal = {grant.unit_id for grant in self.grants if grant.role == Role.FOCAL_OFFICER}
        return self.headed_unit_ids | focal

    @property
    def current_tenure_ids(self) -> frozenset[int]:
        """Return the tenures in force on the day."""
        return frozenset(tenure.tenure_id for tenure in self.tenures if tenure.is_current)

    @property
    def tenure_ids(self) -> frozenset[int]:
        """Return every tenure of this person, past ones too: their results stay theirs."""
        return frozenset(tenure.tenure_id for tenure in self.tenures)

    def holds(self, *roles: Role) -> bool:
        """Tell whether one of these roles is held for any unit."""
        return not self.roles.isdisjoint(roles)

    def holds_over(self, unit_path: str, *roles: Role) -> bool:
        """Tell whether one of these roles is held over a unit; what a grant leaves out still counts."""
        return any(grant.role in roles and unit_path.startswith(grant.unit_path) for grant in self.grants)

    def owns(self, unit_id: int, unit_path: str) -> bool:
        """Tell whether a unit is this person's own, whose results they may not judge."""
        return unit_id in self.own_ids or any(unit_path.startswith(path) for path in self.own_paths)

    def sees(self, unit_id: int, unit_path: str) -> bool:
        """Tell whether this person may read a unit in detail."""
        return unit_id in self.acting_unit_ids or self.holds_over(unit_path, *SEEING)

    def judges(self, unit_id: int, unit_path: str, *roles: Role) -> bool:
        """Tell whether one of these roles, over this unit, may judge it: not their own, not left out of the grant."""
        return not self.owns(unit_id, unit_path) and any(
            grant.role in roles
            and unit_path.startswith(grant.unit_path)
            and not (grant.except_path and unit_path.startswith(grant.except_path))
            for grant in self.grants
        )

    def reviews(self, unit_id: int, unit_path: str) -> bool:
        """Tell whether this person may accept or return the reports of a unit."""
        return self.judges(unit_id, unit_path, *REVIEWING)

    def visible_filter(self, prefix: str = "") -> Q:
        """Return the condition "a unit in sight", for a queryset that reaches the unit by `prefix`.

        Args:
            prefix: lookup path to the unit with its underscores, such as "commitment__unit__"; empty on Unit itself.
        """
        condition = Q(**{f"{prefix}pk__in": sorted(self.acting_unit_ids)})
        for grant in self.grants:
            if grant.role in SEEING:
                condition |= Q(**{f"{prefix}path__startswith": grant.unit_path})
        return condition

    def review_filter(self, prefix: str = "") -> Q:
        """Return the condition "a unit whose reports this person may review", like `visible_filter`."""
        condition = _NOTHING
        for grant in self.grants:
            if grant.role in REVIEWING:
                part = Q(**{f"{prefix}path__startswith": grant.unit_path})
                if grant.except_path:
                    part &= ~Q(**{f"{prefix}path__startswith": grant.except_path})
                condition |= part
        condition &= ~Q(**{f"{prefix}pk__in": sorted(self.own_ids)})
        for path in self.own_paths:
            condition &= ~Q(**{f"{prefix}path__startswith": path})
        return condition
