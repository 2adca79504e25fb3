"""A past year computed again from what is stored, and held against what was issued, digit by digit."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from commitments.exports.services.verification.problem import Problem
from commitments.recommendations.models import IssueBatch, Recommendation
from commitments.recommendations.services.lines import Line, Moment, lines_compute
from commitments.signing.services.canonical import differences

_NAMED = 3
# Names as they stood at the time: people and units may be renamed, nothing was computed from them.
_NOT_COMPUTED = ("labels",)


def recomputation_check() -> Iterator[Problem | None]:
    """Compute the last issue of each year again and yield, line by line, where it comes out otherwise."""
    latest = IssueBatch.objects.values("year").annotate(last=Max("number")).order_by("year")
    for row in list(latest):
        yield from batch_recompute(IssueBatch.objects.get(year=row["year"], number=row["last"]))


def batch_recompute(batch: IssueBatch) -> Iterator[Problem | None]:
    """Compute one issue again from the moment it spoke from."""
    moment = Moment(
        year=batch.year,
        day=batch.day,
        known_until=batch.known_until,
        observation_cutoff=batch.observation_cutoff,
        is_final=not batch.is_provisional,
    )
    expected = {
        (unit_id, subject, tenure_id or 0)
        for unit_id, subject, tenure_id in batch.lines.values_list("unit_id", "subject", "tenure_id")
    }
    for lines in lines_compute(moment):
        stored = _stored(batch, lines)
        for line in lines:
            expected.discard(line.subject.key)
            yield _compare(batch, line, stored.get(line.subject.key))
    for key in sorted(expected):
        text = _("%(batch)s: khi tính lại không còn dòng của %(subject)s.") % {
            "batch": _name(batch),
            "subject": f"{key[1]} {key[0]}",
        }
        yield Problem("recomputation", f"{batch.pk}:{key}", text)


def _stored(batch: IssueBatch, lines: list[Line]) -> dict[tuple[int, str, int], Recommendation]:
    units = {line.subject.unit_id for line in lines}
    return {(row.unit_id, row.subject, row.tenure_id or 0): row for row in batch.lines.filter(unit_id__in=units)}


def _compare(batch: IssueBatch, line: Line, stored: Recommendation | None) -> Problem | None:
    named = {"batch": _name(batch), "subject": f"{line.subject.kind} {line.subject.basis['unit']}"}
    if stored is None:
        text = _("%(batch)s: khi tính lại có thêm dòng của %(subject)s.") % named
        return Problem("recomputation", f"{batch.pk}:{line.subject.key}", text)
    if stored.payload == line.payload:
        return None
    found = list(differences(_computed(stored.payload), _computed(line.payload)))
    if not found:
        return None
    places = "; ".join(f"{d.path}: {_short(d.signed)} → {_short(d.now)}" for d in found[:_NAMED])
    text = _("%(batch)s, %(subject)s: tính lại khác ở %(count)s chỗ: %(places)s.") % {
        **named,
        "count": len(found),
        "places": places,
    }
    return Problem("recomputation", str(stored.uuid), text)


def _computed(payload: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(payload)
    return {key: _without_words(value) for key, value in content.items() if key not in _NOT_COMPUTED}


def _without_words(value: Any) -> Any:
    """Leave out sentences: a better wording later changes no result. The sealed ones are held by their sha256."""
    if isinstance(value, dict):
        return None if set(value) == {"vi", "en"} else {key: _without_words(one) for key, one in value.items()}
    return [_without_words(one) for one in value] if isinstance(value, list) else value


def _short(value: str | None) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _name(batch: IssueBatch) -> str:
    return _("Đợt %(number)s năm %(year)s") % {"number": batch.number, "year": batch.year}
