"""One refresh in progress: chunk by chunk, each fenced, with the counts that the run and the audit event report."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction

from commitments.audit.services import event_append
from commitments.comparison.selectors.gather import FactRow, Moment, facts_of, members_of
from commitments.comparison.selectors.judge import Judge, Outcome, rankings
from commitments.comparison.selectors.parameters import warning_days_of
from commitments.comparison.services import store
from commitments.lib.actors import system
from commitments.runs.services import run_finish, run_progress

_CHUNK: Final = {"postgresql": 16_000, "sqlite": 400}
# On SQLite a refresh holds the only write lock for most of each chunk. Whoever waits for it looks again every few
# hundredths of a second, so the refresh stands aside that long between chunks.
_STAND_ASIDE_SECONDS: Final = 0.03


class Refresh:
    """Judges commitments and stores what changed, for one attempt of one run."""

    def __init__(self, *, run_id: int, attempt: int, now: Callable[[], datetime], day: date) -> None:
        self._run_id, self._attempt, self._now, self._day = run_id, attempt, now, day
        self._stages = connection.vendor == "postgresql"
        self._affected: Counter[tuple[str, str]] = Counter()
        self._changed: Counter[tuple[str, str]] = Counter()
        self._restated = 0
        self._digest = hashlib.sha256()

    def carry_out(self, ids: Sequence[int]) -> None:
        """Refresh these commitments and close the run.

        Raises:
            LeaseLost: another attempt owns the run, or it was cancelled.
        """
        moment = Moment(self._day)
        judge = Judge(moment, warning_days_of)
        size, done = _CHUNK[connection.vendor], 0
        for chunk in _chunks(ids, size):
            if done and not self._stages:
                time.sleep(_STAND_ASIDE_SECONDS)
            done += len(chunk)
            # The look at the figures is in the transaction too: on SQLite nothing can change between look and write.
            with transaction.atomic():
                store.plan_in_memory()
                run_progress(run_id=self._run_id, attempt=self._attempt, at=self._now(), done=done, total=len(ids))
                self._take(chunk, moment, judge)
        with transaction.atomic():
            if self._stages:
                store.plan_in_memory()
                self._changed = store.write_staged(day=self._day)
            self._close()

    def _take(self, chunk: Sequence[int], moment: Moment, judge: Judge) -> None:
        rows = facts_of(chunk, moment)
        places = rankings(members_of(chunk, moment)) if any(row.reading == "rank" for row in rows) else {}
        outcomes = [outcome for outcome, _standing in judge.judge(rows, places)]
        lines = [store.line_of(outcome) for outcome in outcomes]
        self._count(rows, outcomes, lines)
        if self._stages:
            store.stage(lines)
        elif outcomes:
            readings = {row.commitment_id: row.reading for row in rows}
            self._changed += store.write_now(outcomes, readings, day=self._day)

    def _count(self, rows: Sequence[FactRow], outcomes: Sequence[Outcome], lines: Sequence[str]) -> None:
        self._affected.update((row.reading, outcome.state) for row, outcome in zip(rows, outcomes, strict=True))
        self._restated += sum(1 for outcome in outcomes if outcome.closing_state)
        self._digest.update("".join(lines).encode())

    def _close(self) -> None:
        result = self._result()
        at = self._now()
        event_append(
            action="standings.refresh",
            actor=system("standings_refresh"),
            at=at,
            subject_type="run",
            subject_id=self._run_id,
            after=result,
        )
        run_finish(run_id=self._run_id, attempt=self._attempt, at=at, result=result)

    def _result(self) -> dict[str, Any]:
        """Count affected and changed standings by reading and by state; rank commitments are listed apart."""
        return {
            "day": self._day.isoformat(),
            "affected": _totals(self._affected),
            "changed": _totals(self._changed),
            "affected_by_reading": _by(self._affected, 0),
            "changed_by_reading": _by(self._changed, 0),
            "affected_by_state": _by_state(self._affected),
            "changed_by_state": _by_state(self._changed),
            "restated": self._restated,
            "digest": {"scheme": "standing-lines-1", "sha256": self._digest.hexdigest()},
        }


def _chunks(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _totals(counts: Counter[tuple[str, str]]) -> dict[str, int]:
    rank = sum(count for (reading, _state), count in counts.items() if reading == "rank")
    return {"total": counts.total(), "rank": rank, "figures": counts.total() - rank}


def _by(counts: Counter[tuple[str, str]], part: int) -> dict[str, int]:
    summed: Counter[str] = Counter()
    for key, count in counts.items():
        summed[key[part]] += count
    return dict(sorted(summed.items()))


def _by_state(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    rank = Counter({key: count for key, count in counts.items() if key[0] == "rank"})
    return {"rank": _by(rank, 1), "figures": _by(counts - rank, 1)}
