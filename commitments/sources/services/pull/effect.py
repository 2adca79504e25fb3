"""Step three of a pull: observations, held rows, counters, audit event and the run's end.

One transaction where the pull is small. A large one is written in chunks, each short enough for SQLite's one writer;
a second attempt after a kill finds its own rows already there and adds the rest.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import override

from commitments.audit.services import event_append
from commitments.indicators.models import Observation
from commitments.indicators.services import NewObservation, observations_append
from commitments.lib.actors import system
from commitments.runs.models import Run
from commitments.runs.services import run_enqueue, run_finish
from commitments.sources.checks.messages import message_text
from commitments.sources.connectors.folder.parse import PARSER_VERSION
from commitments.sources.models import QuarantinedRow, RawSnapshot, SnapshotState, Source, SourceRun
from commitments.sources.services.pull.assess import Assessment, HeldRow
from commitments.sources.services.pull.intake import Mine

# Four thousand take 0.4 s on SQLite with both cores busy: nobody who signs meanwhile waits longer.
CHUNK = 4_000
_HELD_CHUNK = 2_000
# The file's own words are kept, but one cell of a hostile file must not fill the database.
_LONGEST_WORD = 500


def effect_write(
    *, source: Source, run: Run, mine: Mine, snapshots: Sequence[RawSnapshot], found: Assessment, recorded_at: datetime
) -> None:
    """Write everything that follows from a pull and close its run."""
    digest = found.digest()
    numbered = {snapshot.number: snapshot for snapshot in snapshots}
    observations = iter(found.observations)
    held = iter(found.held)
    total = len(found.observations)
    done = 0
    while total - done > CHUNK:
        with transaction.atomic():
            mine.still_mine(done=done, total=total)
            done += _observations_add(list(islice(observations, CHUNK)), mine, recorded_at)
    left = len(found.held)
    while left > _HELD_CHUNK:
        with transaction.atomic():
            mine.still_mine(done=done, total=total)
            left -= _held_add(list(islice(held, _HELD_CHUNK)), numbered, mine)
    with transaction.atomic():
        mine.still_mine(done=total, total=total)
        _observations_add(list(observations), mine, recorded_at)
        _held_add(list(held), numbered, mine)
        _close(source, run, mine, snapshots, found, digest)


def _observations_add(chunk: list[NewObservation], mine: Mine, recorded_at: datetime) -> int:
    observations_append(rows=chunk, run_id=mine.run_id, recorded_at=recorded_at)
    return len(chunk)


def _held_add(chunk: list[HeldRow], numbered: Mapping[int, RawSnapshot], mine: Mine) -> int:
    with override("vi"):  # what is stored does not depend on who happened to start the pull
        rows = [_quarantined(row, numbered[row.file_number], mine.run_id) for row in chunk]
    QuarantinedRow.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(chunk)


def _quarantined(row: HeldRow, snapshot: RawSnapshot, run_id: int) -> QuarantinedRow:
    details = {name: _short(text) for name, text in row.problem.details.items()}
    return QuarantinedRow(
        run_id=run_id,
        snapshot=snapshot,
        row_number=row.row_number,
        column=row.column[:100],
        check_code=row.problem.code,
        message=message_text(row.problem.code, details),
        details=details,
        content={_short(name): _short(text) for name, text in row.content.items()},
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_WORD else f"{text[:_LONGEST_WORD]}…"


def _close(
    source: Source, run: Run, mine: Mine, snapshots: Sequence[RawSnapshot], found: Assessment, digest: str
) -> None:
    at = mine.now()
    _snapshots_settle(snapshots, found)
    counts = {
        "files": len(snapshots),
        "rows_in": found.rows_in,
        "rows_accepted": found.rows_accepted,
        "rows_warned": found.rows_warned,
        "rows_quarantined": found.rows_held,
        "observations": Observation.objects.filter(run_id=run.pk).count(),
    }
    SourceRun.objects.update_or_create(
        run_id=run.pk,
        defaults={
            "source": source,
            **counts,
            "newest_known_at": found.newest_known_at,
            "remarks": [
                {"code": remark.code, "details": dict(remark.details), "file": number}
                for number, remark in found.remarks
            ],
            "parser_version": PARSER_VERSION,
        },
    )
    result = {
        **counts,
        "files_refused": len(found.refused_files),
        "warned_by": dict(found.warned_by),
        "held_by": dict(found.held_by),
    }
    if snapshots:  # a look into an empty folder every few minutes is no change of state
        event_append(
            action="source.pull",
            actor=system("source_pull"),
            at=at,
            subject_type="run",
            subject_id=run.pk,
            after={
                "source": source.key,
                **result,
                "sha256": [snapshot.sha256 for snapshot in snapshots],
                "observations_sha256": digest,
            },
        )
    if counts["observations"]:
        run_enqueue(
            key=f"standings:run:{run.pk}",
            kind="standings_refresh",
            params={"run": run.pk},
            intended_at=run.intended_at,
            at=at,
            requested_by=run.requested_by,
            parent_id=run.pk,
        )
    run_finish(run_id=run.pk, attempt=mine.attempt, at=at, result=result)


def _snapshots_settle(snapshots: Sequence[RawSnapshot], found: Assessment) -> None:
    read = [snapshot.pk for snapshot in snapshots if snapshot.number not in found.refused_files]
    RawSnapshot.objects.filter(pk__in=read).update(state=SnapshotState.PARSED)
    refusals = {row.file_number: row.problem for row in found.held if not row.row_number}
    for snapshot in snapshots:
        if snapshot.number in refusals:
            problem = refusals[snapshot.number]
            with override("vi"):
                text = message_text(problem.code, problem.details)
            RawSnapshot.objects.filter(pk=snapshot.pk).update(state=SnapshotState.REFUSED, refusal=text)
