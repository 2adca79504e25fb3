from dataclasses import replace
from datetime import date

import pytest

from commitments.audit.models import AuditEvent
from commitments.organization.models import Role, RoleGrant, Tenure, Unit, UnitKind
from commitments.organization.selectors import (
    cohort_rows,
    cohorts_of,
    head_of,
    scope_for,
    tenures_of,
    unit_row,
    unit_rows,
)
from commitments.organization.services import (
    LoadResult,
    NewGrant,
    NewMembership,
    NewTenure,
    NewUnit,
    UnableToLoadOrganization,
    grant_end,
    grants_load,
    memberships_load,
    tenures_load,
    unit_close,
    units_load,
)
from tests.commitments.agreements.scene import AT, DAY, GRANTS, LOADER, START, TENURES, UNITS, province

pytestmark = pytest.mark.django_db


def _units(rows) -> LoadResult:
    return units_load(rows=rows, actor=LOADER, at=AT)


def test_paths_are_right_whatever_the_order_of_the_list() -> None:
    _units(reversed(UNITS))
    units = {unit.code: unit for unit in Unit.objects.all()}
    assert units["SNV-CCHC"].path == f"{units['SNV'].path}{units['SNV-CCHC'].pk}/"
    assert units["SNV"].path == f"/{units['AG'].pk}/{units['SNV'].pk}/"


def test_moving_a_unit_moves_everything_below_it() -> None:
    _units(UNITS)
    _units([replace(UNITS[1], parent_code="VP")])
    units = {unit.code: unit for unit in Unit.objects.all()}
    assert units["SNV-CCHC"].path.startswith(f"{units['VP'].path}{units['SNV'].pk}/")


def test_loading_the_same_list_again_changes_nothing_and_writes_no_event() -> None:
    assert _units(UNITS) == LoadResult(len(UNITS), 0)
    events = AuditEvent.objects.count()
    assert _units(UNITS) == LoadResult(0, 0)
    assert AuditEvent.objects.count() == events
    assert _units([replace(UNITS[4], name="Sở Tài chính (mới)")]) == LoadResult(0, 1)


def test_units_that_are_each_others_parents_or_have_an_unknown_one_are_refused() -> None:
    ring = [NewUnit("A", "A", UnitKind.OFFICE, START, "B"), NewUnit("B", "B", UnitKind.OFFICE, START, "A")]
    for rows in (ring, [NewUnit("A", "A", UnitKind.OFFICE, START, "nowhere")]):
        with pytest.raises(UnableToLoadOrganization):
            _units(rows)
    assert not Unit.objects.exists()


def test_a_closed_unit_stays_readable_but_is_no_longer_listed() -> None:
    scene = province()
    unit_close(code="HD", last_day=date(2025, 9, 30), actor=LOADER, at=AT)
    listed = [row.code for row in unit_rows(scope=scope_for(user_id=scene.ids["manager"], day=DAY))]
    assert "HD" not in listed
    assert "LP" in listed
    row = unit_row(unit_id=scene.units["HD"])
    assert row is not None
    assert row.valid_until == date(2025, 9, 30)
    with pytest.raises(UnableToLoadOrganization):
        unit_close(code="LP", last_day=date(2024, 12, 31), actor=LOADER, at=AT)


def test_the_head_is_whoever_held_the_post_on_that_day(django_assert_num_queries) -> None:
    scene = province()
    lp = scene.units["LP"]
    with django_assert_num_queries(1):
        head = head_of(unit_id=lp, day=date(2025, 6, 30))
    assert head is not None
    assert head.user_id == scene.ids["old.lp"]
    today = head_of(unit_id=lp, day=DAY)
    assert today is not None
    assert today.user_id == scene.ids["head.lp"]
    assert head_of(unit_id=scene.units["STC"], day=DAY) is None
    assert [row.leader_name for row in tenures_of(unit_id=lp, year=2025)] == [
        "Người tiền nhiệm",
        "Chủ tịch UBND phường Long Phú",
    ]
    assert len(tenures_of(unit_id=lp, year=2026)) == 1


