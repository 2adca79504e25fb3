import hashlib
import io
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
