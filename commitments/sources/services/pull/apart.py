"""Judging the files of a run together, without one of them stopping the others.

A fault that nobody foresaw must not roll the whole pull back: the next pull would take the same bytes up again and
fail again. So the file at fault is looked for and refused.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import InterfaceError, OperationalError

from commitments.lib.errors import PermanentError
from commitments.runs.services import LeaseLost
from commitments.sources.connectors.table import ParsedFile, Problem
from commitments.sources.services.pull.assess import Assessment, files_assess

_log = logging.getLogger(__name__)
# Not the fault of any file: the run ends, or tries again.
_NO_FILES_FAULT = (LeaseLost, PermanentError, OperationalError, InterfaceError, OSError, MemoryError)

_Assess = Callable[[Mapping[int, ParsedFile]], Assessment]


def files_assess_apart(
    *,
    files: Mapping[int, ParsedFile],
    run_id: int,
    intended_at: datetime,
    rows_before: int | None,
    heartbeat: Callable[[], None],
    remarks: Sequence[tuple[int, Problem]] = (),
) -> Assessment:
    """Judge as `files_assess` does; a file whose judgement breaks down is refused, and the others count.

    Raises:
        Exception: it breaks down without any file too.
    """

    def assess(some: Mapping[int, ParsedFile]) -> Assessment:
        return files_assess(
            files=some,
            run_id=run_id,
            intended_at=intended_at,
            rows_before=rows_before,
            heartbeat=heartbeat,
            remarks=remarks,
        )

    try:
        return assess(files)
    except _NO_FILES_FAULT:
        raise
    except Exception:
        _log.exception("the files of run %s cannot be judged together; looking for the one at fault", run_id)
    assess({})
    alone = {number: _refused_if_faulty(assess, {}, number, parsed) for number, parsed in files.items()}
    try:
        return assess(alone)
    except _NO_FILES_FAULT:
        raise
    except Exception:
        _log.exception("each file of run %s stands alone, but not beside the others", run_id)
    kept: dict[int, ParsedFile] = {}
    for number, parsed in alone.items():
        kept[number] = _refused_if_faulty(assess, kept, number, parsed)
    return assess(kept)


def _refused_if_faulty(
    assess: _Assess, beside: Mapping[int, ParsedFile], number: int, parsed: ParsedFile
) -> ParsedFile:
    try:
        assess({**beside, number: parsed})
    except _NO_FILES_FAULT:
        raise
    except Exception as error:
        _log.exception("file %s of the run cannot be judged and is refused", number)
        return ParsedFile(refusal=Problem("not_processed", {"error": type(error).__name__}))
    return parsed
