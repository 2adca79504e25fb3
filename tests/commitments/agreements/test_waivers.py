from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from commitments.agreements.models import Waiver
from commitments.agreements.services import UnableToGrantWaiver, waiver_grant
from commitments.audit.models import AuditEvent
from commitments.runs.models import Run
from tests.commitments.agreements.scene import AT, DAY, DUTY, actor, signed

pytestmark = pytest.mark.django_db


def _grant(scene, by="manager", code="LP", **changes):
    call = {
        "commitment_id": scene.items[code, DUTY],
        "user_id": scene.ids[by],
        "reason": "Bão số 10",
        "authority": "Chủ tịch UBND tỉnh",
        "document": "123/UBND-NC ngày 01/10/2025",
        "first_day": date(2025, 10, 1),
        "last_day": None,
        "actor": actor(scene, by),
        "day": DAY,
        "at": AT,
        **changes,
    }
    return waiver_grant(**call)


def test_a_manager_records_an_objective_cause_with_its_paper() -> None:
    scene = signed("LP")
    waiver = Waiver.objects.get(pk=_grant(scene))
    assert (waiver.granted_by_name, waiver.first_day, waiver.last_day) == ("Họ tên manager", date(2025, 10, 1), None)
    assert AuditEvent.objects.get(action="waiver.grant").after["document"] == "123/UBND-NC ngày 01/10/2025"
    assert Run.objects.get(key=f"standings:waiver:{waiver.pk}").params == {"commitment": scene.items["LP", DUTY]}


def test_the_same_paper_twice_is_one_waiver() -> None:
    scene = signed("LP")
    assert _grant(scene) == _grant(scene)
    assert AuditEvent.objects.filter(action="waiver.grant").count() == 1


@pytest.mark.parametrize("by", ["head.lp", "focal.lp", "reviewer.snv", "chair", "council", "auditor", "stranger"])
def test_only_managers_grant(by: str) -> None:
    with pytest.raises(UnableToGrantWaiver, match="Chỉ người quản lý"):
        _grant(signed("LP"), by=by)


def test_a_manager_does_not_excuse_their_own_unit() -> None:
    with pytest.raises(UnableToGrantWaiver, match="của chính mình"):
        _grant(signed("SNV"), code="SNV")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": " "}, "nguyên nhân"),
        ({"authority": ""}, "cơ quan xác nhận"),
        ({"document": ""}, "văn bản"),
        ({"document": "x" * 201}, "200"),
        ({"first_day": date(2025, 10, 16)}, "sau hôm nay"),
        ({"first_day": date(2025, 6, 30)}, "trong thời gian"),
        ({"last_day": date(2025, 9, 30)}, "trước ngày bắt đầu"),
    ],
)
def test_a_waiver_without_its_grounds_or_outside_its_days_is_refused(changes: dict, message: str) -> None:
    with pytest.raises(UnableToGrantWaiver, match=message):
        _grant(signed("LP"), **changes)


def test_a_waiver_cannot_be_changed_or_taken_away() -> None:
    _grant(signed("LP"))
    for attempt in (lambda: Waiver.objects.update(reason="khác"), lambda: Waiver.objects.all()._raw_delete("default")):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            attempt()
