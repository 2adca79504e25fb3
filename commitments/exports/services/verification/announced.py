"""What the audit log said when something was sealed, held against the thing itself.

Whoever alters a sealed thing and its own digest alike is found here: the log is chained, and says another digest.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from commitments.agreements.models import Agreement
from commitments.audit.models import AuditEvent
from commitments.exports.models import ExportFile
from commitments.exports.services.verification.problem import Problem
from commitments.recommendations.models import IssueBatch
from commitments.rulebooks.models import RulebookRelease

_AT_ONCE = 1_000


def announced_check() -> Iterator[Problem | None]:
    """Compare the digest in each event that announced a sealed thing with the digest that the thing carries now."""
    last = 0
    events = AuditEvent.objects.filter(action__in=_CARRIED).order_by("pk")
    while chunk := list(events.filter(pk__gt=last)[:_AT_ONCE]):
        carried = {action: carry(_ids(chunk, action)) for action, carry in _CARRIED.items()}
        for event in chunk:
            yield _problem(event, carried[event.action].get(int(event.subject_id)))
        last = chunk[-1].pk


def _ids(events: list[AuditEvent], action: str) -> set[int]:
    return {int(event.subject_id) for event in events if event.action == action}


def _problem(event: AuditEvent, carried: str | None) -> Problem | None:
    announced = (event.after or {}).get("sha256")
    if announced == carried:
        return None
    text = _("%(subject)s %(id)s: nhật ký (sự kiện %(event)s) ghi sha256 %(then)s, nay là %(now)s.") % {
        "subject": event.subject_type,
        "id": event.subject_id,
        "event": event.pk,
        "then": announced,
        "now": carried or _("không còn"),
    }
    return Problem("announced", f"{event.subject_type}:{event.subject_id}", text)


def _agreements(ids: set[int]) -> dict[int, str]:
    return _pairs(Agreement.objects.filter(pk__in=ids, signature__isnull=False).values_list("pk", "signature__sha256"))


def _batches(ids: set[int]) -> dict[int, str]:
    return _pairs(IssueBatch.objects.filter(pk__in=ids).values_list("pk", "sha256"))


def _exports(ids: set[int]) -> dict[int, str]:
    return _pairs(ExportFile.objects.filter(pk__in=ids).values_list("pk", "sha256"))


def _releases(ids: set[int]) -> dict[int, str]:
    return _pairs(RulebookRelease.objects.filter(pk__in=ids).values_list("pk", "sha256"))


def _pairs(rows: Any) -> dict[int, str]:
    return dict(rows)


_CARRIED: dict[str, Callable[[set[int]], dict[int, str]]] = {
    "agreement.sign": _agreements,
    "recommendations.issue": _batches,
    "council.export": _exports,
    "rulebook.release": _releases,
}
