"""Sources and their pulls: what a job, a command or a button calls."""

import gzip
import hashlib
import re
import tempfile
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from commitments.audit.services import event_append
from commitments.indicators.models import Indicator
from commitments.indicators.services import periods_ensure
from commitments.lib.actors import Actor
from commitments.lib.clock import civil_day
from commitments.lib.errors import PermanentError
from commitments.runs.models import Run, RunState
from commitments.sources.connectors.folder.fetch import stored_matches
from commitments.sources.connectors.folder.limits import Limits
from commitments.sources.connectors.folder.parse import file_parse
from commitments.sources.connectors.table import ParsedFile, Problem, TableKind
from commitments.sources.models import NumberFormat, RawSnapshot, Source, SourceKind, SourceRun
from commitments.sources.services.pull.apart import files_assess_apart
from commitments.sources.services.pull.assess import indicator_keys
from commitments.sources.services.pull.effect import effect_write
from commitments.sources.services.pull.intake import Mine, files_take_in
from commitments.sources.services.pull.remarks import intake_remarks

_PLAIN_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_MB = 1024 * 1024
# A raw file of a common size is held in memory while it is handed out; a larger one goes through a temporary file.
_IN_MEMORY = 4 * _MB


class UnableToPull(PermanentError):
    """The source cannot be pulled as it is set up."""


class UnableToReadStored(PermanentError):
    """The kept bytes of a file are gone or are not what they were."""


class UnableToDefineSource(PermanentError):
    """What was said about the source does not fit together."""


def source_ensure(
    *,
    key: str,
    name: str,
    config: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    number_format: str = NumberFormat.POINT,
) -> Source:
    """Return the source of this key; define it if there is none. An existing source is left as it is.

    Args:
        key: letters, digits, "-" and "_"; it names the folder below the inbox.
        config: `{"tables": {"unit": {}, "trend": {"unit_code": "398126"}}}`: which tables the source may deliver;
            a trend table does not say whose trend it is, so the unit's code is set here.
        number_format: "point" or "comma".

    Raises:
        UnableToDefineSource: the key is no plain name, or the tables are not known.
    """
    _definition_check(key, config, number_format)
    with transaction.atomic():
        source, created = Source.objects.get_or_create(
            key=key,
            defaults={
                "name": name,
                "kind": SourceKind.FOLDER,
                "config": dict(config),
                "number_format": number_format,
            },
        )
        if created:
            event_append(
                action="source.define",
                actor=actor,
                at=at,
                subject_type="source",
                subject_id=source.pk,
                after={"key": key, "name": name, "config": dict(config), "number_format": number_format},
            )
        return source


def _definition_check(key: str, config: Mapping[str, Any], number_format: str) -> None:
    tables = config.get("tables")
    if not _PLAIN_KEY.fullmatch(key):
        raise UnableToDefineSource(_("Mã nguồn “%(key)s” chỉ được gồm chữ không dấu, số, “-” và “_”.") % {"key": key})
    if number_format not in NumberFormat.values:
        raise UnableToDefineSource(_("Cách viết số “%(format)s” không có.") % {"format": number_format})
    if not isinstance(tables, Mapping) or not tables or not set(tables) <= {kind.value for kind in TableKind}:
        raise UnableToDefineSource(_("Cấu hình nguồn phải nêu các bảng được nhận (unit, trend)."))
    if "trend" in tables and not tables["trend"].get("unit_code"):
        raise UnableToDefineSource(_("Bảng xu hướng phải nêu mã đơn vị (unit_code)."))


def source_pull(
    *,
    run_id: int,
    attempt: int,
    now: Callable[[], datetime],
    settled: bool = False,
    limits: Limits | None = None,
) -> None:
    """Pull a source: keep every new file, read it, check it, add its figures, and close the run.

    Three steps: the bytes are committed before anything is read; reading and checking hold no transaction; what
    follows is written together with the run's end (in chunks when there is much), and asks for the standings to be
    refreshed if figures came in. Doing it again adds nothing.

    Args:
        run_id: a run of kind "source_pull" with `{"source": key}`, claimed by this attempt.
        now: the clock, aware UTC.
        settled: nobody is writing into the folder, so fresh files need not be watched for two seconds.

    Raises:
        UnableToPull: no such source, or it is switched off, or an indicator it delivers is not defined.
        UnableToReadStored: kept bytes have changed.
        LeaseLost: another attempt owns the run; nothing more was written.
    """
    run = Run.objects.get(pk=run_id)
    source = _source_of(run)
    mine = Mine(run_id, attempt, now)
    _facts_ensure(run, source, mine)
    taken = files_take_in(source=source, mine=mine, settled=settled)
    files: dict[int, ParsedFile] = {}
    for snapshot in taken.snapshots:
        _heartbeat(mine)
        files[snapshot.number] = _snapshot_parse(snapshot, source, limits)
    found = files_assess_apart(
        files=files,
        run_id=run_id,
        intended_at=run.intended_at,
        rows_before=_rows_before(source, run_id),
        heartbeat=lambda: _heartbeat(mine),
        remarks=intake_remarks(source=source, run_id=run_id, taken=taken),
    )
    effect_write(source=source, run=run, mine=mine, snapshots=taken.snapshots, found=found, recorded_at=now())


