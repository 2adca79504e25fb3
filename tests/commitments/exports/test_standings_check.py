"""What pages show is a copy; the check derives it again from what it rests on."""

import pytest

from commitments.comparison.models import Standing
from commitments.exports.services.verification.standings import standings_check
from commitments.runs.models import RunState
from tests.commitments.comparison.record import Figure, Record

pytestmark = pytest.mark.django_db(transaction=True)


def _refreshed() -> Record:
    record = Record()
    for value in ("5", "7"):
        unit = record.unit()
        record.commitment(unit, target=6)
        record.commitment(unit, "rank", target=1)
        record.pull(Figure(unit, value))
    record.sign()
    record.refresh()
    # A refresh in these tests is carried out by hand: its run is closed, its day is on it.
    assert all(problem is None for problem in standings_check())
    return record


@pytest.mark.parametrize("change", [{"state": "met"}, {"value": 9}, {"rank": 1}])
def test_a_standing_bent_behind_the_programs_back_is_found(change: dict[str, object]) -> None:
    _refreshed()
    bent = Standing.objects.order_by("pk").first()
    assert bent is not None
    Standing.objects.filter(pk=bent.pk).update(**change)
    found = [problem for problem in standings_check() if problem is not None]
    assert [problem.subject for problem in found] == [str(bent.pk)]


def test_a_missing_standing_is_found() -> None:
    _refreshed()
    Standing.objects.filter(pk=Standing.objects.order_by("pk").values("pk")[:1]).delete()
    assert len([problem for problem in standings_check() if problem is not None]) == 1


def test_nothing_is_compared_while_a_refresh_waits() -> None:
    record = _refreshed()
    Standing.objects.update(state="met")
    run = record.run("standings_refresh", {"all": True})
    assert run.state == RunState.QUEUED
    assert list(standings_check()) == []
