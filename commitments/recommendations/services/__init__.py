"""Issuing a year's recommendations: computed, sealed and written whole, or not at all."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commitments.audit.services import event_append
from commitments.comparison.services import observation_cutoff
from commitments.indicators.models import ReportingPeriod
from commitments.lib.actors import Actor
from commitments.lib.errors import PermanentError
from commitments.recommendations.models import IssueBatch, Recommendation
from commitments.recommendations.services.lines import Line, Moment, lines_compute
from commitments.rulebooks.services import release_current
from commitments.runs.services import run_finish, run_progress

_ROWS_AT_ONCE = 200


class UnableToIssueRecommendations(PermanentError):
    """There is nothing to recommend on."""


def recommendations_issue(
    *, year: int, run_id: int, attempt: int, day: date, now: Callable[[], datetime], actor: Actor
) -> IssueBatch:
    """Issue one recommendation per unit with a signed agreement and per head of it, as the year's next batch.

    Everything is computed first, from figures up to a clean line; then the batch, its lines, the audit event and the
    end of the run are written in one transaction. Running it again makes the next batch, never changes one.

    Args:
        day: civil day on which the facts are judged.
        now: gives the moment, aware, in UTC.

    Raises:
        UnableToIssueRecommendations: no agreement of the year is signed.
        LeaseLost: another attempt owns the run; nothing was written.
    """
    # The moment is taken before the line is drawn: whoever decided earlier and has written a figure is waited for.
    known_until = now()
    moment = Moment(
        year=year,
        day=day,
        known_until=known_until,
        observation_cutoff=observation_cutoff(),
        is_final=year_is_final(year=year, day=day, known_until=known_until),
    )
    lines: list[Line] = []
    for chunk in lines_compute(moment):
        lines.extend(chunk)
        run_progress(run_id=run_id, attempt=attempt, at=now(), done=len(lines))
    if not lines:
        raise UnableToIssueRecommendations(
            _("Năm %(year)s chưa có bản cam kết nào được ký nên chưa có gì để đề xuất.") % {"year": year}
        )
    release = release_current(at=now())
    with transaction.atomic():
        at = now()
        batch = _batch_write(moment, lines, release.pk, actor, at)
        _event(batch, actor, at)
        result = {"batch": batch.pk, "number": batch.number, "recommendations": len(lines), "sha256": batch.sha256}
        run_finish(run_id=run_id, attempt=attempt, at=at, result=result)
    return batch


def year_is_final(*, year: int, day: date, known_until: datetime) -> bool:
    """Tell whether the year's figures can be called final: the year is over and each of its periods was closed."""
    still_open = ReportingPeriod.objects.filter(year=year, closes_at__gt=known_until)
    return day > date(year, 12, 31) and not still_open.exists()


def batch_sha256(digests: Iterable[str]) -> str:
    """Return the digest of an issue over the digests of its lines, in their order."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _batch_write(moment: Moment, lines: list[Line], release_id: int, actor: Actor, at: datetime) -> IssueBatch:
    last = IssueBatch.objects.filter(year=moment.year).aggregate(last=Max("number"))["last"] or 0
    batch = IssueBatch.objects.create(
        year=moment.year,
        number=last + 1,
        day=moment.day,
        known_until=moment.known_until,
        observation_cutoff=moment.observation_cutoff,
        is_provisional=not moment.is_final,
        rulebook_release_id=release_id,
        issued_by_id=actor.user_id,
        issued_by_name=actor.name,
        issued_at=at,
        recommendations=len(lines),
        sha256=batch_sha256(line.sha256 for line in lines),
    )
    for start in range(0, len(lines), _ROWS_AT_ONCE):
        Recommendation.objects.bulk_create([line.row(batch.pk) for line in lines[start : start + _ROWS_AT_ONCE]])
    return batch


def _event(batch: IssueBatch, actor: Actor, at: datetime) -> None:
    event_append(
        action="recommendations.issue",
        actor=actor,
        at=at,
        subject_type="issue_batch",
        subject_id=batch.pk,
        after={
            "year": batch.year,
            "number": batch.number,
            "recommendations": batch.recommendations,
            "sha256": batch.sha256,
            "provisional": batch.is_provisional,
        },
    )
