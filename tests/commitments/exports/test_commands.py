from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from python_calamine import CalamineWorkbook

from commitments.exports.models import ExportFile
from commitments.exports.services.council import sheet_names
from commitments.recommendations.models import IssueBatch
from tests.commitments.recommendations.province import YEAR, province_make

pytestmark = pytest.mark.django_db


def _call(*words: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command(*words, stdout=out, stderr=err)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_a_year_is_issued_exported_and_verified_by_commands(tmp_path: Path) -> None:
    province_make()
    code, told, _ = _call("recommendations_issue", "--year", str(YEAR))
    assert code == 0 and "đợt 1" in told and IssueBatch.objects.get().sha256 in told
    code, told, _ = _call("council_export", "--year", str(YEAR), "--out", str(tmp_path / "a.xlsx"))
    assert code == 0 and ExportFile.objects.get().sha256 in told
    assert CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names == list(sheet_names())
    assert _call("record_verify")[0] == 0
    assert "Khác đợt trước ở 0 dòng." in _call("recommendations_issue", "--year", str(YEAR))[1]


def test_nothing_to_issue_or_to_export_is_said_and_ends_with_one(tmp_path: Path) -> None:
    code, _, found = _call("recommendations_issue", "--year", "2031")
    assert code == 1 and "2031 chưa có bản cam kết nào được ký" in found
    code, _, found = _call("council_export", "--year", "2031", "--out", str(tmp_path / "a.xlsx"))
    assert code == 1 and "2031" in found and list(tmp_path.iterdir()) == []