def test_two_heads_on_one_day_are_refused_as_a_whole() -> None:
    province()
    count = Tenure.objects.count()
    with pytest.raises(UnableToLoadOrganization, match="hai người đứng đầu"):
        tenures_load(rows=[NewTenure("LP", date(2025, 9, 1), "X", "Chủ tịch")], actor=LOADER, at=AT)
    assert Tenure.objects.count() == count


def test_a_successor_and_the_end_of_the_one_before_come_in_one_list() -> None:
    province()
    ended = replace(TENURES[1], last_day=date(2025, 9, 30))
    successor = NewTenure("LP", date(2025, 10, 1), "X", "Chủ tịch", "stranger")
    assert tenures_load(rows=[successor, ended], actor=LOADER, at=AT) == LoadResult(1, 1)


def test_one_account_is_one_person_in_all_their_tenures_and_again_on_reloading() -> None:
    scene = province()
    moved = [
        replace(TENURES[2], last_day=date(2025, 9, 30)),
        NewTenure("STC", date(2025, 10, 1), "Y", "Giám đốc", "head.hd"),
    ]
    tenures_load(rows=moved, actor=LOADER, at=AT)
    assert Tenure.objects.filter(leader__user_id=scene.ids["head.hd"]).count() == 2
    assert tenures_load(rows=moved, actor=LOADER, at=AT) == LoadResult(0, 0)


def test_cohorts_count_their_members_of_the_day(django_assert_num_queries) -> None:
    scene = province()
    with django_assert_num_queries(1):
        rows = cohort_rows(day=DAY)
    assert [(row.key, row.units, row.ranked) for row in rows] == [("departments", 0, 0), ("communes", 2, 1)]
    assert cohorts_of(unit_ids=[scene.units["LP"], scene.units["STC"]], day=DAY) == {scene.units["LP"]: ["communes"]}
    assert cohort_rows(day=date(2024, 12, 31))[1].units == 0


def test_a_unit_has_one_place_in_a_cohort_at_a_time() -> None:
    province()
    with pytest.raises(UnableToLoadOrganization, match="hai chỗ"):
        memberships_load(rows=[NewMembership("communes", "LP", DAY)], actor=LOADER, at=AT)


def test_heads_are_not_granted_and_judges_must_say_where_they_work() -> None:
    province()
    for grant in (NewGrant("stranger", Role.HEAD, "LP", START), NewGrant("stranger", Role.REVIEWER, "AG", START)):
        with pytest.raises(UnableToLoadOrganization):
            grants_load(rows=[grant], actor=LOADER, at=AT)


def test_grants_are_loaded_once_and_the_record_lists_who_got_what() -> None:
    province()
    assert grants_load(rows=GRANTS, actor=LOADER, at=AT) == LoadResult(0, 0)
    (event,) = AuditEvent.objects.filter(action="grants.load")
    assert {"username": "chair", "role": "chair"}.items() <= event.after["listed"][4].items()


def test_an_ended_grant_stays_true_for_the_days_before() -> None:
    scene = province()
    grant = RoleGrant.objects.get(role="council")
    grant_end(grant_id=grant.pk, last_day=date(2025, 9, 30), actor=LOADER, at=AT)
    assert scope_for(user_id=scene.ids["council"], day=date(2025, 9, 30)).holds(Role.COUNCIL)
    assert not scope_for(user_id=scene.ids["council"], day=DAY).roles


@pytest.mark.parametrize(
    ("load", "row"),
    [
        (tenures_load, NewTenure("nowhere", START, "X", "Y")),
        (tenures_load, NewTenure("LP", START, "X", "Y", "nobody")),
        (grants_load, NewGrant("nobody", Role.CHAIR, "AG", START)),
        (grants_load, NewGrant("chair", Role.CHAIR, "nowhere", START)),
        (memberships_load, NewMembership("nothing", "LP", START)),
    ],
)
def test_an_unknown_code_is_named(load, row) -> None:
    province()
    with pytest.raises(UnableToLoadOrganization, match=r"nowhere|nobody|nothing"):
        load(rows=[row], actor=LOADER, at=AT)
