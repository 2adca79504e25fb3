"""Step one of a pull: the bytes of every new file are kept and on record before anything is read out of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from commitments.runs.models import RunState
from commitments.runs.services import run_progress
from commitments.sources.connectors.folder.fetch import (
    Dropped,
    OutOfReach,
    StillGrowing,
    file_sha256,
    file_store,
    fingerprint,
    inbox_list,
)
from commitments.sources.models import RawSnapshot, SnapshotState, Source


@dataclass(frozen=True, slots=True)
class Mine:
    """The attempt that does the work: every transaction is fenced with it."""

    run_id: int
    attempt: int
    now: Callable[[], datetime]

    def still_mine(self, *, done: int = 0, total: int | None = None) -> None:
        """Renew the lease, inside the open transaction; raise LeaseLost when another attempt owns the run."""
        run_progress(run_id=self.run_id, attempt=self.attempt, at=self.now(), done=done, total=total)


@dataclass(frozen=True, slots=True)
class Intake:
    """This run's snapshots, the names of files still being written, and of what was passed over."""

    snapshots: list[RawSnapshot]
    growing: list[str]
    passed_over: list[str]


def inbox_of(source: Source) -> Path:
    return Path(settings.INBOX_DIR, source.key)


def files_take_in(*, source: Source, mine: Mine, settled: bool) -> Intake:
    """Keep every new file of the source's folder; return what this run has to read.

    Files that an ended run left unread come first, under numbers of this run.
    """
    _unread_take_over(source, mine)
    inbox = inbox_of(source)
    inbox.mkdir(parents=True, exist_ok=True)
    listing = inbox_list(inbox=inbox, seen_at=mine.now(), settled=settled)
    kept = RawSnapshot.objects.filter(source=source).exclude(state=SnapshotState.ABANDONED)
    known = set(kept.values_list("sha256", flat=True))
    growing = list(listing.growing)
    passed_over = list(listing.passed_over)
    for dropped in listing.files:
        try:
            _take_in(source, dropped, mine, known)
        except StillGrowing:
            growing.append(dropped.name)
        except OutOfReach:
            passed_over.append(dropped.name)
    snapshots = list(RawSnapshot.objects.filter(run_id=mine.run_id, state="").order_by("number"))
    return Intake(snapshots, growing, sorted(passed_over))


def _take_in(source: Source, dropped: Dropped, mine: Mine, known: set[str]) -> None:
    readable = dropped.size <= settings.DROP_MAX_BYTES
    sha256 = file_sha256(dropped) if readable else fingerprint(dropped)
    if sha256 in known:
        return
    stored_path = file_store(dropped=dropped, sha256=sha256, raw=Path(settings.RAW_DIR)) if readable else ""
    known.add(sha256)
    _snapshot_create(source, mine, dropped.name, sha256, dropped.size, stored_path)


def _unread_take_over(source: Source, mine: Mine) -> None:
    """Take up what a failed or cancelled run of this source had kept but not read to the end."""
    ended = [RunState.FAILED, RunState.CANCELLED]
    for left in RawSnapshot.objects.filter(source=source, state="", run__state__in=ended).order_by("id"):
        with transaction.atomic():
            RawSnapshot.objects.filter(pk=left.pk, state="").update(state=SnapshotState.ABANDONED)
            _snapshot_create(source, mine, left.file_name, left.sha256, left.size, left.stored_path)


def _snapshot_create(source: Source, mine: Mine, name: str, sha256: str, size: int, stored_path: str) -> None:
    with transaction.atomic():
        mine.still_mine()
        # A twin pull of this source may have been faster: then the content is its, and nothing is written.
        RawSnapshot.objects.bulk_create(
            [
                RawSnapshot(
                    source=source,
                    run_id=mine.run_id,
                    number=RawSnapshot.objects.filter(run_id=mine.run_id).count() + 1,
                    file_name=name[-300:],
                    sha256=sha256,
                    size=size,
                    stored_path=stored_path,
                    received_at=mine.now(),
                )
            ],
            ignore_conflicts=True,
        )
