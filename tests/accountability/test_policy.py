from dataclasses import dataclass
from datetime import date

import pytest

from accountability import policy
from commitments.accounts.models import User
from commitments.agreements.selectors import agreement_document, report_of
from commitments.organization.models import Tenure
from commitments.organization.selectors import scope_for, unit_row
from tests.commitments.agreements.scene import DAY, PEOPLE, prepared, signed, submit

pytestmark = pytest.mark.django_db
EVERYBODY = frozenset(PEOPLE)
OVERSEERS = frozenset({"reviewer.snv", "reviewer.vp", "manager", "chair", "council", "auditor"})
OF_PROVINCE = OVERSEERS - {"reviewer.vp"}
LP_PEOPLE = frozenset({"head.lp", "focal.lp"})


@dataclass(frozen=True)
class Line:
    unit_id: int
    unit_path: str
    tenure_id: int | None = None


@dataclass(frozen=True)
class Event:
    actor_id: int


def _allowed(scene, action, obj=None, day=DAY) -> frozenset[str]:
    """Return who may, and see that everybody else is told why."""
    found = set()
    for name in PEOPLE:
        scope = scope_for(user_id=scene.ids[name], day=day)
        if policy.may(scope, action, obj, day=day):
            found.add(name)
        assert bool(policy.explain(scope, action, obj, day=day)) == (name not in found)
    return frozenset(found)


@pytest.mark.parametrize(
    ("action", "wanted"),
    [
        (policy.OVERVIEW_VIEW, OVERSEERS),
        (policy.RECOMMENDATIONS_ISSUE, {"manager", "chair"}),
        (policy.COUNCIL_EXPORT, {"manager", "chair", "council"}),
        (policy.JOBS_VIEW, {"manager", "administrator", "auditor"}),
        (policy.JOBS_RUN, {"manager", "administrator"}),
        (policy.SOURCE_FILE_VIEW, {"manager", "administrator", "auditor"}),
        (policy.AUDIT_VIEW, {"auditor"}),
    ],
)
def test_what_belongs_to_no_unit_goes_by_role(action: str, wanted: set[str]) -> None:
    assert _allowed(prepared(), action) == wanted


@pytest.mark.parametrize(
    "action", [policy.UNIT_VIEW, policy.AGREEMENT_VIEW, policy.COMMITMENT_VIEW, policy.EVIDENCE_VIEW]
)
def test_a_unit_is_read_by_its_own_people_and_by_those_over_it(action: str) -> None:
    scene = prepared()
    assert _allowed(scene, action, unit_row(unit_id=scene.units["LP"])) == LP_PEOPLE | OF_PROVINCE
    assert _allowed(scene, action, unit_row(unit_id=scene.units["SNV"])) == {"head.snv"} | OVERSEERS


def test_only_the_head_in_that_tenure_signs_and_only_once() -> None:
    scene = prepared("LP")
    paper = agreement_document(scene.agreements["LP"])
    assert _allowed(scene, policy.AGREEMENT_SIGN, paper) == {"head.lp"}
    assert _allowed(scene, policy.AGREEMENT_SIGN, paper, day=date(2025, 6, 30)) == frozenset()


def test_a_signed_agreement_is_signed_by_nobody() -> None:
    scene = signed("LP")
    paper = agreement_document(scene.agreements["LP"])
    assert _allowed(scene, policy.AGREEMENT_SIGN, paper) == frozenset()
    scope = scope_for(user_id=scene.ids["head.lp"], day=DAY)
    assert policy.explain(scope, policy.AGREEMENT_SIGN, paper, day=DAY) == "Bản cam kết này đã được ký."


def test_reports_are_sent_by_the_unit_and_reviewed_by_others() -> None:
    scene = signed("LP", "SNV")
    row = report_of(submit(scene))
    assert _allowed(scene, policy.REPORT_SUBMIT, row) == LP_PEOPLE
    assert _allowed(scene, policy.REPORT_REVIEW, row) == {"reviewer.snv", "manager"}
    own = report_of(submit(scene, by="head.snv", code="SNV"))
    assert _allowed(scene, policy.REPORT_REVIEW, own) == {"reviewer.vp"}


def test_the_reason_names_what_stands_in_the_way() -> None:
    scene = signed("SNV")
    own = report_of(submit(scene, by="head.snv", code="SNV"))
    reasons = {
        name: policy.explain(scope_for(user_id=scene.ids[name], day=DAY), policy.REPORT_REVIEW, own, day=DAY)
        for name in ("chair", "reviewer.snv", "reviewer.vp")
    }
    assert "Vai trò" in reasons["chair"]
    assert "công tác" in reasons["reviewer.snv"]
    assert reasons["reviewer.vp"] == ""


def test_waivers_are_granted_by_managers_of_other_units() -> None:
    scene = prepared()
    assert _allowed(scene, policy.WAIVER_GRANT, unit_row(unit_id=scene.units["LP"])) == {"manager"}
    assert _allowed(scene, policy.WAIVER_GRANT, unit_row(unit_id=scene.units["SNV"])) == frozenset()


def test_a_recommendation_is_read_by_whom_it_is_about_and_by_those_over_the_unit() -> None:
    scene = prepared()
    unit = unit_row(unit_id=scene.units["LP"])
    assert unit is not None
    old = Tenure.objects.get(leader__user_id=scene.ids["old.lp"])
    about_unit = Line(unit.unit_id, unit.unit_path)
    about_old_head = Line(unit.unit_id, unit.unit_path, old.pk)
    assert _allowed(scene, policy.RECOMMENDATION_VIEW, about_unit) == {"head.lp"} | OF_PROVINCE
    assert _allowed(scene, policy.RECOMMENDATION_VIEW, about_old_head) == {"old.lp"} | OF_PROVINCE


def test_everybody_may_read_the_journal_of_what_they_did() -> None:
    scene = prepared()
    assert _allowed(scene, policy.AUDIT_VIEW, Event(scene.ids["stranger"])) == {"stranger", "auditor"}


def test_a_superuser_may_do_nothing_by_being_one() -> None:
    scene = prepared("LP")
    User.objects.update(is_superuser=True, is_staff=True)
    scope = scope_for(user_id=scene.ids["stranger"], day=DAY)
    paper = agreement_document(scene.agreements["LP"])
    row = Line(scene.units["LP"], "/")
    for action in policy.RULES:
        obj = paper if action == policy.AGREEMENT_SIGN else row
        assert not policy.may(scope, action, None if action in _FREE else obj, day=DAY)


_FREE = {
    policy.OVERVIEW_VIEW,
    policy.RECOMMENDATIONS_ISSUE,
    policy.COUNCIL_EXPORT,
    policy.JOBS_VIEW,
    policy.JOBS_RUN,
    policy.AUDIT_VIEW,
}


def test_an_unknown_action_and_a_scope_of_another_day_are_errors_and_not_refusals() -> None:
    scene = prepared()
    scope = scope_for(user_id=scene.ids["chair"], day=DAY)
    with pytest.raises(KeyError):
        policy.may(scope, "overview.veiw", day=DAY)
    with pytest.raises(ValueError, match="as of"):
        policy.may(scope, policy.OVERVIEW_VIEW, day=date(2025, 10, 16))
