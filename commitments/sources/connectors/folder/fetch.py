"""Finding what was dropped into a source's folder. The folder is the sender's: nothing is moved, renamed or deleted.

No database in here. A file is known by the sha256 of its content, except one that is too large to be read: that one
is known by path, size and time, so that it is reported once and costs one look at the directory each time.
"""

import gzip
import hashlib
import os
import stat
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_BLOCK = 1 << 20
# A file that has not moved for this long is complete; one that is still being copied moves more often.
SETTLE_SECONDS = 2.0


class StillGrowing(Exception):
    """The file changed while it was being read; the next pull finds it whole."""


class OutOfReach(Exception):
    """The system may not read the file."""


@dataclass(frozen=True, slots=True, order=True)
class Dropped:
    """One file of the inbox: its name below the source's folder, and how it looked when it was listed."""

    name: str
    path: Path
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The complete files, sorted by name, the names of those still being written, and of what is no plain file."""

    files: tuple[Dropped, ...]
    growing: tuple[str, ...]
    passed_over: tuple[str, ...] = ()


def inbox_list(*, inbox: Path, seen_at: datetime, settled: bool = False) -> Listing:
    """List the files below the inbox that are worth opening.

    Dot files, lock files of office programs ("~$…"), "*.part" are passed over; so are links, pipes and
    directories that bear a file's name and hold no file, but those are named. A file that moved within
    two seconds is looked at again after two seconds, at most once for the whole folder.

    Args:
        seen_at: now, aware; compared with the files' own times.
        settled: the caller knows that nobody is writing.
    """
    first, passed_over = _walk(inbox)
    oldest_unsettled_ns = (seen_at.timestamp() - SETTLE_SECONDS) * 1e9
    if settled or all(file.modified_ns < oldest_unsettled_ns for file in first):
        return Listing(tuple(sorted(first)), (), passed_over)
    time.sleep(SETTLE_SECONDS)
    second, passed_over = _walk(inbox)
    return Listing(tuple(sorted(first & second)), tuple(sorted(file.name for file in second - first)), passed_over)


def _walk(inbox: Path) -> tuple[set[Dropped], tuple[str, ...]]:
    files: set[Dropped] = set()
    others: set[str] = set()
    for folder, folders, names in os.walk(inbox):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in folders if Path(folder, name).is_symlink()]
        others |= {_name(Path(folder, name), inbox) for name in folders if name in linked or _like_file(name)}
        for path in (Path(folder, name) for name in names if _is_wanted(name)):
            try:
                found = path.lstat()
            except FileNotFoundError:
                continue
            if stat.S_ISREG(found.st_mode):
                files.add(Dropped(_name(path, inbox), path, found.st_size, found.st_mtime_ns))
            else:
                others.add(_name(path, inbox))
    # Unpacking programs make "a.csv/a.csv": what lies in such a directory is taken, so it was not passed over.
    holding = {parent.as_posix() for file in files for parent in Path(file.name).parents}
    return files, tuple(sorted(others - holding))


def _is_wanted(name: str) -> bool:
    return not (name.startswith((".", "~$")) or name.lower().endswith(".part"))


def _like_file(name: str) -> bool:
    return name.lower().endswith((".csv", ".xlsx"))


def _name(path: Path, inbox: Path) -> str:
    # A name may hold bytes that are no text; the record cannot.
    return path.relative_to(inbox).as_posix().encode("utf-8", "replace").decode()


def file_sha256(dropped: Dropped) -> str:
    """Return the digest of the content, read in blocks.

    Raises:
        StillGrowing: it is not as long as it was when it was listed, or gone.
        OutOfReach: it may not be read.
    """
    digest = hashlib.sha256()
    for block in _blocks(dropped):
        digest.update(block)
    return digest.hexdigest()


def fingerprint(dropped: Dropped) -> str:
    """Return what stands for the content of a file that is too large to be read."""
    return hashlib.sha256(f"unread|{dropped.name}|{dropped.size}|{dropped.modified_ns}".encode()).hexdigest()


def file_store(*, dropped: Dropped, sha256: str, raw: Path) -> str:
    """Keep the bytes, compressed, under their digest; return the path below `raw`.

    They are on the disk before this returns: file and folder are synced, and the name appears only when all is there.

    Raises:
        StillGrowing: the content is not what the digest was taken of.
    """
    relative = Path(sha256[:2], f"{sha256}.gz")
    target = raw / relative
    if target.exists():
        return relative.as_posix()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
    try:
        digest = hashlib.sha256()
        with os.fdopen(handle, "wb") as file:
            with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0) as packed:
                for block in _blocks(dropped):
                    digest.update(block)
                    packed.write(block)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != sha256:
            raise StillGrowing(dropped.name)
        Path(temporary).replace(target)
    finally:
        Path(temporary).unlink(missing_ok=True)
    _sync_folder(target.parent)
    return relative.as_posix()


def stored_matches(*, stored: Path, sha256: str) -> bool:
    """Tell whether the kept bytes are there, can be unpacked, and still have their digest."""
    digest = hashlib.sha256()
    try:
        with gzip.open(stored) as packed:
            while block := packed.read(_BLOCK):
                digest.update(block)
    except (OSError, EOFError, zlib.error):
        return False
    return digest.hexdigest() == sha256


def _blocks(dropped: Dropped) -> Iterator[bytes]:
    left = dropped.size
    try:
        with dropped.path.open("rb") as file:
            while left and (block := file.read(min(_BLOCK, left))):
                left -= len(block)
                yield block
            if left or file.read(1):
                raise StillGrowing(dropped.name)
    except FileNotFoundError as error:
        raise StillGrowing(dropped.name) from error
    except PermissionError as error:
        raise OutOfReach(dropped.name) from error


def _sync_folder(folder: Path) -> None:
    for path in (folder, folder.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
