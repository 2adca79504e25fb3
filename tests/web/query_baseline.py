"""How many queries each page makes, recorded in query_counts.json: a page that needs more fails, one that needs fewer
asks to be recorded again.

    RECORD_QUERY_COUNTS=1 .venv/bin/pytest tests/web
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

BASELINE = Path(__file__).with_name("query_counts.json")


@contextmanager
def counted(name: str) -> Iterator[None]:
    """Compare the queries made inside with the recorded number; savepoints of tests do not count."""
    with CaptureQueriesContext(connection) as queries:
        yield
    count = sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in queries.captured_queries)
    known: dict[str, int] = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    if os.environ.get("RECORD_QUERY_COUNTS"):
        known[name] = count
        text = json.dumps(known, indent=2, sort_keys=True, ensure_ascii=False)
        BASELINE.write_text(text + "\n", encoding="utf-8")
        return
    assert known.get(name) == count, f"{name}: {count} queries, recorded are {known.get(name)}"
