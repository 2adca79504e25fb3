"""What has entered the record since an issue: whoever issues again should know whether anything is new."""

from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce

from commitments.agreements.models import Agreement, ProgressReport, Waiver
from commitments.indicators.models import Observation
from commitments.recommendations.models import IssueBatch


@dataclass(frozen=True, slots=True)
class SinceIssue:
    """How much of a year's record is newer than an issue, and whether its day has passed."""

    figures: int
    reports: int
    agreements: int
    waivers: int
    day_has_passed: bool

    @property
    def is_unchanged(self) -> bool:
        """Tell whether issuing again would say the same of the same facts."""
        return not (self.figures or self.reports or self.agreements or self.waivers or self.day_has_passed)


def since_issue(*, batch_id: int, day: date) -> SinceIssue:
    """Count what is newer than an issue, in five queries.

    Args:
        day: civil day on which the next issue would judge.

    Raises:
        IssueBatch.DoesNotExist: there is no such issue.
    """
    batch = IssueBatch.objects.only("year", "day", "known_until", "observation_cutoff").get(pk=batch_id)
    moment = batch.known_until
    reports = ProgressReport.objects.filter(commitment__agreement__year=batch.year, decision_recorded_at__gt=moment)
    waivers = Waiver.objects.filter(commitment__agreement__year=batch.year, granted_at__gt=moment)
    agreements = Agreement.objects.annotate(known_at=Coalesce("signing_recorded_at", "signed_at")).filter(
        year=batch.year, known_at__gt=moment
    )
    return SinceIssue(
        figures=Observation.objects.filter(pk__gt=batch.observation_cutoff, period__year=batch.year).count(),
        reports=reports.count(),
        agreements=agreements.count(),
        waivers=waivers.count(),
        day_has_passed=day > batch.day,
    )
