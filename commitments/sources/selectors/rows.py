"""The shapes in which pages read sources and pulls."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PullCounts:
    """What one pull brought; all zero for a run that has not ended well."""

    files: int = 0
    rows_in: int = 0
    rows_accepted: int = 0
    rows_warned: int = 0
    rows_quarantined: int = 0
    observations: int = 0


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as a list shows it. Times are UTC.

    The last run is the one that failed or is still going on, if nothing has ended well since; else the latest that
    brought files: most looks into a folder find nothing, and say only when somebody looked (`looked_at`).
    `newest_known_at` is the latest moment its figures speak of, `newest_age` how long ago that was. `accepted` are the
    accepted rows of its latest pulls that brought files, oldest first. `next_due_at` is what the caller gave.
    `files_refused` are whole files of the last run that could not be taken.
    """

    source_id: int
    key: str
    name: str
    kind: str
    number_format: str
    is_active: bool
    last_run_id: int | None
    last_state: str
    last_finished_at: datetime | None
    last_error: str
    looked_at: datetime | None
    next_due_at: datetime | None
    counts: PullCounts
    files_refused: int
    newest_known_at: datetime | None
    newest_age: timedelta | None
    accepted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of a run; `sha256` is empty for a file that was too large to be read."""

    snapshot_id: int
    number: int
    name: str
    sha256: str
    size: int
    received_at: datetime
    state: str
    refusal: str
    rows_quarantined: int


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file whose bytes were kept; `name` is its path below the source's folder."""

    snapshot_id: int
    run_id: int
    name: str


@dataclass(frozen=True, slots=True)
class SourceRunDetail:
    """One pull with its files and remarks; `warned_by` and `held_by` count findings by code."""

    run_id: int
    source_key: str
    source_name: str
    state: str
    intended_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: str
    requested_by: str
    counts: PullCounts
    newest_known_at: datetime | None
    parser_version: str
    files: tuple[FileRow, ...]
    remarks: tuple[str, ...]
    warned_by: Mapping[str, int]
    held_by: Mapping[str, int]
    follow_up_run_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row that was held back, in the reader's language; row 0 is the whole file; `content` is in its own words."""

    file_number: int
    file_name: str
    row_number: int
    column: str
    code: str
    message: str
    content: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ObservationTrail:
    """From one figure back to the line of the file it was read from. Without a file the figure was not pulled."""

    observation_id: int
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    known_at: datetime
    recorded_at: datetime
    run_id: int
    run_kind: str
    source_name: str
    file_name: str
    sha256: str
    stored_path: str
    row_number: int
    remarks: tuple[str, ...]
