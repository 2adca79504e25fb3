"""Reads a rulebook from bytes, strictly. `read_package_data` is the only place in `scoring` that opens a file."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

_DATA = Path(__file__).parent / "data"


def read_package_data() -> dict[str, bytes]:
    """Read the rulebook that ships with the program: file name below `data/`, with slashes, to bytes."""
    return {path.relative_to(_DATA).as_posix(): path.read_bytes() for path in sorted(_DATA.rglob("*.yaml"))}


def rulebook_digest(files: Mapping[str, bytes]) -> str:
    """Give the sha256 over the sorted file names and bytes, each with its length so that no two sets collide."""
    running = hashlib.sha256()
    for name in sorted(files):
        encoded = name.encode()
        running.update(b"%d:%s%d:" % (len(encoded), encoded, len(files[name])))
        running.update(files[name])
    return running.hexdigest()
