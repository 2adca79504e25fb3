"""What pages show about every commitment, derived again from the figures, reports and waivers that it rests on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from commitments.agreements.models import Agreement, AgreementState
from commitments.comparison.models import Standing
from commitments.comparison.selectors import GatheredCommitment, commitments_gather
from commitments.exports.services.verification.problem import Problem
from commitments.indicators.models import Observation
from commitments.runs.models import Run, RunState

_EVER = datetime(9999, 1, 1, tzinfo=UTC)
_Kept = tuple[str, Decimal | None, int | None, Decimal | None]


def standings_check() -> Iterator[Problem | None]:
    """Derive every standing again as of the last refresh, and yield where the kept one says otherwise.

    While a refresh is waiting or going on the kept standings are not yet those of the record, so nothing is compared.
    """
    refreshes = Run.objects.filter(kind="standings_refresh")
    if refreshes.filter(state__in=[RunState.QUEUED, RunState.RUNNING]).exists():
        return
    judged = [result["day"] for result in refreshes.values_list("result", flat=True) if "day" in result]
    if not judged:
        return
    day = max(date.fromisoformat(one) for one in judged)
    cutoff = Observation.objects.aggregate(last=Max("id"))["last"] or 0
    years = Agreement.objects.filter(state=AgreementState.SIGNED).values_list("year", flat=True)
    for year in sorted(set(years)):
        kept: dict[int, _Kept] = {
            row[0]: row[1:]
            for row in Standing.objects.filter(commitment__agreement__year=year).values_list(
                "commitment_id", "state", "value", "rank", "closing_value"
            )
        }
        derived = commitments_gather(year=year, day=day, known_until=_EVER, observation_cutoff=cutoff)
        for one in derived:
            yield _compare(one, kept.pop(one.commitment_id, None))
        for commitment_id in kept:
            yield Problem(
                "standing", str(commitment_id), _("Nội dung này không có cam kết đã ký mà vẫn có tình trạng.")
            )


def _compare(derived: GatheredCommitment, kept: _Kept | None) -> Problem | None:
    now: _Kept = (derived.standing.state.value, derived.standing.value, derived.rank, derived.closing_value)
    if kept is None:
        return Problem("standing", str(derived.commitment_id), _("Tình trạng của nội dung đã ký này bị thiếu."))
    if kept == now:
        return None
    text = _("Tình trạng đang lưu %(kept)s; tính lại từ số liệu gốc được %(now)s.") % {
        "kept": _said(kept),
        "now": _said(now),
    }
    return Problem("standing", str(derived.commitment_id), text)


def _said(standing: _Kept) -> str:
    state, value, rank, _closing = standing
    return f"{state} ({'—' if value is None else value}{'' if rank is None else f', #{rank}'})"
