"""A process that speaks for the test inside the installation under test: one JSON request a line, one answer a line."""

import json
import sys
from collections import Counter
from typing import Any

import django

django.setup()

from django_q.models import OrmQ  # noqa: E402  the site must be set up first

from accountability.jobs import enqueue, tasks  # noqa: E402
from commitments.audit.models import AuditEvent  # noqa: E402
from commitments.lib import clock  # noqa: E402
from commitments.runs.models import Run  # noqa: E402
from commitments.runs.services import run_enqueue  # noqa: E402


def write(*, key: str, deliver: int = 1, **params: Any) -> int:
    """Write a run and put its task into the queue so many times."""
    now = clock.now()
    run = run_enqueue(key=key, kind="probe", params=params, intended_at=now, at=now)
    for _number in range(deliver):
        enqueue._push("execute", run.pk)
    return run.pk


def tick() -> None:
    tasks.tick()


def look() -> dict[str, Any]:
    runs = {
        key: [state, attempt, error]
        for key, state, attempt, error in Run.objects.values_list("key", "state", "attempt", "error")
    }
    effects = AuditEvent.objects.filter(action="probe.effect").values_list("subject_id", flat=True)
    return {"runs": runs, "effects": Counter(effects), "queue": OrmQ.objects.count()}


if __name__ == "__main__":
    for line in sys.stdin:
        request = json.loads(line)
        answer = {"write": write, "tick": tick, "look": look}[request.pop("do")](**request)
        print(json.dumps(answer), flush=True)
