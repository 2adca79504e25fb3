"""What a head has to do now: sign, answer a returned report, report what falls due."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import Q

from commitments.agreements.models import Agreement, AgreementState, Commitment, ProgressReport, ReportState, Waiver
from commitments.agreements.selectors.rows import TaskKind, TaskRow
from commitments.indicators.models import ReportingPeriod
from commitments.organization.selectors import in_force

_KIND_ORDER = {kind: place for place, kind in enumerate(TaskKind)}


def horizon(day: date) -> date:
    """Return the last day of the month after `day`: how far a head's checklist looks ahead."""
    first_of_next = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return (first_of_next + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def tasks_for_head(*, unit_ids: Collection[int], day: date, until: date | None = None) -> list[TaskRow]:
    """Return what is to be done for these units, the most urgent first, in five queries at most.

    A reported item is due on its due date; one that adds up periods, after each period. What waits for review or is
    excused on the day is not to be done.

    Args:
        until: the last due date that is listed; by default the end of next month. Overdue ones always are.
    """
    limit = until or horizon(day)
    items = list(
        Commitment.objects.filter(unit_id__in=unit_ids, agreement__state=AgreementState.SIGNED, is_reported=True)
        .exclude(pk__in=_excused(day, unit_ids))
        .select_related("unit", "agreement")
    )
    reports: defaultdict[int, list[ProgressReport]] = defaultdict(list)
    for report in ProgressReport.objects.filter(commitment_id__in=[item.pk for item in items]).order_by("pk"):
        reports[report.commitment_id].append(report)
    periods = _periods(items, limit)
    found = [*_unsigned(unit_ids, day)]
    for item in items:
        found += _tasks(item, reports[item.pk], periods, day, limit)
    return sorted(found, key=lambda task: (task.due_date, _KIND_ORDER[task.kind], task.unit_name, task.number or 0))


def _excused(day: date, unit_ids: Collection[int]) -> Iterable[int]:
    waivers = Waiver.objects.filter(in_force(day, first="first_day", last="last_day"), commitment__unit_id__in=unit_ids)
    return waivers.values_list("commitment_id", flat=True)


def _periods(items: Iterable[Commitment], limit: date) -> list[ReportingPeriod]:
    kinds = {item.period_kind for item in items if item.period_kind}
    if not kinds:
        return []
    return list(ReportingPeriod.objects.filter(kind__in=kinds, last_day__lte=limit).order_by("first_day"))


def _unsigned(unit_ids: Collection[int], day: date) -> list[TaskRow]:
    ready = Agreement.objects.filter(Q(last_day__gte=day), unit_id__in=unit_ids, state=AgreementState.READY)
    return [
        TaskRow(
            kind=TaskKind.SIGN,
            unit_id=agreement.unit_id,
            unit_path=agreement.unit.path,
            unit_name=agreement.unit.name,
            due_date=agreement.due_date,
            title=agreement.title,
            agreement_id=agreement.pk,
        )
        for agreement in ready.select_related("unit")
    ]


def _tasks(
    item: Commitment, reports: list[ProgressReport], periods: list[ReportingPeriod], day: date, limit: date
) -> list[TaskRow]:
    if any(report.state == ReportState.SUBMITTED for report in reports):
        return []
    accepted = {report.period_id for report in reports if report.state == ReportState.ACCEPTED}
    last = reports[-1] if reports else None
    if last is not None and last.state == ReportState.RETURNED:
        return [_task(TaskKind.FIX_REPORT, item, item.due_date, last.period_id, last)]
    if item.period_id is not None:
        due = [] if accepted else [(item.due_date, item.period_id)]
    else:
        due = [
            (period.last_day, period.pk)
            for period in periods
            if period.kind == item.period_kind
            and item.first_day <= period.first_day
            and period.last_day <= item.due_date
            and period.pk not in accepted
        ]
    return [
        _task(TaskKind.REPORT_OVERDUE if due_date < day else TaskKind.REPORT, item, due_date, period_id, None)
        for due_date, period_id in due
        if due_date <= limit
    ]


def _task(
    kind: TaskKind, item: Commitment, due_date: date, period_id: int | None, report: ProgressReport | None
) -> TaskRow:
    return TaskRow(
        kind=kind,
        unit_id=item.unit_id,
        unit_path=item.unit.path,
        unit_name=item.unit.name,
        due_date=due_date,
        title=item.title,
        agreement_id=item.agreement_id,
        commitment_id=item.pk,
        number=item.number,
        period_id=period_id,
        report_id=report.pk if report else None,
        reason=report.reason if report else "",
    )
