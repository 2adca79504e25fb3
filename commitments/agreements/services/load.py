"""Preparing agreements for signature, many at once. A signed one is never touched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.agreements.models import (
    Agreement,
    AgreementState,
    Commitment,
    CommitmentKind,
    Direction,
    Programme,
    Reading,
)
from commitments.audit.services import event_append
from commitments.indicators.models import Indicator, ReportingPeriod
from commitments.lib.actors import Actor
from commitments.organization.models import Cohort, Tenure, Unit

_BATCH = 500
T = TypeVar("T")


class UnableToLoadAgreements(Exception):
    """A row names something unknown or contradicts another; nothing of the load was written."""


@dataclass(frozen=True, slots=True)
class NewProgramme:
    """A period frame by its key; `legal_bases` are the texts of the preamble in order."""

    key: str
    name: str
    first_day: date
    last_day: date
    legal_bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewCommitment:
    """One numbered item. What is left None is copied from the indicator or the agreement."""

    number: int
    kind: CommitmentKind
    title: str
    indicator_key: str
    reading: Reading
    direction: Direction
    target: Decimal
    target_high: Decimal | None = None
    baseline: Decimal | None = None
    period_key: str = ""
    period_kind: str = ""
    cohort_key: str = ""
    definition: str | None = None
    numerator_text: str | None = None
    denominator_text: str | None = None
    evidence_text: str = ""
    unit_of_measure: str | None = None
    decimals: int | None = None
    is_key: bool = False
    is_reported: bool = False
    first_day: date | None = None
    due_date: date | None = None


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """One unit's document for one year. `tenure_day` is a day in the tenure of the head who is to sign."""

    programme_key: str
    unit_code: str
    tenure_day: date
    year: int
    number: str
    title: str
    counterparty: str
    first_day: date
    last_day: date
    due_date: date
    commitments: tuple[NewCommitment, ...]


@dataclass(frozen=True, slots=True)
class AgreementsLoaded:
    """How many agreements were prepared anew, how many unsigned ones got another head, how many stood already."""

    added: int
    reassigned: int
    present: int


@dataclass(frozen=True, slots=True)
class _Known:
    programmes: Mapping[str, int]
    units: Mapping[str, int]
    tenures: Mapping[int, list[Tenure]]
    indicators: Mapping[str, Indicator]
    periods: Mapping[str, int]
    cohorts: Mapping[str, int]


def programmes_load(*, rows: Iterable[NewProgramme], actor: Actor, at: datetime) -> int:
    """Create the programmes that do not exist yet, by key; return how many. Existing ones stay as they are."""
    wanted = {row.key: row for row in rows}
    with transaction.atomic():
        known = set(Programme.objects.filter(key__in=wanted).values_list("key", flat=True))
        fresh = [
            Programme(
                key=row.key,
                name=row.name,
                first_day=row.first_day,
                last_day=row.last_day,
                legal_bases=list(row.legal_bases),
            )
            for row in wanted.values()
            if row.key not in known
        ]
        Programme.objects.bulk_create(fresh)
        if fresh:
            after = {"keys": sorted(programme.key for programme in fresh)}
            _event("programmes.load", "programme", actor, at, after)
    return len(fresh)


def agreements_load(*, rows: Iterable[NewAgreement], actor: Actor, at: datetime) -> AgreementsLoaded:
    """Prepare agreements with their items for signature, by unit and year; idempotent.

    An agreement that exists keeps its terms. While it is unsigned, it follows the unit to the head of `tenure_day`.

    Raises:
        UnableToLoadAgreements: something named is unknown, nobody heads the unit on that day, an agreement has no
            items or two with one number, or an item's days leave those of its agreement.
    """
    wanted = {(row.unit_code, row.year): row for row in rows}
    with transaction.atomic():
        known = _known(list(wanted.values()))
        existing = {
            (agreement.unit_id, agreement.year): agreement
            for agreement in Agreement.objects.select_for_update(of=("self",)).filter(unit_id__in=known.units.values())
        }
        fresh: list[Agreement] = []
        items: list[Commitment] = []
        reassigned = 0
        for row in wanted.values():
            tenure = _tenure(row, known)
            present = existing.get((known.units[row.unit_code], row.year))
            if present is None:
                agreement = _agreement(row, tenure, known)
                fresh.append(agreement)
                items += [_commitment(item, row, agreement, known) for item in _checked(row)]
            elif present.state == AgreementState.READY and present.tenure_id != tenure.pk:
                reassigned += Agreement.objects.filter(pk=present.pk, state=AgreementState.READY).update(tenure=tenure)
        Agreement.objects.bulk_create(fresh, batch_size=_BATCH)
        for item in items:
            item.agreement_id = item.agreement.pk
        Commitment.objects.bulk_create(items, batch_size=_BATCH)
        if fresh or reassigned:
            after = {"added": len(fresh), "reassigned": reassigned, "commitments": len(items)}
            _event("agreements.load", "agreement", actor, at, after)
    return AgreementsLoaded(len(fresh), reassigned, len(wanted) - len(fresh) - reassigned)


