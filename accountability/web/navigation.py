"""The main menu: what this person's roles let them open, in the order of a working day. Five items at most."""

from collections.abc import Iterator

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accountability import policy
from commitments.organization.scope import REVIEWING
from commitments.organization.selectors import Scope

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
        yield from _entry("home", _("Việc của tôi"))
    if scope.acting_unit_ids:
        yield from _entry("own_agreement", _("Bản cam kết"))
    if scope.holds(*REVIEWING):
        yield from _entry("reviews", _("Chờ thẩm định"))
    if policy.may(scope, policy.OVERVIEW_VIEW, day=scope.day):
        yield from _entry("overview", _("Tổng quan"))
    if sees_recommendations(scope):
        yield from _entry("recommendations", _("Đề xuất"))
    if policy.may(scope, policy.JOBS_VIEW, day=scope.day):
        yield from _entry("jobs", _("Nguồn số liệu"))


def _entry(name: str, label: str) -> Iterator[tuple[str, str]]:
    try:
        yield label, reverse(name)
    except NoReverseMatch:
        return


def _is_here(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