def snapshot_replay(*, snapshot_id: int, limits: Limits | None = None) -> ParsedFile:
    """Read a kept file again, as it was read then: the same bytes give the same rows. Nothing is written.

    Raises:
        UnableToReadStored: the bytes are gone or have changed.
    """
    snapshot = RawSnapshot.objects.select_related("source").get(pk=snapshot_id)
    return _snapshot_parse(snapshot, snapshot.source, limits)


def snapshot_open(*, snapshot_id: int) -> IO[bytes]:
    """Open a kept file as it was dropped, at its beginning; the caller closes it.

    What is handed out is a copy that was checked whole: nobody reads a byte that was not counted into the sha256.

    Raises:
        UnableToReadStored: the bytes are gone, cannot be unpacked, or have changed.
    """
    snapshot = RawSnapshot.objects.get(pk=snapshot_id)
    digest = hashlib.sha256()
    copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  the caller closes it
    try:
        with gzip.open(Path(settings.RAW_DIR, snapshot.stored_path)) as packed:
            while block := packed.read(_MB):
                digest.update(block)
                copy.write(block)
    except (OSError, EOFError, zlib.error) as error:
        copy.close()
        raise _altered(snapshot) from error
    if digest.hexdigest() != snapshot.sha256:
        copy.close()
        raise _altered(snapshot)
    copy.seek(0)
    return copy


def _altered(snapshot: RawSnapshot) -> UnableToReadStored:
    return UnableToReadStored(
        _("Tệp gốc đã lưu “%(file)s” bị mất hoặc đã thay đổi trên máy chủ.") % {"file": snapshot.file_name}
    )


def _source_of(run: Run) -> Source:
    key = str(run.params.get("source", ""))
    source = Source.objects.filter(key=key).first()
    if source is None:
        raise UnableToPull(_("Không có nguồn số liệu nào mang mã “%(key)s”.") % {"key": key})
    if not source.is_active:
        raise UnableToPull(_("Nguồn số liệu “%(key)s” đang tạm dừng.") % {"key": key})
    return source


def _facts_ensure(run: Run, source: Source, mine: Mine) -> None:
    """Make sure of what every pull stands on: this year's and last year's periods, and the indicators."""
    year = civil_day(run.intended_at).year
    with transaction.atomic():
        mine.still_mine()
        for each in (year - 1, year):
            periods_ensure(each)
    missing = indicator_keys(source.config.get("tables", {})) - set(Indicator.objects.values_list("key", flat=True))
    if missing:
        raise UnableToPull(_("Chưa khai báo chỉ số: %(keys)s.") % {"keys": ", ".join(sorted(missing))})


def _heartbeat(mine: Mine) -> None:
    with transaction.atomic():
        mine.still_mine()


def _rows_before(source: Source, run_id: int) -> int | None:
    earlier = SourceRun.objects.filter(source=source, run__state=RunState.SUCCEEDED, rows_in__gt=0)
    return earlier.exclude(run_id=run_id).order_by("-run_id").values_list("rows_in", flat=True).first()


def _snapshot_parse(snapshot: RawSnapshot, source: Source, limits: Limits | None) -> ParsedFile:
    if not snapshot.stored_path:
        details = {"size": str(-(-snapshot.size // _MB)), "limit": str(settings.DROP_MAX_BYTES // _MB)}
        return ParsedFile(refusal=Problem("file_too_large", details))
    stored = Path(settings.RAW_DIR, snapshot.stored_path)
    if not stored_matches(stored=stored, sha256=snapshot.sha256):
        raise _altered(snapshot)
    return file_parse(
        stored=stored,
        file_name=snapshot.file_name,
        file_number=snapshot.number,
        number_format=source.number_format,
        config=source.config,
        limits=limits,
    )
