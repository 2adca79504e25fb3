"""The queue's own schedule table, kept to one row: the tick."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django_q.models import Schedule

# A fixed primary key, because django-q2's names are not unique: two starts at once cannot make two ticks.
_TICK_ID = 1


def tick_schedule_sync(*, at: datetime) -> list[str]:
    """Make the queue's schedules equal to the one that shall be there; return the differences, one line each."""
    wanted: dict[str, Any] = {
        "name": "tick",
        "func": "accountability.jobs.tasks.tick",
        "hook": None,
        "args": None,
        "kwargs": "{'q_options': {'save': False}}",
        "schedule_type": Schedule.MINUTES,
        "minutes": 1,
        "repeats": -1,
        "cron": None,
        "cluster": None,
        "intended_date_kwarg": None,
    }
    with transaction.atomic():
        others = Schedule.objects.exclude(pk=_TICK_ID)
        differences = [f"- {name or func}" for name, func in others.values_list("name", "func")]
        others.delete()
        stored, created = Schedule.objects.get_or_create(pk=_TICK_ID, defaults={**wanted, "next_run": at})
        changes = {name: value for name, value in wanted.items() if getattr(stored, name) != value}
        if not created and (stored.next_run is None or stored.next_run > at + timedelta(minutes=2)):
            changes["next_run"] = at
        if changes:
            Schedule.objects.filter(pk=_TICK_ID).update(**changes)
        differences += ["+ tick"] if created else [f"~ tick.{name}" for name in changes]
    return differences
