import gzip
import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commitments.sources.connectors.folder import fetch
from commitments.sources.connectors.folder.fetch import (
    Dropped,
    StillGrowing,
    file_sha256,
    file_store,
    inbox_list,
    stored_matches,
)

LATER = datetime.now(tz=UTC) + timedelta(hours=1)


def _names(inbox: Path) -> list[str]:
    return [file.name for file in inbox_list(inbox=inbox, seen_at=LATER, settled=True).files]


def _dropped(path: Path) -> Dropped:
    found = path.stat()
    return Dropped(path.name, path, found.st_size, found.st_mtime_ns)


def test_files_are_listed_with_their_folders_in_order(tmp_path: Path) -> None:
    for name in ("b.csv", "2025/10/a.csv", "2025/09/z.xlsx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert _names(tmp_path) == ["2025/09/z.xlsx", "2025/10/a.csv", "b.csv"]


def test_what_is_no_finished_drop_is_passed_over(tmp_path: Path) -> None:
    for name in (".hidden", "~$open.xlsx", "copy.csv.part", "COPY.PART", ".git/config"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "link.csv").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe.csv")
    assert _names(tmp_path) == []


def test_links_pipes_and_directories_named_like_files_are_passed_over_by_name(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to("/etc/passwd")
    (tmp_path / "elsewhere").symlink_to("/etc")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "empty.XLSX").mkdir()
    (tmp_path / "2025").mkdir()
    (tmp_path / "unpacked.csv").mkdir()
    (tmp_path / "unpacked.csv" / "a.csv").write_text("x")
    listing = inbox_list(inbox=tmp_path, seen_at=LATER)
    assert [file.name for file in listing.files] == ["unpacked.csv/a.csv"]
    assert listing.passed_over == ("elsewhere", "empty.XLSX", "link.csv", "pipe.csv")


def test_an_inbox_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert _names(tmp_path / "none") == []


def test_a_file_that_moves_while_it_is_watched_is_left_for_the_next_pull(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "whole.csv").write_text("x")
    (tmp_path / "half.csv").write_text("x")
    monkeypatch.setattr(fetch.time, "sleep", lambda _seconds: (tmp_path / "half.csv").write_text("xx"))
    listing = inbox_list(inbox=tmp_path, seen_at=datetime.now(tz=UTC))
    assert [file.name for file in listing.files] == ["whole.csv"]
    assert listing.growing == ("half.csv",)


def test_a_file_that_changes_between_listing_and_reading_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("one")
    seen = _dropped(path)
    path.write_text("one and more")
    with pytest.raises(StillGrowing):
        file_sha256(seen)
    same_length = _dropped(path)
    path.write_text("two and more")
    with pytest.raises(StillGrowing):
        file_store(dropped=same_length, sha256=hashlib.sha256(b"one and more").hexdigest(), raw=tmp_path / "raw")
    assert not list((tmp_path / "raw").rglob("*.gz"))
    assert not list((tmp_path / "raw").rglob("*.tmp"))


def test_kept_bytes_are_the_dropped_bytes_and_the_drop_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x,y\n" * 1000)
    sha256 = file_sha256(_dropped(path))
    stored = file_store(dropped=_dropped(path), sha256=sha256, raw=tmp_path / "raw")
    kept = tmp_path / "raw" / stored
    assert gzip.decompress(kept.read_bytes()) == path.read_bytes()
    assert stored_matches(stored=kept, sha256=sha256)
    kept.write_bytes(gzip.compress(b"other"))
    assert not stored_matches(stored=kept, sha256=sha256)
    assert not stored_matches(stored=tmp_path / "none.gz", sha256=sha256)


@pytest.mark.parametrize("place", ["middle", "end", "head"])
def test_kept_bytes_that_cannot_be_unpacked_count_as_altered(tmp_path: Path, place: str) -> None:
    content = bytes(range(256)) * 40
    packed = gzip.compress(content, mtime=0)
    broken = {"middle": packed[:12] + b"\xff" * 40 + packed[52:], "end": packed[:-20], "head": b"PK" + packed[2:]}
    kept = tmp_path / "a.gz"
    kept.write_bytes(broken[place])
    assert not stored_matches(stored=kept, sha256=hashlib.sha256(content).hexdigest())
