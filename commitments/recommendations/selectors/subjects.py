"""Of whom a year's recommendations speak: every unit with a signed agreement, and everyone who headed it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models.functions import Coalesce

from commitments.agreements.models import Agreement, AgreementState
from commitments.organization.models import Tenure, TenureCapacity
from commitments.recommendations.models import SubjectKind

SEVERAL_HEADS = "several_heads"
TENURE_ENDED = "tenure_ended"
ACTING_HEAD = "acting_head"


@dataclass(frozen=True, slots=True)
class Subject:
    """One unit or one head of it, with the commitments that count for them named by due date.

    A commitment counts for the head in whose time it falls due; what falls due after a tenure that ended counts for
    whoever heads the unit then. `first_day` and `last_day` are the time in post within the agreement's days.
    `judged_on` is the day of the issue, or the last day of a tenure that ended before it. `labels` are names as they
    stood: for people, no part of what is computed again. `basis` is what the law and the paper say of the subject.
    """

    kind: SubjectKind
    unit_id: int
    tenure_id: int | None
    release_id: int
    judged_on: date
    first_day: date
    last_day: date
    due_from: date
    due_until: date
    flags: tuple[str, ...]
    basis: Mapping[str, Any]
    labels: Mapping[str, str]

    @property
    def key(self) -> tuple[int, str, int]:
        """The place of its line within an issue."""
        return (self.unit_id, str(self.kind), self.tenure_id or 0)


def subjects_of_year(*, year: int, day: date, known_until: datetime) -> list[Subject]:
    """List the subjects in the order of their lines, in two queries.

    Args:
        day: civil day of the issue; tenures that begin later do not exist yet, ends that lie ahead are not read.
        known_until: agreements signed later are left out.
    """
    agreements = list(
        Agreement.objects.annotate(signature_known_at=Coalesce("signing_recorded_at", "signed_at"))
        .filter(year=year, state=AgreementState.SIGNED, signature_known_at__lte=known_until)
        .select_related("unit", "signature")
        .order_by("unit_id")
    )
    heads = _heads_by_unit(year, day)
    found: list[Subject] = []
    for agreement in agreements:
        tenures = [t for t in heads.get(agreement.unit_id, ()) if _overlaps(t, agreement, day)]
        found.append(_unit_subject(agreement, day, len(tenures)))
        found.extend(_head_subject(agreement, tenure, day, len(tenures)) for tenure in tenures)
    return sorted(found, key=lambda subject: subject.key)


def _heads_by_unit(year: int, day: date) -> dict[int, list[Tenure]]:
    signed = Agreement.objects.filter(year=year, state=AgreementState.SIGNED)
    tenures = (
        Tenure.objects.filter(unit__in=signed.values("unit"), first_day__lte=day)
        .select_related("leader")
        .order_by("unit_id", "first_day", "id")
    )
    return {unit_id: list(group) for unit_id, group in groupby(tenures, key=lambda tenure: tenure.unit_id)}


def _overlaps(tenure: Tenure, agreement: Agreement, day: date) -> bool:
    ended = _ended(tenure, day)
    return tenure.first_day <= agreement.last_day and (ended is None or ended >= agreement.first_day)


def _ended(tenure: Tenure, day: date) -> date | None:
    """Give the last day of a tenure that is over on the day; an end that lies ahead is not known yet."""
    return tenure.last_day if tenure.last_day is not None and tenure.last_day < day else None


def _unit_subject(agreement: Agreement, day: date, heads: int) -> Subject:
    return _subject(agreement, SubjectKind.UNIT, day, flags=(SEVERAL_HEADS,) if heads > 1 else ())


def _head_subject(agreement: Agreement, tenure: Tenure, day: date, heads: int) -> Subject:
    ended = _ended(tenure, day)
    flags = (
        *((SEVERAL_HEADS,) if heads > 1 else ()),
        *((TENURE_ENDED,) if ended else ()),
        *((ACTING_HEAD,) if tenure.capacity != TenureCapacity.HEAD else ()),
    )
    return _subject(agreement, SubjectKind.LEADER, ended or day, flags=flags, tenure=tenure, ended=ended)


def _subject(
    agreement: Agreement,
    kind: SubjectKind,
    judged_on: date,
    *,
    flags: Iterable[str],
    tenure: Tenure | None = None,
    ended: date | None = None,
) -> Subject:
    unit, signature = agreement.unit, agreement.signature
    assert signature is not None and agreement.rulebook_release_id is not None  # noqa: S101  the database holds it
    labels = {"unit": unit.name, "unit_kind": unit.kind}
    basis: dict[str, Any] = {
        "kind": str(kind),
        "unit": unit.code,
        "agreement": {"uuid": str(agreement.uuid), "number": agreement.number, "sha256": signature.sha256},
        "tenure": None,
    }
    if tenure is not None:
        basis["tenure"] = {"first_day": tenure.first_day, "last_day": ended, "capacity": str(tenure.capacity)}
        labels |= {"leader": tenure.leader.name, "post": tenure.post}
    return Subject(
        kind=kind,
        unit_id=unit.pk,
        tenure_id=tenure.pk if tenure else None,
        release_id=agreement.rulebook_release_id,
        judged_on=judged_on,
        first_day=max(agreement.first_day, tenure.first_day) if tenure else agreement.first_day,
        last_day=min(agreement.last_day, ended) if ended else agreement.last_day,
        due_from=tenure.first_day if tenure else date.min,
        due_until=ended or date.max,
        flags=tuple(flags),
        basis=basis,
        labels=labels,
    )
