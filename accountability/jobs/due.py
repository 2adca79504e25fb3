"""From the table of schedules to runs in the ledger: what has come due since we last looked."""

import logging
from datetime import datetime

from accountability.jobs.schedule import (
    Schedule,
    latest_occurrence,
    next_occurrence,
    occurrences_between,
    schedule_table,
)
from commitments.runs.models import ScheduleState
from commitments.runs.selectors import schedule_is_busy
from commitments.runs.services.schedules import schedule_advance, schedule_fault, schedules_describe

_log = logging.getLogger(__name__)


def due_runs_write(*, at: datetime) -> None:
    """Write a run for each occurrence that has come due. A row that cannot be read keeps its fault to itself."""
    table = schedule_table()
    schedules_describe(texts=[schedule.text() for schedule in table], at=at)
    states = {state.key: state for state in ScheduleState.objects.all()}
    for schedule in table:
        state = states[schedule.key]
        if state.paused:
            continue
        try:
            _advance(schedule, state, at)
        except Exception as error:
            _log.exception("schedule %s cannot be read", schedule.key)
            schedule_fault(key=schedule.key, fault=f"{type(error).__name__}: {error}")


def _advance(schedule: Schedule, state: ScheduleState, at: datetime) -> None:
    following = next_occurrence(schedule.cron, at)
    passed = _passed(schedule, state.last_due_at, at)
    if not passed:
        if state.next_due_at != following or state.fault:
            _move(state, [], state.last_due_at, following, at)
        return
    if schedule.catch_up == "latest" and schedule_is_busy(schedule.key):
        return
    _move(state, passed if schedule.needed() else [], passed[-1], following, at)


def _passed(schedule: Schedule, after: datetime, at: datetime) -> list[datetime]:
    if schedule.catch_up == "each":
        return occurrences_between(schedule.cron, after, at)
    latest = latest_occurrence(schedule.cron, after, at)
    return [] if latest is None else [latest]


def _move(state: ScheduleState, due: list[datetime], last: datetime, following: datetime, at: datetime) -> None:
    schedule_advance(state=state, due=due, last_due_at=last, next_due_at=following, at=at)
