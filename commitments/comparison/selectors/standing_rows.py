"""Stored standings, one row a commitment, for a unit's page, a head's home and one commitment's page."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from commitments.agreements.models import AgreementState, Commitment, ProgressReport, ReportState
from commitments.indicators.models import ReportingPeriod
from commitments.organization.models import CohortMembership
from scoring.comparison import Direction, Reading, State


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A commitment as signed, and how it stands. `state` is None where it was not judged yet (or not signed).

    `run_id`, `file_number` and `row_number` lead to the bytes of the newest figure; `known_at` is when the source
    showed it. `value` is the printed figure, for a rank the place. `closing_*` is filled where a later pull changed
    the figure of a closed period. `least` and `most` are the indicator's own limits. `day` is the civil day since
    which it stands so. `report_*` is the newest report on it, which the standing may not have heard of yet; `owed_on`
    is the last day of the earliest period that it adds up and no report accounts for. `unranked_reason` says why the
    unit has no place in the cohort of a rank.
    """

    commitment_id: int
    agreement_id: int
    is_signed: bool
    unit_id: int
    unit_name: str
    year: int
    number: int
    title: str
    kind: str
    reading: Reading
    direction: Direction
    indicator_id: int
    indicator_key: str
    period_id: int | None
    period_key: str
    period_kind: str
    cohort_id: int | None
    target: Decimal
    target_high: Decimal | None
    baseline: Decimal | None
    unit_of_measure: str
    decimals: int
    least: Decimal | None
    most: Decimal | None
    definition: str
    numerator_text: str
    denominator_text: str
    evidence_text: str
    is_key: bool
    is_reported: bool
    first_day: date
    due_date: date
    state: State | None
    reason: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    gap: Decimal | None
    attainment: Decimal | None
    rank: int | None
    rank_of: int | None
    known_at: datetime | None
    observation_id: int | None
    run_id: int | None
    file_number: int | None
    row_number: int | None
    periods_known: int | None
    periods_due: int | None
    closing_value: Decimal | None
    closing_state: State | None
    day: date | None
    report_state: str
    report_sent_at: datetime | None
    report_done_on: date | None
    owed_on: date | None
    unranked_reason: str


# Filled from what the commitment says and from what its standing says; the rest is named in the query.
_STANDING = (
    "state", "reason", "value", "numerator", "denominator", "gap", "attainment", "rank", "rank_of", "known_at",
    "observation_id", "periods_known", "periods_due", "closing_value", "closing_state", "day",
)  # fmt: skip
_OWN = (
    "agreement_id", "unit_id", "number", "title", "kind", "reading", "direction", "indicator_id", "period_id",
    "cohort_id", "target", "target_high", "baseline", "unit_of_measure", "decimals", "definition", "numerator_text",
    "denominator_text", "evidence_text", "is_key", "is_reported", "first_day", "due_date",
)  # fmt: skip


def standing_rows_for_unit(*, unit_id: int, year: int) -> list[StandingRow]:
    """Return the commitments of a unit's agreement of a year, in their order, in one query."""
    return _rows(Commitment.objects.filter(unit_id=unit_id, agreement__year=year).order_by("number"))


def standing_detail(*, commitment_id: int) -> StandingRow | None:
    """Return one commitment with its standing, or None when there is no such commitment; one query."""
    return next(iter(_rows(Commitment.objects.filter(pk=commitment_id))), None)


def _rows(commitments: QuerySet[Commitment]) -> list[StandingRow]:
    newest = ProgressReport.objects.filter(commitment=OuterRef("pk")).order_by("-pk")
    found = commitments.values(
        *_OWN,
        *(f"standing__{name}" for name in _STANDING),
        commitment_id=F("id"),
        agreement_state=F("agreement__state"),
        year=F("agreement__year"),
        unit_name=F("unit__name"),
        indicator_key=F("indicator__key"),
        least=F("indicator__least"),
        most=F("indicator__most"),
        period_key=F("period__key"),
        kind_of_period=Coalesce(F("period__kind"), F("period_kind")),
        run_id=F("standing__observation__run_id"),
        file_number=F("standing__observation__file_number"),
        row_number=F("standing__observation__row_number"),
        report_state=Subquery(newest.values("state")[:1]),
        report_sent_at=Subquery(newest.values("submitted_at")[:1]),
        report_done_on=Subquery(newest.values("done_on")[:1]),
        owed_on=Subquery(_unaccounted_periods().values("last_day")[:1]),
        unranked_reason=Subquery(
            CohortMembership.objects.filter(cohort=OuterRef("cohort_id"), unit=OuterRef("unit_id"))
            .order_by("-valid_from")
            .values("unranked_reason")[:1]
        ),
    )
    return [_row(values) for values in found]


def _unaccounted_periods() -> QuerySet[ReportingPeriod]:
    told = ProgressReport.objects.filter(
        commitment=OuterRef(OuterRef("pk")),
        period=OuterRef("pk"),
        state__in=(ReportState.SUBMITTED, ReportState.ACCEPTED),
    )
    return ReportingPeriod.objects.filter(
        ~Exists(told),
        kind=OuterRef("period_kind"),
        first_day__gte=OuterRef("first_day"),
        last_day__lte=OuterRef("due_date"),
    ).order_by("last_day")


def _row(values: dict[str, Any]) -> StandingRow:
    fields = {name.removeprefix("standing__"): value for name, value in values.items()}
    fields["is_signed"] = fields.pop("agreement_state") == AgreementState.SIGNED
    fields["reading"] = Reading(str(fields["reading"]))
    fields["direction"] = Direction(str(fields["direction"]))
    fields["period_kind"] = fields.pop("kind_of_period")
    for name in ("state", "closing_state"):
        fields[name] = State(str(fields[name])) if fields[name] else None
    for name in ("reason", "period_key", "report_state", "unranked_reason"):
        fields[name] = fields[name] or ""
    return StandingRow(**fields)
