"""May this person do this to this object on this day? The one place that answers, for pages and for jobs.

A person is a `Scope` (tenures and roles as of the day); an object is any row that carries `unit_id` and `unit_path`,
and where an action asks for more: `state` and `tenure_id` of an agreement, `submitted_by_id` of a report, `tenure_id`
of a recommendation (None for a unit's line), `actor_id` of an event. Being a superuser opens nothing.
"""

from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import and_
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate
from rules.rulesets import RuleSet

from commitments.organization.models import Role, UnitKind
from commitments.organization.selectors import Scope

OVERVIEW_VIEW: Final = "overview.view"
UNIT_VIEW: Final = "unit.view"
AGREEMENT_VIEW: Final = "agreement.view"
AGREEMENT_SIGN: Final = "agreement.sign"
COMMITMENT_VIEW: Final = "commitment.view"
REPORT_SUBMIT: Final = "report.submit"
REPORT_REVIEW: Final = "report.review"
EVIDENCE_VIEW: Final = "evidence.view"
WAIVER_GRANT: Final = "waiver.grant"
RECOMMENDATION_VIEW: Final = "recommendation.view"
RECOMMENDATIONS_ISSUE: Final = "recommendations.issue"
COUNCIL_EXPORT: Final = "council.export"
JOBS_VIEW: Final = "jobs.view"
JOBS_RUN: Final = "jobs.run"
SOURCE_FILE_VIEW: Final = "source.file.view"
AUDIT_VIEW: Final = "audit.view"

_OVERSEERS = (Role.REVIEWER, Role.MANAGER, Role.CHAIR, Role.COUNCIL, Role.AUDITOR)
_NOT_A_ROLE = _("Vai trò của bạn không bao gồm việc này.")

# What a requirement says to the person who does not meet it.
_REASONS: dict[str, Any] = {}


def _requires(name: str, reason: Any, test: Callable[..., bool]) -> Predicate:
    _REASONS[name] = reason
    return Predicate(test, name)


def _role(*roles: Role) -> Predicate:
    """Require one of these roles, for any unit."""
    name = "role:" + ",".join(role.value for role in roles)
    return _requires(name, _NOT_A_ROLE, lambda scope: scope.holds(*roles))


def _is_seen(scope: Scope, row: Any) -> bool:
    return scope.sees(row.unit_id, row.unit_path)


def _is_about_oneself_or_overseen(scope: Scope, row: Any) -> bool:
    """A head sees the line of the unit they head now, and every line about a tenure of their own."""
    if scope.holds_over(row.unit_path, *_OVERSEERS):
        return True
    tenure_id = getattr(row, "tenure_id", None)
    if tenure_id is not None:
        return tenure_id in scope.tenure_ids
    return row.unit_id in scope.headed_unit_ids


def _leads_the_authority(scope: Scope) -> bool:
    """Manager or chair of the whole authority, not of a part of it."""
    return any(
        grant.role in (Role.MANAGER, Role.CHAIR) and grant.unit_kind == UnitKind.PROVINCE for grant in scope.grants
    )


def _is_event_in_sight(scope: Scope, row: Any = None) -> bool:
    if scope.holds(Role.AUDITOR):
        return True
    return row is not None and getattr(row, "actor_id", None) == scope.user_id


