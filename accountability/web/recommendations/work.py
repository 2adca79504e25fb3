"""Issuing and exporting as work under way: asked for by a button, carried out by the queue, watched from the page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.web.access import actor, viewer
from commitments.lib import clock
from commitments.runs.models import RunState
from commitments.runs.selectors import RunRow, run_row, run_rows
from commitments.runs.services import run_request

ISSUE, EXPORT = "recommendations_issue", "council_export"
KINDS = (ISSUE, EXPORT)
_GOING_ON = (RunState.QUEUED, RunState.RUNNING)
_LABELS = {ISSUE: gettext_lazy("Đang lập đề xuất"), EXPORT: gettext_lazy("Đang ghi tệp Excel")}
_WAITING = {ISSUE: gettext_lazy("Đang chờ lập đề xuất"), EXPORT: gettext_lazy("Đang chờ ghi tệp Excel")}
_NOUNS = {ISSUE: gettext_lazy("đề xuất"), EXPORT: gettext_lazy("đơn vị")}


@dataclass(frozen=True, slots=True)
class Work:
    """What a person waits for: how far it is, and how it ended."""

    run_id: int
    label: str
    noun: str
    is_waiting: bool
    done: int
    total: int | None
    rate: int | None
    seconds_left: int | None
    error: str


def work_of(run: RunRow, at: datetime) -> Work:
    """Turn a run into what the page shows; rate and time left only where they can be told."""
    rate, left = _pace(run, at)
    waiting = run.state == RunState.QUEUED
    return Work(
        run_id=run.run_id,
        label=str((_WAITING if waiting else _LABELS)[run.kind]),
        noun=str(_NOUNS[run.kind]),
        is_waiting=waiting,
        done=run.progress_done,
        total=run.progress_total,
        rate=rate,
        seconds_left=left,
        error=run.error,
    )


def _pace(run: RunRow, at: datetime) -> tuple[int | None, int | None]:
    if run.state != RunState.RUNNING or run.started_at is None or not run.progress_done:
        return None, None
    seconds = int((at - run.started_at).total_seconds())
    rate = run.progress_done // seconds if seconds > 0 else 0
    if not rate:
        return None, None
    return rate, (run.progress_total - run.progress_done) // rate if run.progress_total else None


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
