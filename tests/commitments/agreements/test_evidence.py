import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from django.db import transaction
from openpyxl import Workbook

from commitments.agreements.models import Evidence, ProgressReport
from commitments.agreements.services.evidence import (
    NewEvidence,
    UnableToOpenEvidence,
    UnableToStoreEvidence,
    evidence_open,
    evidence_store,
)
from tests.commitments.agreements.scene import PDF, signed, submit

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return settings.EVIDENCE_DIR


def _store(data: bytes, name: str = "tep.pdf"):
    return evidence_store(NewEvidence(name, io.BytesIO(data)))


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x" * 10_000)
    return buffer.getvalue()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_type_comes_from_the_bytes_and_not_from_the_name() -> None:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    word = _zip("customXml/item1.xml", "docProps/app.xml", "[Content_Types].xml", "word/document.xml")
    found = [_store(data, "bat-ky.exe").content_type for data in (PDF, PNG, JPEG, buffer.getvalue(), word)]
    assert [kind.rsplit(".", 1)[-1] for kind in found] == [
        "application/pdf",
        "image/png",
        "image/jpeg",
        "sheet",
        "document",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>alert(1)</script>",
        b"just text",
        b"PK\x03\x04 broken",
        _zip("readme.txt"),
        _zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        _zip("xl/workbook.xml"),
        b"GIF89a" + bytes(20),
    ],
)
def test_what_is_no_proof_is_refused_and_leaves_nothing_on_disk(data: bytes, folder: Path) -> None:
    with pytest.raises(UnableToStoreEvidence):
        _store(data, "bao-cao.pdf")
    assert _files(folder) == []


def test_a_zip_with_an_absurd_list_of_members_is_not_read(folder: Path) -> None:
    data = bytearray(_zip("[Content_Types].xml", "xl/workbook.xml"))
    end = data.rfind(b"PK\x05\x06")
    data[end + 12 : end + 16] = (0xFFFFFFFF).to_bytes(4, "little")
    with pytest.raises(UnableToStoreEvidence):
        _store(bytes(data), "bang.xlsx")


def test_a_file_over_the_limit_is_refused_before_it_fills_the_disk(settings, folder: Path) -> None:
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    source = io.BytesIO(PDF + bytes(5 * 1024 * 1024))
    with pytest.raises(UnableToStoreEvidence, match="lớn hơn 1 MB"):
        evidence_store(NewEvidence("lon.pdf", source))
    assert source.tell() < 2 * 1024 * 1024
    assert _files(folder) == []


def test_a_stored_file_is_private_randomly_named_and_known_by_its_sha256(folder: Path) -> None:
    first, second = _store(PDF), _store(PDF)
    assert first.stored_path != second.stored_path
    assert first.sha256 == second.sha256 == hashlib.sha256(PDF).hexdigest()
    assert {path.stat().st_mode & 0o777 for path in _files(folder)} == {0o600}


def test_a_long_name_keeps_its_ending() -> None:
    name = _store(PDF, "á" * 300 + ".pdf").file_name
    assert (len(name), name[-4:]) == (200, ".pdf")


@pytest.mark.django_db
def test_a_proof_is_read_back_only_while_its_bytes_are_the_recorded_ones(folder: Path) -> None:
    submit(signed("LP"))
    evidence = Evidence.objects.get()
    with evidence_open(evidence.pk) as file:
        assert file.read() == PDF
    path = folder / evidence.stored_path
    path.write_bytes(PDF.replace(b"obj", b"job"))
    with pytest.raises(UnableToOpenEvidence, match="mã kiểm tra không khớp"):
        evidence_open(evidence.pk)
    path.unlink()
    with pytest.raises(UnableToOpenEvidence, match="Không mở được"):
        evidence_open(evidence.pk)


@pytest.mark.django_db
def test_a_file_whose_report_was_rolled_back_is_only_an_unused_file(folder: Path) -> None:
    scene = signed("LP")
    with pytest.raises(RuntimeError), transaction.atomic():
        submit(scene)
        raise RuntimeError("the power went out")
    assert not ProgressReport.objects.exists()
    assert len(_files(folder)) == 1
    submit(scene)
    assert len(_files(folder)) == 2


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("x.pdf.bat", "x.pdf"),
        ("a.pdf.exe", "a.pdf"),
        ("=cmd.hta", "cmd.pdf"),
        ("+-@ =bang.PDF", "bang.pdf"),
        ("anh\u202efdp.exe", "anhfdp.pdf"),
        ("k\u200be\u2060 hoach\x00\x1b.pdf", "ke hoach.pdf"),
        ("Kế hoạch số 12.KH-UBND", "Kế hoạch số 12.KH-UBND.pdf"),
        ("\u200b.pdf", "pdf.pdf"),
        ("\u3164", "tai-lieu.pdf"),
        ("", "tai-lieu.pdf"),
    ],
)
def test_a_name_keeps_its_stem_and_gets_the_ending_of_what_the_bytes_are(given: str, kept: str) -> None:
    assert _store(PDF, given).file_name == kept


def test_each_type_has_its_own_ending() -> None:
    book = _zip("[Content_Types].xml", "xl/workbook.xml")
    letter = _zip("[Content_Types].xml", "word/document.xml")
    names = [_store(data, "tep.exe").file_name for data in (PDF, PNG, JPEG, book, letter)]
    assert names == ["tep.pdf", "tep.png", "tep.jpg", "tep.xlsx", "tep.docx"]


def _packed(*members: tuple[str, int]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, b"<x/>")
        for name, size in members:
            archive.writestr(name, bytes(size))
    return buffer.getvalue()


def test_an_office_file_of_too_many_members_is_refused_with_the_reason(folder: Path) -> None:
    assert _store(_packed(*((f"{number}", 0) for number in range(1_998)))).content_type.endswith("sheet")
    with pytest.raises(UnableToStoreEvidence, match=r"chứa hơn 2000 tệp con"):
        _store(_packed(*((f"{number}", 0) for number in range(1_999))))
    assert len(_files(folder)) == 1


def test_an_office_file_that_swells_when_unpacked_is_refused_with_the_reason(folder: Path) -> None:
    with pytest.raises(UnableToStoreEvidence, match="phình ra hơn 200 lần"):
        _store(_packed(("xl/worksheets/sheet1.xml", 20 * 1024 * 1024)))
    data = bytearray(_packed(("xl/worksheets/sheet1.xml", 1)))
    listed = data.rfind(b"PK\x01\x02")
    data[listed + 24 : listed + 28] = (201 * 1024 * 1024).to_bytes(4, "little")
    with pytest.raises(UnableToStoreEvidence, match="lớn hơn 200 MB khi giải nén"):
        _store(bytes(data))
    assert _files(folder) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["pipe", "link", "folder"])
def test_something_else_in_the_place_of_a_proof_is_refused_without_waiting(folder: Path, kind: str) -> None:
    submit(signed("LP"))
    evidence = Evidence.objects.get()
    path = folder / evidence.stored_path
    moved = path.rename(path.with_name("elsewhere"))
    {"pipe": lambda: os.mkfifo(path), "link": lambda: path.symlink_to(moved), "folder": path.mkdir}[kind]()
    with pytest.raises(UnableToOpenEvidence, match="Không mở được"):
        evidence_open(evidence.pk)