def _known(rows: list[NewAgreement]) -> _Known:
    items = [item for row in rows for item in row.commitments]
    units = dict(Unit.objects.filter(code__in={row.unit_code for row in rows}).values_list("code", "pk"))
    tenures: dict[int, list[Tenure]] = {}
    for tenure in Tenure.objects.filter(unit_id__in=units.values()):
        tenures.setdefault(tenure.unit_id, []).append(tenure)
    return _Known(
        programmes=dict(Programme.objects.values_list("key", "pk")),
        units=units,
        tenures=tenures,
        indicators={row.key: row for row in Indicator.objects.filter(key__in={item.indicator_key for item in items})},
        periods=dict(ReportingPeriod.objects.values_list("key", "pk")),
        cohorts=dict(Cohort.objects.values_list("key", "pk")),
    )


def _tenure(row: NewAgreement, known: _Known) -> Tenure:
    unit_id = _found(known.units, row.unit_code, _("Không tìm thấy đơn vị có mã %(key)s."))
    for tenure in known.tenures.get(unit_id, []):
        if tenure.first_day <= row.tenure_day and (tenure.last_day is None or tenure.last_day >= row.tenure_day):
            return tenure
    raise UnableToLoadAgreements(
        _("Đơn vị %(code)s không có người đứng đầu vào ngày %(day)s.")
        % {"code": row.unit_code, "day": f"{row.tenure_day:%d/%m/%Y}"}
    )


def _agreement(row: NewAgreement, tenure: Tenure, known: _Known) -> Agreement:
    return Agreement(
        programme_id=_found(known.programmes, row.programme_key, _("Không tìm thấy chương trình %(key)s.")),
        unit_id=known.units[row.unit_code],
        tenure=tenure,
        year=row.year,
        number=row.number,
        title=row.title,
        counterparty=row.counterparty,
        first_day=row.first_day,
        last_day=row.last_day,
        due_date=row.due_date,
    )


def _checked(row: NewAgreement) -> tuple[NewCommitment, ...]:
    numbers = [item.number for item in row.commitments]
    if not numbers or len(numbers) != len(set(numbers)):
        raise UnableToLoadAgreements(
            _("Bản cam kết của đơn vị %(code)s không có nội dung nào hoặc có hai nội dung cùng số thứ tự.")
            % {"code": row.unit_code}
        )
    for item in row.commitments:
        first_day, due_date = item.first_day or row.first_day, item.due_date or row.last_day
        if not row.first_day <= first_day <= due_date <= row.last_day:
            raise UnableToLoadAgreements(
                _("Thời gian của nội dung %(number)s (đơn vị %(code)s) không nằm trong thời gian cam kết.")
                % {"number": item.number, "code": row.unit_code}
            )
    return row.commitments


def _commitment(item: NewCommitment, row: NewAgreement, agreement: Agreement, known: _Known) -> Commitment:
    indicator = _found(known.indicators, item.indicator_key, _("Không tìm thấy chỉ số %(key)s."))
    no_period, no_cohort = _("Không tìm thấy kỳ báo cáo %(key)s."), _("Không tìm thấy nhóm xếp hạng %(key)s.")
    return Commitment(
        agreement=agreement,
        unit_id=agreement.unit_id,
        number=item.number,
        kind=item.kind,
        title=item.title,
        definition=_first(item.definition, indicator.definition),
        numerator_text=_first(item.numerator_text, indicator.numerator_text),
        denominator_text=_first(item.denominator_text, indicator.denominator_text),
        evidence_text=item.evidence_text,
        indicator=indicator,
        reading=item.reading,
        period_id=_found(known.periods, item.period_key, no_period) if item.period_key else None,
        period_kind=item.period_kind,
        cohort_id=_found(known.cohorts, item.cohort_key, no_cohort) if item.cohort_key else None,
        direction=item.direction,
        target=item.target,
        target_high=item.target_high,
        baseline=item.baseline,
        unit_of_measure=_first(item.unit_of_measure, indicator.unit_of_measure),
        decimals=indicator.decimals if item.decimals is None else item.decimals,
        is_key=item.is_key,
        is_reported=item.is_reported,
        first_day=item.first_day or row.first_day,
        due_date=item.due_date or row.last_day,
    )


def _first(given: str | None, otherwise: str) -> str:
    return otherwise if given is None else given


def _found(known: Mapping[str, T], key: str, message: str) -> T:
    try:
        return known[key]
    except KeyError:
        raise UnableToLoadAgreements(message % {"key": key}) from None


def _event(action: str, subject: str, actor: Actor, at: datetime, after: Mapping[str, object]) -> None:
    event_append(action=action, actor=actor, at=at, subject_type=subject, subject_id="many", after=after)
