"""The one way in which a view protects itself: who is asking, as of which day, and may they do this to that?

    def unit_page(request, uuid):
        row = unit_row_by_uuid(uuid=uuid)          # 404 by `found` when there is none
        authorize(request, policy.UNIT_VIEW, row)

What a person may not even see does not exist for them (404). What they see but may not do is refused with the reason
(403). The rules themselves are in `accountability.policy`.
"""

import functools
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from accountability import policy
from commitments.lib import clock
from commitments.lib.actors import Actor
from commitments.organization.models import Role
from commitments.organization.selectors import Scope, scope_for

Row = TypeVar("Row")
View = Callable[..., HttpResponseBase]

# To be refused with a reason one must be allowed to see the thing at all: what is done to it, and what shows it.
SEEN_BY: dict[str, str] = {
    policy.AGREEMENT_SIGN: policy.AGREEMENT_VIEW,
    policy.REPORT_SUBMIT: policy.COMMITMENT_VIEW,
    policy.REPORT_REVIEW: policy.COMMITMENT_VIEW,
    policy.WAIVER_GRANT: policy.COMMITMENT_VIEW,
}

# In the record a person acts in one role: the one that gives them the most say.
_BY_SAY = (
    Role.HEAD,
    Role.MANAGER,
    Role.REVIEWER,
    Role.CHAIR,
    Role.COUNCIL,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
    Role.FOCAL_OFFICER,
)


def viewer(request: HttpRequest) -> Scope:
    """Return what the signed-in person is to which units on the working day; asked once per request."""
    known: Scope | None = getattr(request, "camket_scope", None)
    if known is None:
        if not request.user.is_authenticated:
            raise PermissionDenied
        known = scope_for(user_id=request.user.pk, day=clock.working_day())
        request.camket_scope = known  # type: ignore[attr-defined]
    return known


def actor(request: HttpRequest) -> Actor:
    """Return who acts, as the record will remember it."""
    scope = viewer(request)
    role = next((role for role in _BY_SAY if role in scope.roles), None)
    return Actor(
        user_id=scope.user_id,
        name=scope.name,
        role=str(role.value) if role else "",
        request_id=request_id(request),
        address=request.META.get("REMOTE_ADDR", ""),
    )


def request_id(request: HttpRequest) -> str:
    """Return the name of this request in the record: events of one click belong together."""
    known: str | None = getattr(request, "camket_request_id", None)
    if known is None:
        known = uuid.uuid4().hex
        request.camket_request_id = known  # type: ignore[attr-defined]
    return known


def found(row: Row | None) -> Row:
    """Return a row that a selector looked for.

    Raises:
        Http404: there is none.
    """
    if row is None:
        raise Http404
    return row


def allows(request: HttpRequest, action: str, obj: Any = None) -> bool:
    """Tell whether the person may do this; for showing or leaving out a button."""
    return policy.may(viewer(request), action, obj, day=clock.working_day())


def authorize(request: HttpRequest, action: str, obj: Any = None) -> Scope:
    """Let the request go on, or end it; return the person's scope.

    Args:
        action: a constant of `accountability.policy`.
        obj: what it is done to; None for a page that belongs to no unit.

    Raises:
        Http404: the thing is out of this person's sight.
        PermissionDenied: they see it but may not do this; the reason is for people.
    """
    if allows(request, action, obj):
        return viewer(request)
    sight = SEEN_BY.get(action, action)
    if obj is not None and (sight == action or not allows(request, sight, obj)):
        raise Http404
    raise PermissionDenied(policy.explain(viewer(request), action, obj, day=clock.working_day()))


def permitted(action: str) -> Callable[[View], View]:
    """Protect a page that belongs to no unit: `@permitted(policy.OVERVIEW_VIEW)`."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            authorize(request, action)
            return view(request, *args, **kwargs)

        return guarded

    return wrap
