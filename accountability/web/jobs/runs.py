"""Runs in plain values: what waits, what goes on and how fast, what each brought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.web.jobs.words import kind_word, noun_of, took
from commitments.runs.models import RunState
from commitments.runs.selectors import RunRow

GOING_ON = (RunState.QUEUED, RunState.RUNNING)


@dataclass(frozen=True, slots=True)
class Going:
    """Work that waits or goes on."""

    run_id: int
    label: str
    noun: str
    is_waiting: bool
    done: int
    total: int | None
    rate: int | None
    seconds_left: int | None


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run in the list."""

    run_id: int
    title: str
    about: str
    url: str
    state: str
    attempts: str
    asked_by: str
    at: datetime
    took: str
    error: str
    brought: str


def going_of(run: RunRow, at: datetime) -> Going:
    """Turn a run that waits or goes on into its progress; rate and time left only where they can be told."""
    waiting = run.state == RunState.QUEUED
    label = _("%(work)s: đang chờ đến lượt") if waiting else _("%(work)s: đang làm")
    rate, left = pace(run, at)
    return Going(
        run_id=run.run_id,
        label=label % {"work": kind_word(run.kind)},
        noun=noun_of(run.kind),
        is_waiting=waiting,
        done=run.progress_done,
        total=run.progress_total,
        rate=rate,
        seconds_left=left,
    )


def pace(run: RunRow, at: datetime) -> tuple[int | None, int | None]:
    """Give how much is done in a second and how many seconds are left; None where that cannot be told."""
    if run.state != RunState.RUNNING or run.started_at is None or not run.progress_done:
        return None, None
    seconds = int((at - run.started_at).total_seconds())
    rate = run.progress_done // seconds if seconds > 0 else 0
    if not rate:
        return None, None
    return rate, (run.progress_total - run.progress_done) // rate if run.progress_total else None


def worth_listing(runs: Sequence[RunRow], *, size: int, every: bool, more: bool) -> tuple[list[RunRow], int | None]:
    """Leave out the many looks into a folder that found nothing; return a page, and where the next one goes on.

    Args:
        every: the reader asked for one kind of work and wants to see all of it.
        more: there may be older runs than those given.
    """
    kept = [run for run in runs if every or not _found_nothing(run)]
    if len(kept) > size:
        return kept[:size], kept[size - 1].run_id
    return kept, runs[-1].run_id if more else None


def _found_nothing(run: RunRow) -> bool:
    return run.kind == "source_pull" and run.state == RunState.SUCCEEDED and not run.result.get("files")


def outcome_code(state: str, *, held: int, refused: int) -> str:
    """Give the word for how a run came out: a pull that held something back has not simply ended well.

    Args:
        held: rows held back.
        refused: whole files not taken.
    """
    if state != RunState.SUCCEEDED or not (held or refused):
        return state
    return "succeeded_refused" if refused else "succeeded_held"


def outcome_of(run: RunRow) -> str:
    """Give the word for how this run came out."""
    held, refused = run.result.get("rows_quarantined", 0), run.result.get("files_refused", 0)
    return outcome_code(run.state, held=held, refused=refused)


def run_line(run: RunRow, names: Mapping[str, str]) -> RunLine:
    """Turn a run into a line of the list.

    Args:
        names: name of a source by its key.
    """
    return RunLine(
        run_id=run.run_id,
        title=kind_word(run.kind),
        about=_about(run, names),
        url=reverse("run", args=[run.run_id]),
        state=outcome_of(run),
        attempts=f"{run.attempt}/{run.max_attempts}" if run.attempt > 1 else "",
        asked_by=run.requested_by,
        at=run.started_at or run.created_at,
        took=took(run.started_at, run.finished_at),
        error=run.error,
        brought=brought_text(run),
    )


def _about(run: RunRow, names: Mapping[str, str]) -> str:
    params = run.params
    if "source" in params:
        return names.get(str(params["source"]), str(params["source"]))
    if "run" in params:
        return _("sau lượt số %(run)s") % {"run": params["run"]}
    if "year" in params:
        return _("năm %(year)s") % {"year": params["year"]}
    if params.get("all"):
        return _("mọi cam kết")
    if "agreement" in params:
        return _("một bản cam kết")
    if "commitment" in params or "report" in params:
        return _("một nội dung")
    return ""


def brought_text(run: RunRow) -> str:
    """Say in a few words what a run that ended well brought."""
    result = run.result
    if run.kind == "source_pull" and "rows_accepted" in result:
        if not result.get("files"):
            return _("không có tệp mới")
        facts = {"accepted": result["rows_accepted"], "held": result.get("rows_quarantined", 0)}
        return _("nhận %(accepted)s dòng, giữ lại %(held)s dòng") % facts
    if run.kind == "standings_refresh" and isinstance(result.get("changed"), dict):
        return _("%(n)s nội dung thay đổi") % {"n": result["changed"].get("total", 0)}
    if run.kind == "recommendations_issue" and "recommendations" in result:
        return _("đợt %(number)s, %(n)s đề xuất") % {"number": result["number"], "n": result["recommendations"]}
    if run.kind == "audit_seal" and "sealed" in result:
        return _("%(n)s sự kiện") % {"n": result["sealed"]}
    return ""
