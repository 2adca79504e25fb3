"""Refreshing by hand or from cron, without the pages."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commitments.comparison.models import Standing
from commitments.runs.models import Run, RunState
from tests.commitments.comparison.record import Figure, Record

pytestmark = pytest.mark.django_db(transaction=True)
COMMAND = "standings_refresh"


@pytest.fixture
def record() -> Record:
    record = Record()
    for _ in range(2):
        record.commitment(record.unit())
    record.sign()
    return record


def _call(*arguments: str) -> str:
    out = StringIO()
    call_command("standings_refresh", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_all_compares_everything_that_is_signed(record: Record) -> None:
    said = _call("--all")
    assert Standing.objects.count() == 2
    assert "2 nội dung cam kết" in said
    assert Run.objects.get(kind=COMMAND).requested_by == COMMAND


def test_without_all_only_what_waits_is_done(record: Record) -> None:
    assert "Không có lượt so sánh nào đang chờ" in _call()
    pulled = record.pull(Figure(record.units[0], "5"))
    record.run(COMMAND, {"run": pulled.pk})
    _call()
    assert Standing.objects.count() == 1
    assert Run.objects.get(kind=COMMAND).state == RunState.SUCCEEDED


def test_a_refresh_that_fails_is_told_by_the_exit_code(record: Record) -> None:
    run = record.run(COMMAND, {})
    with pytest.raises(CommandError):
        _call()
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "không nói rõ" in run.error
