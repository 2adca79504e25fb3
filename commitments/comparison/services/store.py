"""Writes standings, only those that differ from what is stored. One way for each database.

PostgreSQL: outcomes are copied into a table of this session, chunk by chunk, and take effect in one statement.
SQLite: each chunk takes effect at once, because nobody else can write meanwhile.
"""

# ruff: noqa: S608  all text put together here is written in this file; values travel as parameters

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Final

from django.db import connection

from commitments.comparison.selectors.judge import Outcome

Changes = Counter[tuple[str, str]]
"""How many standings were written, by reading and new state."""

_COLUMNS: Final = Outcome._fields
_JUDGED: Final = _COLUMNS[1:]
# Any two refreshes agree on this number; it means nothing else.
_REFRESH_LOCK: Final = 7_311_002
_STAGE: Final = "standing_stage"
_TYPES: Final = {
    "commitment_id": "bigint",
    "state": "text",
    "reason": "text",
    "closing_state": "text",
    "known_at": "timestamptz",
    **dict.fromkeys(("rank", "rank_of"), "integer"),
    **dict.fromkeys(("periods_known", "periods_due"), "smallint"),
}


def line_of(outcome: Outcome) -> str:
    """Write an outcome as one line: fields by tab, nothing as None. Digests rest on this form; never change it."""
    return "\t".join(map(str, outcome)) + "\n"


@contextmanager
def refreshing_alone() -> Iterator[None]:
    """Let one refresh run at a time, so that an older look at the figures never overwrites a newer one."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_REFRESH_LOCK])
        try:
            columns = ", ".join(f"{column} {_TYPES.get(column, 'bigint')}" for column in _COLUMNS)
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{_STAGE}")
            cursor.execute(f"CREATE TEMPORARY TABLE {_STAGE} ({columns})")
            yield
        finally:
            # A dead connection has lost both already.
            if connection.is_usable():
                cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{_STAGE}")
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_REFRESH_LOCK])


def plan_in_memory() -> None:
    """Let PostgreSQL sort this transaction's chunks in memory, and not compile what runs for a moment."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off")


def stage(lines: Sequence[str]) -> None:
    """Copy lines into this session's table (PostgreSQL)."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {_STAGE} FROM STDIN WITH (NULL 'None')") as copy:
        copy.write("".join(lines))


def write_staged(*, day: date) -> Changes:
    """Make everything staged take effect (PostgreSQL); count what was written."""
    upsert = _upsert(f"SELECT *, %s FROM {_STAGE}", "IS DISTINCT FROM")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH written AS ({upsert} RETURNING commitment_id, state) "
            "SELECT c.reading, w.state, count(*) FROM written w "
            "JOIN agreements_commitment c ON c.id = w.commitment_id GROUP BY c.reading, w.state",
            [day],
        )
        return Counter({(reading, state): count for reading, state, count in cursor.fetchall()})


def write_now(outcomes: Sequence[Outcome], readings: Mapping[int, str], *, day: date) -> Changes:
    """Make a chunk take effect (SQLite); count what was written.

    Args:
        readings: the reading of each commitment, by id.
    """
    fields = [field for outcome in outcomes for field in (*outcome, day.isoformat())]
    one = f"({', '.join(['%s'] * (len(_COLUMNS) + 1))})"
    # Without its WHERE the parser would take ON CONFLICT for the condition of a join.
    source = f"SELECT * FROM (VALUES {', '.join([one] * len(outcomes))}) WHERE true"
    with connection.cursor() as cursor:
        cursor.execute(f"{_upsert(source, 'IS NOT')} RETURNING commitment_id, state", fields)
        return Counter((readings[commitment_id], state) for commitment_id, state in cursor.fetchall())


def _upsert(source: str, differs: str) -> str:
    """The day moves only together with something else: it says since when the commitment stands so."""
    changed = " OR ".join(f"s.{column} {differs} excluded.{column}" for column in _JUDGED)
    assigned = ", ".join(f"{column} = excluded.{column}" for column in (*_JUDGED, "day"))
    return (
        f"INSERT INTO comparison_standing AS s ({', '.join(_COLUMNS)}, day) {source} "
        f"ON CONFLICT (commitment_id) DO UPDATE SET {assigned} WHERE {changed}"
    )