seen = _requires("seen", _("Đơn vị này không thuộc phạm vi bạn được xem."), _is_seen)
heads_unit = _requires(
    "heads_unit",
    _("Chỉ người đứng đầu đơn vị đang tại chức mới được ký bản cam kết."),
    lambda scope, row: row.unit_id in scope.headed_unit_ids,
)
holds_its_tenure = _requires(
    "holds_its_tenure",
    _("Bản cam kết này do người đứng đầu trong thời gian giữ chức khác ký."),
    lambda scope, row: row.tenure_id in scope.current_tenure_ids,
)
is_ready = _requires("is_ready", _("Bản cam kết này đã được ký."), lambda _scope, row: row.state == "ready")
acts_for_unit = _requires(
    "acts_for_unit",
    _("Chỉ người đứng đầu hoặc cán bộ đầu mối của đơn vị được gửi báo cáo."),
    lambda scope, row: row.unit_id in scope.acting_unit_ids,
)
not_own_unit = _requires(
    "not_own_unit",
    _("Bạn không được thẩm định hoặc quyết định về đơn vị mà bạn đứng đầu, làm đầu mối hoặc công tác."),
    lambda scope, row: not scope.owns(row.unit_id, row.unit_path),
)
not_own_report = _requires(
    "not_own_report",
    _("Bạn không được thẩm định báo cáo do chính mình gửi."),
    lambda scope, row: row.submitted_by_id != scope.user_id,
)
reviews_unit = _requires(
    "reviews_unit",
    _("Đơn vị này không thuộc phạm vi bạn được giao thẩm định."),
    lambda scope, row: scope.reviews(row.unit_id, row.unit_path),
)
manages_unit = _requires(
    "manages_unit",
    _("Đơn vị này không thuộc phạm vi bạn được giao quản lý."),
    lambda scope, row: scope.judges(row.unit_id, row.unit_path, Role.MANAGER),
)
about_oneself_or_overseen = _requires(
    "about_oneself_or_overseen",
    _("Đề xuất này không phải về bạn và không thuộc phạm vi bạn theo dõi."),
    _is_about_oneself_or_overseen,
)
leads_the_authority = _requires(
    "leads_the_authority",
    _("Chỉ người quản lý hoặc Chủ tịch cấp tỉnh được ban hành đề xuất."),
    _leads_the_authority,
)
event_in_sight = _requires(
    "event_in_sight",
    _("Nhật ký chỉ dành cho người kiểm tra, giám sát; mỗi người xem được việc của chính mình."),
    _is_event_in_sight,
)

# In order: the first requirement that is not met gives the reason.
_REQUIREMENTS: Final[dict[str, tuple[Predicate, ...]]] = {
    OVERVIEW_VIEW: (_role(*_OVERSEERS),),
    UNIT_VIEW: (seen,),
    AGREEMENT_VIEW: (seen,),
    AGREEMENT_SIGN: (heads_unit, holds_its_tenure, is_ready),
    COMMITMENT_VIEW: (seen,),
    REPORT_SUBMIT: (acts_for_unit,),
    REPORT_REVIEW: (_role(Role.REVIEWER, Role.MANAGER), not_own_unit, reviews_unit, not_own_report),
    EVIDENCE_VIEW: (seen,),
    WAIVER_GRANT: (_role(Role.MANAGER), not_own_unit, manages_unit),
    RECOMMENDATION_VIEW: (about_oneself_or_overseen,),
    RECOMMENDATIONS_ISSUE: (_role(Role.MANAGER, Role.CHAIR), leads_the_authority),
    COUNCIL_EXPORT: (_role(Role.MANAGER, Role.CHAIR, Role.COUNCIL),),
    JOBS_VIEW: (_role(Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR),),
    JOBS_RUN: (_role(Role.MANAGER, Role.ADMINISTRATOR),),
    SOURCE_FILE_VIEW: (_role(Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR),),
    AUDIT_VIEW: (event_in_sight,),
}
RULES: Final = RuleSet()
for _action, _parts in _REQUIREMENTS.items():
    RULES.add_rule(_action, reduce(and_, _parts))


def may(scope: Scope, action: str, obj: Any = None, *, day: date) -> bool:
    """Answer whether the person may do this to the object.

    Args:
        scope: the person as of `day`.
        action: one of the constants of this module.
        obj: the row concerned; None for what belongs to no unit.
        day: civil day; it must be the scope's own, so that no one acts under yesterday's role.

    Raises:
        KeyError: no such action; a typing error must not pass for a refusal.
        ValueError: the scope speaks of another day.
    """
    _check(scope, action, day)
    return RULES.test_rule(action, scope, obj)


def explain(scope: Scope, action: str, obj: Any = None, *, day: date) -> str:
    """Return why the person may not, as a sentence for them; empty when they may. Arguments as for `may`."""
    _check(scope, action, day)
    for requirement in _REQUIREMENTS[action]:
        if not requirement.test(scope, obj):
            return str(_REASONS[requirement.name])
    return ""


def _check(scope: Scope, action: str, day: date) -> None:
    if not RULES.rule_exists(action):
        raise KeyError(f"no action is called {action!r}")
    if scope.day != day:
        raise ValueError(f"the scope is as of {scope.day}, the question is about {day}")
