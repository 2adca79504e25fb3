"""Issuing and exporting as work under way: asked for by a button, carried out by the queue, watched from the page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accountability.web.access import actor, viewer
from commitments.lib import clock
from commitments.runs.models import RunState
from commitments.runs.selectors import RunRow, run_row, run_rows
from commitments.runs.services import run_request

ISSUE, EXPORT = "recommendations_issue", "council_export"
KINDS = (ISSUE, EXPORT)
_GOING_ON = (RunState.QUEUED, RunState.RUNNING)


def latest_of(*, year: int, batch_id: int | None) -> list[RunRow]:
    """Return the latest issuing of this year and the latest export of this issue, where there is one; one query."""
    wanted: dict[str, tuple[str, Any]] = {ISSUE: ("year", year), EXPORT: ("batch", batch_id)}
    latest: dict[str, RunRow] = {}
    for run in run_rows(kinds=KINDS, limit=50):
        name, value = wanted[run.kind]
        if run.params.get(name) == value:
            latest.setdefault(run.kind, run)
    return list(latest.values())


def is_going_on(run: RunRow) -> bool:
    """Tell whether somebody still waits for it."""
    return run.state in _GOING_ON


def has_failed(run: RunRow) -> bool:
    """Tell whether it ended without its result."""
    return run.state == RunState.FAILED


def work_ask(request: HttpRequest, kind: str, **params: Any) -> int:
    """Ask for the work in this person's name, or find it already going on; return the run's number."""
    (name, value), *_rest = params.items()
    for run in run_rows(kinds=[kind], states=_GOING_ON, limit=50):
        if run.params.get(name) == value:
            return run.run_id
    asked = {**params, "user_id": viewer(request).user_id}
    return run_request(kind=kind, params=asked, actor=actor(request), at=clock.now()).pk


def work_row(run_id: int) -> RunRow | None:
    """Return a run if it is work of these pages."""
    run = run_row(run_id)
    return run if run is not None and run.kind in KINDS else None


def ended_sentence(run: RunRow) -> str:
    """Say how the work ended."""
    if run.state == RunState.SUCCEEDED:
        return _("Đã phát hành đề xuất.") if run.kind == ISSUE else _("Đã ghi xong tệp Excel.")
    if run.state == RunState.CANCELLED:
        return _("Việc này đã bị dừng; không có gì thay đổi.")
    return run.error
