"""Reading sources and their pulls, and the way back from a figure to the bytes it came from."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Subquery, Window
from django.db.models.fields.json import KT
from django.db.models.functions import RowNumber

from commitments.indicators.models import Observation
from commitments.runs.models import Run, RunState
from commitments.sources.checks.messages import message_text
from commitments.sources.models import QuarantinedRow, RawSnapshot, Source, SourceRun
from commitments.sources.selectors.rows import (
    FileRow,
    HeldRow,
    KeptFile,
    ObservationTrail,
    PullCounts,
    SourceRow,
    SourceRunDetail,
)

__all__ = [
    "FileRow",
    "HeldRow",
    "KeptFile",
    "ObservationTrail",
    "PullCounts",
    "SourceRow",
    "SourceRunDetail",
    "kept_file",
    "observation_trail",
    "quarantined_count",
    "quarantined_rows",
    "source_rows",
    "source_run_detail",
]

_SPARKLINE = 12


def source_rows(*, at: datetime, next_due: Mapping[str, datetime] | None = None) -> list[SourceRow]:
    """Return every source with its last pull; four queries whatever their number.

    Args:
        at: now, UTC, for the age of the newest figure.
        next_due: by source key, when the next pull is due; the schedule knows.
    """
    mine = SourceRun.objects.filter(source=OuterRef("pk")).order_by("-run_id")
    unfinished = Run.objects.filter(kind="source_pull").annotate(source_key=KT("params__source"))
    unfinished = unfinished.filter(source_key=OuterRef("key"))
    unfinished = unfinished.exclude(state=RunState.SUCCEEDED).order_by("-id")
    sources = list(
        Source.objects.order_by("key").annotate(
            well_run_id=Subquery(mine.values("run_id")[:1]),
            looked_at=Subquery(mine.values("run__finished_at")[:1]),
            full_run_id=Subquery(mine.filter(files__gt=0).values("run_id")[:1]),
            other_run_id=Subquery(unfinished.values("pk")[:1]),
        )
    )
    last_ids = {source.pk: _last_run_id(source) for source in sources}
    runs = Run.objects.select_related("source_run").in_bulk([run_id for run_id in last_ids.values() if run_id])
    recent: defaultdict[int, list[int]] = defaultdict(list)
    ranked = SourceRun.objects.filter(files__gt=0).annotate(
        place=Window(RowNumber(), partition_by=F("source_id"), order_by=F("run_id").desc())
    )
    for source_id, accepted in (
        ranked.filter(place__lte=_SPARKLINE).order_by("run_id").values_list("source_id", "rows_accepted")
    ):
        recent[source_id].append(accepted)
    newest = dict(SourceRun.objects.values_list("source_id").annotate(Max("newest_known_at")))
    return [
        _source_row(source, runs.get(last_ids[source.pk] or 0), recent, newest, at, next_due or {})
        for source in sources
    ]


def _last_run_id(source: Any) -> int | None:
    well, full, other = source.well_run_id, source.full_run_id, source.other_run_id
    if other is not None and (well is None or other > well):
        return int(other)
    return int(full or well) if full or well else None


def _source_row(
    source: Any,
    run: Run | None,
    recent: Mapping[int, list[int]],
    newest: Mapping[int, datetime | None],
    at: datetime,
    next_due: Mapping[str, datetime],
) -> SourceRow:
    newest_known_at = newest.get(source.pk)
    return SourceRow(
        source_id=source.pk,
        key=source.key,
        name=source.name,
        kind=source.kind,
        number_format=source.number_format,
        is_active=source.is_active,
        last_run_id=None if run is None else run.pk,
        last_state="" if run is None else run.state,
        last_finished_at=None if run is None else run.finished_at,
        last_error="" if run is None else run.error,
        looked_at=source.looked_at,
        next_due_at=next_due.get(source.key),
        counts=_counts(None if run is None else getattr(run, "source_run", None)),
        files_refused=0 if run is None else run.result.get("files_refused", 0),
        newest_known_at=newest_known_at,
        newest_age=None if newest_known_at is None else at - newest_known_at,
        accepted=tuple(recent.get(source.pk, ())),
    )


def _counts(brought: SourceRun | None) -> PullCounts:
    if brought is None:
        return PullCounts()
    return PullCounts(**{name: getattr(brought, name) for name in PullCounts.__dataclass_fields__})


def source_run_detail(*, run_id: int) -> SourceRunDetail | None:
    """Return one pull with its files, or None when the run is no pull; five queries."""
    run = Run.objects.filter(pk=run_id, kind="source_pull").select_related("source_run").first()
    if run is None:
        return None
    key = str(run.params.get("source", ""))
    source = Source.objects.filter(key=key).first()
    brought: SourceRun | None = getattr(run, "source_run", None)
    remarks = [] if brought is None else brought.remarks
    return SourceRunDetail(
        run_id=run.pk,
        source_key=key,
        source_name=key if source is None else source.name,
        state=run.state,
        intended_at=run.intended_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
        error=run.error,
        requested_by=run.requested_by,
        counts=_counts(brought),
        newest_known_at=None if brought is None else brought.newest_known_at,
        parser_version="" if brought is None else brought.parser_version,
        files=tuple(_file_rows(run_id)),
        remarks=tuple(message_text(remark["code"], remark["details"]) for remark in remarks),
        warned_by=run.result.get("warned_by", {}),
        held_by=run.result.get("held_by", {}),
        follow_up_run_ids=tuple(Run.objects.filter(parent_id=run_id).order_by("id").values_list("pk", flat=True)),
    )


def _file_rows(run_id: int) -> list[FileRow]:
    held = QuarantinedRow.objects.filter(run_id=run_id)
    refusals = {row.snapshot_id: message_text(row.check_code, row.details) for row in held.filter(row_number=0)}
    snapshots = RawSnapshot.objects.filter(run_id=run_id).order_by("number")
    # Several findings about one row are one row.
    counted = dict(
        held.filter(row_number__gt=0).order_by().values_list("snapshot_id").annotate(Count("row_number", distinct=True))
    )
    return [
        FileRow(
            snapshot_id=snapshot.pk,
            number=snapshot.number,
            name=snapshot.file_name,
            sha256=snapshot.sha256 if snapshot.stored_path else "",
            size=snapshot.size,
            received_at=snapshot.received_at,
            state=snapshot.state,
            refusal=refusals.get(snapshot.pk, snapshot.refusal),
            rows_quarantined=counted.get(snapshot.pk, 0),
        )
        for snapshot in snapshots
    ]


def kept_file(*, run_id: int, number: int) -> KeptFile | None:
    """Return a file of a run by its number; None when there is none or it was too large to be kept; one query."""
    kept = RawSnapshot.objects.filter(run_id=run_id, number=number).exclude(stored_path="")
    found = kept.values_list("pk", "file_name").first()
    return None if found is None else KeptFile(found[0], run_id, found[1])


def quarantined_rows(*, run_id: int, offset: int = 0, limit: int = 50) -> list[HeldRow]:
    """Return a page of what a pull held back, by file and row; one query."""
    rows = QuarantinedRow.objects.filter(run_id=run_id).select_related("snapshot")
    return [
        HeldRow(
            file_number=row.snapshot.number,
            file_name=row.snapshot.file_name,
            row_number=row.row_number,
            column=row.column,
            code=row.check_code,
            message=message_text(row.check_code, row.details),
            content=row.content,
        )
        for row in rows.order_by("snapshot__number", "row_number", "id")[offset : offset + limit]
    ]


def quarantined_count(*, run_id: int) -> int:
    """Return how many findings `quarantined_rows` would page through."""
    return QuarantinedRow.objects.filter(run_id=run_id).count()


def observation_trail(*, observation_ids: Collection[int]) -> dict[int, ObservationTrail]:
    """Return the way back of each figure, by observation id; two queries."""
    observations = Observation.objects.filter(pk__in=observation_ids).select_related("run")
    found = list(observations.order_by("id"))
    files: dict[tuple[int, int], RawSnapshot] = {
        (snapshot.run_id, snapshot.number): snapshot
        for snapshot in RawSnapshot.objects.filter(run_id__in={one.run_id for one in found}).select_related("source")
    }
    return {one.pk: _trail(one, files.get((one.run_id, one.file_number))) for one in found}


def _trail(one: Observation, file: RawSnapshot | None) -> ObservationTrail:
    values: dict[str, Any] = {
        name: getattr(one, name)
        for name in ("value", "numerator", "denominator", "known_at", "recorded_at", "run_id", "row_number")
    }
    return ObservationTrail(
        observation_id=one.pk,
        run_kind=one.run.kind,
        source_name="" if file is None else file.source.name,
        file_name="" if file is None else file.file_name,
        sha256="" if file is None else file.sha256,
        stored_path="" if file is None else file.stored_path,
        remarks=tuple(one.flags.split()),
        **values,
    )
