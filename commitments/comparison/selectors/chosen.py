"""Which commitments a refresh is about. Only those of signed agreements have a standing."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _

from commitments.agreements.models import AgreementState, Commitment
from commitments.lib.errors import PermanentError

# Every commitment whose figures the observations of one run touch: its own figure, one of the periods it adds up,
# or the figure of any member of the cohort it is ranked in.
_TOUCHED: Final = """
WITH touched AS (
    SELECT DISTINCT o.unit_id, o.indicator_id, o.period_id FROM indicators_observation o WHERE o.run_id = %(run)s
)
SELECT c.id
FROM touched t
JOIN indicators_reportingperiod p ON p.id = t.period_id
JOIN agreements_commitment c ON c.indicator_id = t.indicator_id AND c.unit_id = t.unit_id
JOIN agreements_agreement a ON a.id = c.agreement_id AND a.state = 'signed'
WHERE c.period_id = t.period_id
OR (p.kind = c.period_kind AND p.first_day >= c.first_day AND p.last_day <= c.due_date)
UNION
SELECT c.id
FROM (
    SELECT DISTINCT m.cohort_id, t.indicator_id, t.period_id
    FROM touched t
    JOIN organization_cohortmembership m ON m.unit_id = t.unit_id
    WHERE m.valid_from <= %(day)s AND (m.valid_until IS NULL OR m.valid_until >= %(day)s)
) g
JOIN agreements_commitment c
ON c.cohort_id = g.cohort_id AND c.indicator_id = g.indicator_id AND c.period_id = g.period_id
JOIN agreements_agreement a ON a.id = c.agreement_id AND a.state = 'signed'
ORDER BY 1
"""


class UnableToRefreshStandings(PermanentError):
    """The run does not say which commitments it is about."""


def commitments_chosen(params: Mapping[str, Any], *, day: date) -> list[int]:
    """List the ids of the commitments that a run is about, ascending.

    Args:
        params: {"all": true}, {"run": id of the run that brought figures}, {"agreement": id} or {"commitment": id}.
        day: civil day; cohorts are taken as of it.

    Raises:
        UnableToRefreshStandings: the parameters say nothing, or more than one thing.
    """
    signed = Commitment.objects.filter(agreement__state=AgreementState.SIGNED).order_by("id")
    match dict(params):
        case {"all": True, **rest} if not rest:
            return list(signed.values_list("id", flat=True))
        case {"run": int(run_id), **rest} if not rest:
            return _touched_by(run_id, day)
        case {"agreement": int(agreement_id), **rest} if not rest:
            return list(signed.filter(agreement_id=agreement_id).values_list("id", flat=True))
        case {"commitment": int(commitment_id), **rest} if not rest:
            return list(signed.filter(id=commitment_id).values_list("id", flat=True))
    raise UnableToRefreshStandings(_("Lượt này không nói rõ phải so sánh những nội dung cam kết nào."))


def commitments_of_year(*, year: int, unit_ids: Collection[int] | None) -> list[int]:
    """List the ids of the commitments of a year's signed agreements, ascending; of all units, or of some."""
    signed = Commitment.objects.filter(agreement__state=AgreementState.SIGNED, agreement__year=year)
    if unit_ids is not None:
        signed = signed.filter(unit_id__in=unit_ids)
    return list(signed.order_by("id").values_list("id", flat=True))


def _touched_by(run_id: int, day: date) -> list[int]:
    values = {"run": run_id, "day": day if connection.vendor == "postgresql" else day.isoformat()}
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, values)
        return [commitment_id for (commitment_id,) in cursor.fetchall()]
