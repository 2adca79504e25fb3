from datetime import date

import pytest

from commitments.accounts.models import User
from commitments.organization.models import Role, Unit
from commitments.organization.selectors import scope_for
from commitments.organization.services import NewGrant, grants_load
from tests.commitments.agreements.scene import AT, DAY, LOADER, PEOPLE, START, province

pytestmark = pytest.mark.django_db


def _codes(condition) -> set[str]:
    return set(Unit.objects.filter(condition).values_list("code", flat=True))


def test_the_filters_say_the_same_as_the_answers_for_every_person_and_unit() -> None:
    scene = province()
    for name in PEOPLE:
        scope = scope_for(user_id=scene.ids[name], day=DAY)
        units = Unit.objects.all()
        assert _codes(scope.visible_filter()) == {unit.code for unit in units if scope.sees(unit.pk, unit.path)}
        assert _codes(scope.review_filter()) == {unit.code for unit in units if scope.reviews(unit.pk, unit.path)}


def test_home_affairs_reviews_all_but_itself_and_the_office_reviews_home_affairs() -> None:
    scene = province()
    home, office = (scope_for(user_id=scene.ids[name], day=DAY) for name in ("reviewer.snv", "reviewer.vp"))
    assert _codes(home.review_filter()) == {"AG", "VP", "STC", "LP", "HD"}
    assert _codes(home.visible_filter()) == {"AG", "SNV", "SNV-CCHC", "VP", "STC", "LP", "HD"}
    assert _codes(office.review_filter()) == {"SNV", "SNV-CCHC"}


def test_whoever_works_in_an_office_of_a_department_works_in_that_department() -> None:
    scene = province()
    grants_load(rows=[NewGrant("stranger", Role.REVIEWER, "AG", START, home_code="SNV-CCHC")], actor=LOADER, at=AT)
    scope = scope_for(user_id=scene.ids["stranger"], day=DAY)
    assert not {"SNV", "SNV-CCHC"} & _codes(scope.review_filter())


def test_a_province_is_not_the_own_unit_of_those_below_it_nor_the_other_way_round() -> None:
    scene = province()
    grants_load(rows=[NewGrant("stranger", Role.MANAGER, "AG", START, home_code="AG")], actor=LOADER, at=AT)
    scope = scope_for(user_id=scene.ids["stranger"], day=DAY)
    assert _codes(scope.review_filter()) == {"SNV", "SNV-CCHC", "VP", "STC", "LP", "HD"}


def test_heading_a_unit_is_dated_and_past_tenures_are_remembered() -> None:
    scene = province()
    then, now = (scope_for(user_id=scene.ids["old.lp"], day=day) for day in (date(2025, 6, 30), DAY))
    assert then.roles == {Role.HEAD}
    assert then.headed_unit_ids == {scene.units["LP"]}
    assert (now.roles, now.headed_unit_ids, len(now.tenure_ids)) == (frozenset(), frozenset(), 1)


def test_a_switched_off_or_unknown_account_and_a_superuser_hold_nothing() -> None:
    scene = province()
    User.objects.filter(username="manager").update(is_active=False)
    User.objects.filter(username="stranger").update(is_superuser=True, is_staff=True)
    for user_id in (scene.ids["manager"], scene.ids["stranger"], 10**9):
        scope = scope_for(user_id=user_id, day=DAY)
        assert not scope.roles
        assert _codes(scope.visible_filter()) == _codes(scope.review_filter()) == set()


def test_a_scope_costs_at_most_four_queries(django_assert_max_num_queries) -> None:
    scene = province()
    for name in PEOPLE:
        with django_assert_max_num_queries(4):
            scope_for(user_id=scene.ids[name], day=DAY)
