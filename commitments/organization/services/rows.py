"""What the loads take: plain rows that name units, groups and people by their codes."""

from dataclasses import dataclass
from datetime import date

from commitments.organization.models import Role, TenureCapacity, UnitKind


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit by its code; `parent_code` is empty for the top of a tree."""

    code: str
    name: str
    kind: UnitKind
    valid_from: date
    parent_code: str = ""
    official_code: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class NewCohort:
    """A ranking group by its key."""

    key: str
    name: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class NewMembership:
    """A unit's place in a ranking group from a day on; `unranked_reason` set means it is shown but not ranked."""

    cohort_key: str
    unit_code: str
    valid_from: date
    valid_until: date | None = None
    unranked_reason: str = ""


@dataclass(frozen=True, slots=True)
class NewTenure:
    """Who headed a unit from a day on. `username` joins the person to an account; empty when there is none."""

    unit_code: str
    first_day: date
    leader_name: str
    post: str
    username: str = ""
    last_day: date | None = None
    capacity: TenureCapacity = TenureCapacity.HEAD


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A role over a unit and all below it, from a day on. Reviewers and managers must say where they work."""

    username: str
    role: Role
    unit_code: str
    valid_from: date
    valid_until: date | None = None
    except_code: str = ""
    home_code: str = ""


@dataclass(frozen=True, slots=True)
class LoadResult:
    """How many rows of a load were new, and how many existed and were brought up to date."""

    added: int
    changed: int
