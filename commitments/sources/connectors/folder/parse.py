"""From stored bytes to rows under a dialect. No database, no Django: the same bytes always give the same rows.

A file is hostile until shown otherwise, so a child process reads it (`child.py`) under hard limits; whatever happens
to the child, here it is one refused file.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from commitments.sources.connectors.dialects.portal766 import sheet_read
from commitments.sources.connectors.folder.limits import Limits
from commitments.sources.connectors.table import Cell, CellKind, ParsedFile, Problem, Sheet, SheetRow

# Stored with every run. Raise it whenever the same bytes would give other rows.
PARSER_VERSION = "folder-portal766/2"

_log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[4]
_CHILD = "commitments.sources.connectors.folder.child"
_KINDS = {kind.value: kind for kind in CellKind}
_BLANK = Cell(CellKind.TEXT, "")


def file_parse(
    *,
    stored: Path,
    file_name: str,
    file_number: int,
    number_format: str,
    config: Mapping[str, Any],
    limits: Limits | None = None,
) -> ParsedFile:
    """Read one stored file under its source's dialect. Never raises for what the file says.

    Args:
        stored: the gzip-compressed bytes.
        file_name: as it was dropped; only its suffix matters.
        number_format: "point" or "comma", as the source declares.
        config: the source's own; `tables` says which tables it may deliver.
    """
    try:
        sheet = sheet_load(stored=stored, file_name=file_name, limits=limits or Limits())
        if isinstance(sheet, Problem):
            return ParsedFile(refusal=sheet)
        return sheet_read(sheet, file_number=file_number, number_format=number_format, config=config)
    except (OSError, MemoryError):  # the machine's fault, not the file's: the run tries again
        raise
    except Exception as error:
        _log.exception("file %s of the run cannot be read", file_number)
        return ParsedFile(refusal=Problem("not_processed", {"error": type(error).__name__}))


def sheet_load(*, stored: Path, file_name: str, limits: Limits) -> Sheet | Problem:
    """Let a child process turn the bytes into rows of text cells; a Problem says why there are none."""
    command = [sys.executable, "-m", _CHILD, str(stored), Path(file_name).suffix.lower(), json.dumps(limits.as_dict())]
    # Nothing of our environment goes along: no database address, no secret.
    environment = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        child = subprocess.Popen(  # noqa: S603  our own interpreter and module; the file's name is one argument
            command,
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            code = child.wait(timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            return Problem("needs_too_much_time")
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        if code:
            return Problem(_cause_of_death(code))
        output.seek(0)
        return _sheet_from(output)


def _cause_of_death(code: int) -> str:
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return "needs_too_much_time"
    if code in {-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGXFSZ}:
        return "needs_too_much_memory"
    return "not_readable"


def _sheet_from(output: IO[str]) -> Sheet | Problem:
    name = ""
    left_out: tuple[str, ...] = ()
    rows: list[SheetRow] = []
    known = {"": _BLANK}  # tables repeat themselves: each different cell is kept once
    for line in output:
        if line.startswith("["):
            number, has_formula, cells = json.loads(line)
            read = tuple([known.get(cell) or _cell(cell, known) for cell in cells])
            rows.append(SheetRow(number, bool(has_formula), read))
        elif line.startswith("{"):
            said = json.loads(line)
            if "refused" in said:
                return Problem(said["refused"], said["details"])
            if "end" in said:
                return Sheet(name, tuple(rows), left_out) if said["end"] == len(rows) else Problem("not_readable")
            name, left_out = said["sheet"], tuple(said["left_out"])
    return Problem("not_readable")


def _cell(written: str, known: dict[str, Cell]) -> Cell:
    cell = known[written] = Cell(_KINDS[written[0]], written[1:])
    return cell
