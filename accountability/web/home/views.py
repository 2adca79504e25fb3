"""The first page after signing in, by what the person is."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accountability import policy
from accountability.web.access import allows, viewer
from accountability.web.account.views import LAST_VISIT
from accountability.web.home.presenters import (
    HomePage,
    Issued,
    Pointer,
    UnitPart,
    changes_of,
    heading_of,
    pointers_of,
    tasks_of,
    unit_part,
)
from commitments.agreements.selectors import agreement_rows, reports_reviewed_since, reports_waiting, tasks_for_head
from commitments.comparison.selectors import (
    FigurePoint,
    StandingRow,
    figure_histories,
    standing_counts_by_unit,
    standing_rows_for_unit,
)
from commitments.lib import clock
from commitments.organization.models import Role
from commitments.organization.selectors import Scope
from commitments.organization.selectors.scope import REVIEWING
from commitments.recommendations.selectors import latest_batch, recommendation_rows
from commitments.sources.selectors import source_rows

_SHOWN_WAITING = 8


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Heads and focal officers find their work, reviewers what waits; others go where their work is."""
    scope = viewer(request)
    if scope.acting_unit_ids or scope.holds(*REVIEWING):
        return render(request, "home/home.html", {"page": _page(request, scope)})
    if not scope.roles:
        return render(request, "home/no_role.html")
    if scope.holds(Role.COUNCIL):
        return redirect(reverse("recommendations"))
    if allows(request, policy.OVERVIEW_VIEW):
        return redirect(reverse("overview"))
    return redirect(reverse("jobs"))


def _page(request: HttpRequest, scope: Scope) -> HomePage:
    today = scope.day
    unit_ids = sorted(scope.acting_unit_ids)
    since = _last_visit(request)
    tasks = tasks_for_head(unit_ids=unit_ids, day=today) if unit_ids else []
    rows, histories = _standings(unit_ids, today.year)
    reviewed = reports_reviewed_since(unit_ids=unit_ids, since=since) if unit_ids and since else []
    agreements = {
        row.agreement_id: row
        for row in (agreement_rows(scope=scope, year=today.year) if unit_ids else [])
        if row.unit_id in scope.acting_unit_ids
    }
    waiting = reports_waiting(scope=scope) if scope.holds(*REVIEWING) else []
    lines = tasks_of(tasks, agreements, may_sign=bool(scope.headed_unit_ids), several=len(unit_ids) > 1, today=today)
    by_unit = {row.unit_id: row for row in agreements.values()}
    parts: list[UnitPart] = []
    for unit_id, name in _names(scope).items():
        own = [row for row in rows if row.unit_id == unit_id]
        parts.append(unit_part(name, by_unit.get(unit_id), own, histories, today=today))
    return HomePage(
        heading=heading_of(tasks, today=today),
        tasks=tuple(lines),
        units=tuple(parts),
        since=since,
        changes=changes_of(rows, histories, reviewed, since, _issued(scope, since)),
        waiting=tuple(waiting[:_SHOWN_WAITING]),
        waiting_count=len(waiting),
        is_reviewer=scope.holds(*REVIEWING),
        pointers=tuple(_pointers(request, scope)),
    )


def _pointers(request: HttpRequest, scope: Scope) -> Iterator[Pointer]:
    if scope.acting_unit_ids:
        return iter(())
    units = held = None
    if allows(request, policy.OVERVIEW_VIEW):
        units = standing_counts_by_unit(units=scope.visible_filter(), year=scope.day.year, day=scope.day, page_size=1)
    if allows(request, policy.JOBS_VIEW):
        held = sum(row.counts.rows_quarantined for row in source_rows(at=clock.now()))
    return pointers_of(units, held)


def _issued(scope: Scope, since: datetime | None) -> list[Issued]:
    """Return the newest issue where it came after the last visit and says something about this person."""
    batch = latest_batch(year=scope.day.year) if since is not None and scope.acting_unit_ids else None
    if batch is None or since is None or batch.issued_at <= since:
        return []
    if not recommendation_rows(batch_id=batch.batch_id, scope=scope, size=1).total:
        return []
    return [Issued(batch.number, batch.year, batch.day, batch.is_provisional, batch.issued_at)]


def _standings(unit_ids: Sequence[int], year: int) -> tuple[list[StandingRow], dict[int, list[FigurePoint]]]:
    if not unit_ids:
        return [], {}
    # Few people act for more than one unit, and nobody for many.
    rows = [row for unit_id in unit_ids for row in standing_rows_for_unit(unit_id=unit_id, year=year)]
    return rows, figure_histories(commitment_ids=[row.commitment_id for row in rows])


def _names(scope: Scope) -> dict[int, str]:
    """Return the units that this person acts for, by id, in the order in which they hold them."""
    held = {tenure.unit_id: tenure.unit_name for tenure in scope.tenures if tenure.is_current}
    served = {grant.unit_id: grant.unit_name for grant in scope.grants if grant.unit_id in scope.acting_unit_ids}
    return {**held, **served}


def _last_visit(request: HttpRequest) -> datetime | None:
    """Return when this person had signed in before this time; the session keeps it from then on."""
    text = request.session.get(LAST_VISIT, "")
    return datetime.fromisoformat(text) if text else None
