"""The main menu: what this person's roles let them open, in the order of a working day. Five items at most."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability import policy
from commitments.organization.selectors import Scope
from commitments.organization.selectors.scope import REVIEWING

NavItem = tuple[str, str, bool]


def nav_items(scope: Scope, path: str) -> list[NavItem]:
    """Return (label, address, current) for each page family that this person may open."""
    return [(label, url, _is_here(url, path)) for label, url in _entries(scope)]


def sees_recommendations(scope: Scope) -> bool:
    """Tell whether there can be a recommendation that this person may read."""
    return bool(scope.tenures) or policy.may(scope, policy.OVERVIEW_VIEW, day=scope.day)


def _entries(scope: Scope) -> Iterator[tuple[str, str]]:
    if not scope.roles:
        return
    if scope.acting_unit_ids or scope.holds(*REVIEWING):
        yield _("Việc của tôi"), reverse("home")
    if scope.acting_unit_ids:
        yield _("Bản cam kết"), reverse("own_agreement")
    if scope.holds(*REVIEWING):
        yield _("Chờ thẩm định"), reverse("reviews")
    if policy.may(scope, policy.OVERVIEW_VIEW, day=scope.day):
        yield _("Tổng quan"), reverse("overview")
    if sees_recommendations(scope):
        yield _("Đề xuất"), reverse("recommendations")
    if policy.may(scope, policy.JOBS_VIEW, day=scope.day):
        yield _("Nguồn số liệu"), reverse("jobs")


def _is_here(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
