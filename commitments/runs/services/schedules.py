"""What the database remembers of the schedules: kept equal to the table in code, moved on by the tick."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.audit.services import event_append
from commitments.lib.actors import Actor
from commitments.runs.models import ScheduleState
from commitments.runs.services import run_enqueue


class UnableToChangeSchedule(Exception):
    """There is no such schedule."""


@dataclass(frozen=True, slots=True)
class ScheduleText:
    """The describing part of a schedule: what it does, with what, when, and how it is called."""

    key: str
    kind: str
    params: dict[str, Any]
    cron: str
    title: str
    title_params: dict[str, str]


def schedules_describe(*, texts: Collection[ScheduleText], at: datetime) -> list[str]:
    """Make the stored schedules equal to the table; return what was added, changed or removed, one line each.

    A new schedule begins now: nothing that would have been due before is made up.
    """
    stored = {state.key: state for state in ScheduleState.objects.all()}
    differences: list[str] = []
    for text in texts:
        wanted = {name: getattr(text, name) for name in ("kind", "params", "cron", "title", "title_params")}
        state = stored.pop(text.key, None)
        if state is None:
            _state, created = ScheduleState.objects.get_or_create(key=text.key, defaults={**wanted, "last_due_at": at})
            differences += [f"+ {text.key}"] if created else []
        elif any(getattr(state, name) != value for name, value in wanted.items()):
            ScheduleState.objects.filter(key=text.key).update(**wanted)
            differences.append(f"~ {text.key}")
    if stored:
        ScheduleState.objects.filter(key__in=list(stored)).delete()
        differences += [f"- {key}" for key in sorted(stored)]
    return differences


def schedule_advance(
    *,
    state: ScheduleState,
    due: Sequence[datetime],
    last_due_at: datetime,
    next_due_at: datetime | None,
    at: datetime,
) -> bool:
    """Write one run for each due occurrence and move the schedule on, together.

    Args:
        due: the occurrences to carry out, UTC; they may be fewer than have passed.
        last_due_at: the latest occurrence that is now taken care of.

    Returns:
        False when a twin has moved the schedule on, or somebody paused it, since `state` was read: nothing changed.
    """
    with transaction.atomic():
        mine = ScheduleState.objects.filter(key=state.key, last_due_at=state.last_due_at, paused=False).update(
            last_due_at=last_due_at, next_due_at=next_due_at, fault=""
        )
        if mine:
            for moment in due:
                run_enqueue(
                    key=f"{state.key}@{moment.isoformat()}",
                    kind=state.kind,
                    params=state.params,
                    intended_at=moment,
                    at=at,
                )
        return bool(mine)


def schedule_fault(*, key: str, fault: str) -> None:
    """Note on the schedule why it could not be looked at; the others go on without it."""
    ScheduleState.objects.filter(key=key).update(fault=fault, next_due_at=None)


def schedule_pause(*, key: str, actor: Actor, at: datetime) -> None:
    """Stop a schedule from coming due. What has already begun goes on.

    Raises:
        UnableToChangeSchedule: there is no such schedule.
    """
    with transaction.atomic():
        _change(key, paused=True, next_due_at=None)
        event_append(action="schedule.pause", actor=actor, at=at, subject_type="schedule", subject_id=key)


def schedule_resume(*, key: str, actor: Actor, at: datetime) -> None:
    """Let a paused schedule come due again from now on; what it missed while paused is not made up.

    Raises:
        UnableToChangeSchedule: there is no such schedule.
    """
    with transaction.atomic():
        if ScheduleState.objects.filter(key=key, paused=False).exists():
            return
        _change(key, paused=False, last_due_at=at)
        event_append(action="schedule.resume", actor=actor, at=at, subject_type="schedule", subject_id=key)


def _change(key: str, **changes: Any) -> None:
    if not ScheduleState.objects.filter(key=key).update(**changes):
        raise UnableToChangeSchedule(_("Không có lịch nào mang mã %(key)s.") % {"key": key})
