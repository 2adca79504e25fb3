"""What is measured, one case in one process: `python -m bench.cases NAME ours|floor`. Prints one line of JSON.

Every case is timed three times. Peak memory is of this process alone, what Django needs to start included.
"""

import json
import os
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accountability.settings.test")
django.setup()

from django.db import connection, transaction  # noqa: E402  models can be imported only after setup
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench import floors, nation  # noqa: E402
from commitments.accounts.models import User  # noqa: E402
from commitments.comparison.services import standings_refresh  # noqa: E402
from commitments.exports.services import council, council_export_write  # noqa: E402
from commitments.exports.sheets.cover import CoverFacts  # noqa: E402
from commitments.lib.actors import system  # noqa: E402
from commitments.recommendations.models import IssueBatch  # noqa: E402
from commitments.recommendations.selectors import batch_row  # noqa: E402
from commitments.recommendations.services import recommendations_issue  # noqa: E402
from commitments.runs.models import Run  # noqa: E402
from commitments.runs.services import run_claim, run_enqueue  # noqa: E402

REPEAT = 3
# A unit's address carries its uuid; the page links each of its units.
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass
class Measured:
    """Seconds of each repetition, what was handled, and how many queries that took."""

    seconds: list[float] = field(default_factory=list)
    rows: int = 0
    queries: int | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    peak_memory: int = 0


def now() -> datetime:
    return datetime.now(tz=UTC)


def load() -> Measured:
    started = time.perf_counter()
    nation.load()
    return Measured([time.perf_counter() - started])


def standings_full() -> Measured:
    measured = Measured()
    for _ in range(REPEAT):
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE comparison_standing")
        _refresh(measured, {"all": True})
    return measured


def standings_full_floor() -> Measured:
    return _statement(floors.STANDINGS, {"day": nation.DAY}, lambda rows: sum(row[2] for row in rows))


def standings_again() -> Measured:
    measured = Measured()
    for _ in range(REPEAT):
        _refresh(measured, {"all": True})
    return measured


def standings_one_percent() -> Measured:
    measured = Measured()
    for number in range(REPEAT):
        _refresh(measured, {"run": nation.night(number)})
    return measured


def overview_page() -> Measured:
    client = Client()
    client.force_login(User.objects.get(username=nation.SIGN_IN))
    client.get(reverse("overview"))
    measured = Measured()
    for _ in range(REPEAT):
        with CaptureQueriesContext(connection) as captured:
            started = time.perf_counter()
            response = client.get(reverse("overview"))
            measured.seconds.append(time.perf_counter() - started)
        assert response.status_code == 200, response.status_code
        measured.queries = len(captured)
        measured.rows = len(set(_UUID.findall(response.content.decode())))
        measured.notes = {"bytes": len(response.content)}
    return measured


def overview_page_floor() -> Measured:
    return _statement(floors.OVERVIEW, {"year": nation.YEAR}, len)


def issue() -> Measured:
    """Issue the nation's recommendations once: the export reads an issue."""
    run = _claimed("recommendations_issue", {"year": nation.YEAR})
    started = time.perf_counter()
    batch = recommendations_issue(
        year=nation.YEAR, run_id=run.pk, attempt=run.attempt, day=nation.DAY, now=now, actor=system("bench")
    )
    return Measured([time.perf_counter() - started], rows=batch.recommendations)


def council_export() -> Measured:
    measured = Measured()
    batch = IssueBatch.objects.get()
    measured.rows = batch.recommendations
    for _ in range(REPEAT):
        with tempfile.TemporaryDirectory() as folder, CaptureQueriesContext(connection) as captured:
            path = Path(folder) / "council.xlsx"
            started = time.perf_counter()
            council_export_write(batch_id=batch.pk, out=path, now=now, actor=system("bench"))
            measured.seconds.append(time.perf_counter() - started)
            measured.notes = {"bytes": path.stat().st_size}
        measured.queries = len(captured)
    return measured


def council_export_floor() -> Measured:
    batch = batch_row(batch_id=IssueBatch.objects.get().pk)
    assert batch is not None
    facts = CoverFacts("Cả nước", True, "bench", now(), None)
    measured = Measured(rows=batch.recommendations)
    original = council.CouncilWorkbook
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bare.xlsx"
        council.CouncilWorkbook = lambda **_: floors.BareWorkbook(path)  # type: ignore[assignment,misc]
        try:
            for _ in range(REPEAT):
                started = time.perf_counter()
                council.council_workbook(path=path, batch=batch, facts=facts)
                measured.seconds.append(time.perf_counter() - started)
                measured.notes = {"bytes": path.stat().st_size}
        finally:
            council.CouncilWorkbook = original  # type: ignore[misc]
    return measured


def _statement(sql: str, parameters: dict[str, Any], count: Callable[[list[Any]], int]) -> Measured:
    """Time one statement under the settings that a refresh gives itself."""
    measured = Measured(queries=1)
    for _ in range(REPEAT):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off")
            started = time.perf_counter()
            cursor.execute(sql, parameters)
            measured.rows = count(cursor.fetchall())
            measured.seconds.append(time.perf_counter() - started)
    return measured


def _refresh(measured: Measured, params: dict[str, Any]) -> None:
    run = _claimed("standings_refresh", params)
    statements = 0

    def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        started = time.perf_counter()
        standings_refresh(run_id=run.pk, attempt=run.attempt, now=now, day=nation.DAY)
        measured.seconds.append(time.perf_counter() - started)
    result = Run.objects.values_list("result", flat=True).get(pk=run.pk)
    measured.rows, measured.queries = result["affected"]["total"], statements
    measured.notes = {key: result[key] for key in ("affected", "changed", "affected_by_reading")}


def _claimed(kind: str, params: dict[str, Any]) -> Run:
    at = now()
    key = f"bench:{kind}:{at.isoformat()}"
    run = run_enqueue(key=key, kind=kind, params=params, intended_at=at, at=at)
    assert run_claim(run_id=run.pk, worker="bench", at=at)
    return Run.objects.get(pk=run.pk)


CASES: dict[str, dict[str, Callable[[], Measured]]] = {
    "load": {"ours": load},
    "standings_full": {"ours": standings_full, "floor": standings_full_floor},
    "standings_again": {"ours": standings_again},
    "standings_one_percent": {"ours": standings_one_percent},
    "overview_page": {"ours": overview_page, "floor": overview_page_floor},
    "issue": {"ours": issue},
    "council_export": {"ours": council_export, "floor": council_export_floor},
}


def main(name: str, side: str) -> None:
    measured = CASES[name][side]()
    measured.peak_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(asdict(measured)))


if __name__ == "__main__":
    main(*sys.argv[1:])
