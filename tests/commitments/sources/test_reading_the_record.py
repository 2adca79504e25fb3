from datetime import UTC, datetime

import pytest
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from commitments.indicators.models import Observation
from commitments.lib import clock
from commitments.lib.actors import system
from commitments.runs.services import run_enqueue
from commitments.sources.models import RawSnapshot, Source
from commitments.sources.selectors import (
    observation_trail,
    quarantined_count,
    quarantined_rows,
    source_rows,
    source_run_detail,
)
from commitments.sources.services import UnableToDefineSource, source_ensure
from tests.commitments.sources.conftest import LONG_PHU, OCTOBER_15, Drop, Pull, table

pytestmark = pytest.mark.django_db


def test_every_figure_leads_back_to_its_line_and_bytes(
    drop: Drop, pull: Pull, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    drop("a.csv", table(LONG_PHU, LONG_PHU.replace("470152", "471333")))
    run = pull()
    ids = list(Observation.objects.filter(unit__code="471333").values_list("pk", flat=True))
    with django_assert_num_queries(2):
        trails = observation_trail(observation_ids=ids)
    assert len(trails) == 8
    for trail in trails.values():
        assert (trail.run_id, trail.file_name, trail.row_number) == (run.pk, "a.csv", 3)
        assert trail.sha256 == RawSnapshot.objects.get().sha256
        assert trail.known_at == datetime(2025, 10, 11, 13, 1, tzinfo=UTC)


def test_a_run_shows_its_files_counts_and_held_rows(drop: Drop, pull: Pull) -> None:
    drop("a.csv", table(LONG_PHU, LONG_PHU.replace("470152", "0"), "x"))
    drop("b.xlsx", "no workbook")
    run = pull()
    detail = source_run_detail(run_id=run.pk)
    assert detail is not None
    assert (detail.counts.rows_in, detail.counts.rows_accepted, detail.counts.rows_quarantined) == (3, 1, 2)
    assert [(file.name, file.rows_quarantined, bool(file.refusal)) for file in detail.files] == [
        ("a.csv", 2, False),
        ("b.xlsx", 0, True),
    ]
    assert len(detail.follow_up_run_ids) == 1
    everything = quarantined_rows(run_id=run.pk, limit=100)
    assert len(everything) == quarantined_count(run_id=run.pk)
    assert [row for page in (0, 2, 4) for row in quarantined_rows(run_id=run.pk, offset=page, limit=2)] == everything[
        :6
    ]
    assert "Không tìm thấy đơn vị có mã 0." in {row.message for row in everything}
    assert source_run_detail(run_id=detail.follow_up_run_ids[0]) is None


def test_what_is_stored_is_vietnamese_whoever_started_the_pull(drop: Drop, pull: Pull) -> None:
    drop("a.csv", table(LONG_PHU.replace("470152", "0")))
    with override("en"):
        run = pull()
    assert run.snapshots.get().quarantined_rows.get().message == "Không tìm thấy đơn vị có mã 0."


def test_sources_are_listed_in_a_fixed_number_of_queries(
    drop: Drop, pull: Pull, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    at = datetime(2025, 10, 16, tzinfo=UTC)
    drop("a.csv", table(LONG_PHU))
    full = pull()
    pull(OCTOBER_15)
    for number in range(3):
        Source.objects.create(key=f"other-{number}", name="x", kind="folder")
    with django_assert_num_queries(4):
        rows = source_rows(at=at, next_due={"an-giang": at})
    row = next(row for row in rows if row.key == "an-giang")
    assert (row.last_run_id, row.counts.observations, row.accepted) == (full.pk, 8, (1,))
    assert row.newest_age == at - datetime(2025, 10, 11, 13, 1, tzinfo=UTC)
    assert row.next_due_at == at
    assert [(other.last_run_id, other.accepted) for other in rows if other.key != "an-giang"] == [(None, ())] * 3


def test_a_failed_pull_shows_until_one_ends_well(drop: Drop, pull: Pull, source: Source) -> None:
    drop("a.csv", table(LONG_PHU))
    pull()
    params = {"source": source.key}
    failed = run_enqueue(key="f", kind="source_pull", params=params, intended_at=OCTOBER_15, at=clock.now())
    type(failed).objects.filter(pk=failed.pk).update(state="failed", error="Lỗi")
    (row,) = source_rows(at=clock.now())
    assert (row.last_run_id, row.last_state, row.last_error) == (failed.pk, "failed", "Lỗi")
    pull(OCTOBER_15)
    (row,) = source_rows(at=clock.now())
    assert row.last_state == "succeeded"
    assert row.looked_at is not None


@pytest.mark.parametrize(
    ("key", "config", "number_format"),
    [
        ("../etc", {"tables": {"unit": {}}}, "point"),
        ("a b", {"tables": {"unit": {}}}, "point"),
        ("good", {}, "point"),
        ("good", {"tables": {"other": {}}}, "point"),
        ("good", {"tables": {"trend": {}}}, "point"),
        ("good", {"tables": {"unit": {}}}, "guess"),
    ],
)
def test_a_source_that_cannot_work_is_not_defined(key: str, config: dict[str, object], number_format: str) -> None:
    with pytest.raises(UnableToDefineSource):
        source_ensure(
            key=key, name="x", config=config, number_format=number_format, actor=system("test"), at=clock.now()
        )
    assert not Source.objects.exists()
