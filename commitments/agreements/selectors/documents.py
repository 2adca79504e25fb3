"""Reading an agreement as the paper it is, and checking its signature."""

from collections.abc import Iterator

from django.db.models import Prefetch, Q

from commitments.agreements.models import Agreement, AgreementState, Commitment
from commitments.agreements.selectors.build import COMMITMENT_RELATIONS, agreement_row, commitment_row
from commitments.agreements.selectors.rows import AgreementDocument, AgreementRow
from commitments.agreements.services.canonical import SUBJECT, agreement_bytes, confirmation_of, may_be_renamed
from commitments.organization.selectors import Scope
from commitments.signing.models import Signature
from commitments.signing.selectors import VerificationRow, signature_check, signature_row
from commitments.signing.services.canonical import Difference, sha256_of

_RELATIONS = ("programme", "unit", "tenure__leader", "rulebook_release", "signature")
_ITEMS = Prefetch(
    "commitments", queryset=Commitment.objects.select_related(*COMMITMENT_RELATIONS).order_by("number", "pk")
)
_CHUNK = 200


def agreement_rows(*, scope: Scope, year: int, state: AgreementState | None = None) -> list[AgreementRow]:
    """Return the agreements of a year that a person may see, by unit name, in one query."""
    condition = scope.visible_filter("unit__") & Q(year=year)
    if state is not None:
        condition &= Q(state=state)
    found = Agreement.objects.filter(condition).select_related("unit").order_by("unit__name", "pk")
    return [agreement_row(agreement) for agreement in found]


def agreement_of(*, unit_id: int, year: int) -> AgreementRow | None:
    """Return a unit's agreement of a year, or None, in one query."""
    agreement = Agreement.objects.filter(unit_id=unit_id, year=year).select_related("unit").first()
    return agreement_row(agreement) if agreement else None


def agreement_id_of(*, uuid: str) -> int | None:
    """Return the id behind a public address, or None."""
    return Agreement.objects.filter(uuid=uuid).values_list("pk", flat=True).first()


def agreement_document(agreement_id: int) -> AgreementDocument | None:
    """Return everything that the paper shows, with its signature checked against today's rows, in two queries."""
    agreement = _loaded(agreement_id)
    if agreement is None:
        return None
    tenure, release, signature = agreement.tenure, agreement.rulebook_release, agreement.signature
    return AgreementDocument(
        agreement_id=agreement.pk,
        uuid=str(agreement.uuid),
        unit_id=agreement.unit_id,
        unit_path=agreement.unit.path,
        unit_name=agreement.unit.name,
        tenure_id=agreement.tenure_id,
        signer_user_id=tenure.leader.user_id,
        signer_name=tenure.leader.name,
        signer_post=tenure.post,
        counterparty=agreement.counterparty,
        programme_name=agreement.programme.name,
        legal_bases=tuple(agreement.programme.legal_bases),
        year=agreement.year,
        number=agreement.number,
        title=agreement.title,
        first_day=agreement.first_day,
        last_day=agreement.last_day,
        due_date=agreement.due_date,
        state=AgreementState(agreement.state),
        signed_at=agreement.signed_at,
        rulebook_release_id=agreement.rulebook_release_id,
        rulebook_name=release.name if release else "",
        rulebook_sha256=release.sha256 if release else "",
        commitments=tuple(commitment_row(item) for item in agreement.commitments.all()),
        signature=signature_row(signature) if signature else None,
        verification=_check(signature, agreement) if signature else None,
    )


def agreement_payload(agreement_id: int) -> bytes:
    """Return the canonical bytes of a signed agreement, built anew from today's rows, in two queries.

    Raises:
        LookupError: there is no such agreement, or it is not signed.
    """
    agreement = _loaded(agreement_id)
    if agreement is None or agreement.signature is None:
        raise LookupError(f"agreement {agreement_id} has no signature")
    return _rebuilt(agreement.signature, agreement)


def signature_verify(signature_id: int) -> VerificationRow:
    """Check one signature of an agreement: its stored text against its sha256, and against today's rows.

    Raises:
        Signature.DoesNotExist: there is no such signature.
    """
    return next(_verified([Signature.objects.get(pk=signature_id, subject_type=SUBJECT)]))


def signatures_verify(*, year: int | None = None) -> Iterator[VerificationRow]:
    """Check every signature of agreements, in order, a few hundred at a time; of one year if given."""
    signatures = Signature.objects.filter(subject_type=SUBJECT)
    if year is not None:
        ids = Agreement.objects.filter(year=year).values_list("pk", flat=True)
        signatures = signatures.filter(Q(agreement__year=year) | Q(subject_id__in=[str(pk) for pk in ids]))
    last = 0
    while chunk := list(signatures.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        yield from _verified(chunk)
        last = chunk[-1].pk


def agreements_unsealed() -> list[int]:
    """Return agreements that call themselves signed by a signature that is about something else; there are none."""
    rows = Agreement.objects.filter(state=AgreementState.SIGNED).values_list(
        "pk", "signature__subject_type", "signature__subject_id"
    )
    return [pk for pk, kind, subject in rows if (kind, subject) != (SUBJECT, str(pk))]


def _loaded(agreement_id: int) -> Agreement | None:
    return Agreement.objects.select_related(*_RELATIONS).prefetch_related(_ITEMS).filter(pk=agreement_id).first()


def _verified(signatures: list[Signature]) -> Iterator[VerificationRow]:
    ids = [int(signature.subject_id) for signature in signatures if signature.subject_id.isdecimal()]
    found = Agreement.objects.select_related(*_RELATIONS).prefetch_related(_ITEMS).in_bulk(ids)
    for signature in signatures:
        key = int(signature.subject_id) if signature.subject_id.isdecimal() else 0
        yield _check(signature, found.get(key))


def _check(signature: Signature, agreement: Agreement | None) -> VerificationRow:
    if agreement is None or agreement.signature_id != signature.pk:
        # Somebody went past the guards: the paper no longer knows its signature.
        stored = signature.payload.encode("utf-8")
        return VerificationRow(
            signature_id=signature.pk,
            subject_type=signature.subject_type,
            subject_id=signature.subject_id,
            scheme=signature.scheme,
            sha256=signature.sha256,
            bytes_whole=sha256_of(stored) == signature.sha256,
            changes=(Difference(SUBJECT, AgreementState.SIGNED.value, agreement.state if agreement else None),),
            renamings=(),
        )
    return signature_check(signature, now=_rebuilt(signature, agreement), may_be_renamed=may_be_renamed)


def _rebuilt(signature: Signature, agreement: Agreement) -> bytes:
    release = agreement.rulebook_release
    return agreement_bytes(
        agreement=agreement,
        commitments=agreement.commitments.all(),
        confirmation=confirmation_of(signature),
        rulebook_sha256=release.sha256 if release else None,
        signed_at=agreement.signed_at,
    )
