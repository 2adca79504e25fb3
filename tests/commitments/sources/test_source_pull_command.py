from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from commitments.indicators.models import Observation
from commitments.runs.models import Run, RunState
from commitments.sources.models import Source
from tests.commitments.sources.conftest import LONG_PHU, Drop, table

pytestmark = pytest.mark.django_db
AT = "2025-10-11T21:00+07:00"


def _pull(*args: str) -> str:
    out = StringIO()
    call_command("source_pull", *args, stdout=out)
    return out.getvalue()


def test_it_says_what_came_in_and_what_was_held_back(drop: Drop, source: Source) -> None:
    drop("a.csv", table(LONG_PHU, LONG_PHU.replace("470152", "0")))
    drop("b.xlsx", "no workbook")
    said = _pull(source.key, "--intended-at", AT)
    assert "1. a.csv" in said
    assert "2. b.xlsx" in said
    assert "Không tìm thấy đơn vị có mã 0." in said
    assert "số liệu mới: 8" in said
    assert Observation.objects.count() == 8
    assert not Run.objects.exclude(state=RunState.SUCCEEDED).exists()
    assert Run.objects.filter(kind="standings_refresh").count() == 1


def test_the_same_moment_is_the_same_run(drop: Drop, source: Source) -> None:
    drop("a.csv", table(LONG_PHU))
    _pull(source.key, "--intended-at", AT)
    drop("b.csv", table(LONG_PHU.replace("470152", "471333")))
    assert "số liệu mới: 8" in _pull(source.key, "--intended-at", "2025-10-11T14:00Z")
    assert Run.objects.filter(kind="source_pull").count() == 1


def test_an_empty_folder_is_said_to_be_empty(source: Source) -> None:
    assert "Không có tệp mới." in _pull(source.key)


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["nowhere"], "an-giang"),
        (["an-giang", "--intended-at", "2025-02-30T10:00"], "2025-02-30T10:00"),
        (["an-giang", "--intended-at", "hôm qua"], "hôm qua"),
        (["an-giang", "--intended-at", "9999-12-31T23:59Z"], "không hợp lệ"),
        (["an-giang", "--intended-at", "9999-12-31T23:59-07:00"], "không hợp lệ"),
        (["an-giang", "--intended-at", "0001-01-01T00:00"], "không hợp lệ"),
        (["an-giang", "--intended-at", "1999-12-31T23:59"], "không hợp lệ"),
        (["an-giang", "--intended-at", "2099-01-01"], "2099-01-01"),
        (["an-giang", "--intended-at", "2099-01-01T00:00+07:00"], "không hợp lệ"),
    ],
)
def test_what_cannot_be_understood_is_said_and_changes_nothing(source: Source, args: list[str], word: str) -> None:
    with pytest.raises(CommandError, match=word):
        _pull(*args)
    assert not Run.objects.exists()


def test_a_failed_run_ends_the_command_with_its_reason(drop: Drop, source: Source, settings: Any) -> None:
    drop("a.csv", table(LONG_PHU))
    Source.objects.filter(pk=source.pk).update(is_active=False)
    with pytest.raises(CommandError, match="tạm dừng"):
        _pull(source.key)
