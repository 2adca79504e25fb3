"""The canonical text of an agreement: everything the signer sees and everything that decides the year.

The shape below is the scheme. It never changes in place: another shape is another scheme beside this one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commitments.agreements.models import Agreement, Commitment
from commitments.signing.models import Signature
from commitments.signing.services.canonical import canonical_bytes, day_text, exact_text, moment_text

SCHEME = "camket-agreement-v1"
SUBJECT = "agreement"

# Names of other rows, shown to the signer but deciding nothing: a corrected name does not alter what was promised.
_NAMES = re.compile(r"parties\.unit\.name|parties\.signer\.(name|post)|programme\.name|commitments\.\d+\.cohort\.name")


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirms, in which post, how and when (UTC)."""

    signer_id: int
    signer_name: str
    signer_post: str
    method: str
    signed_at: datetime


def confirmation_of(signature: Signature) -> Confirmation:
    """Return what a stored signature says about its own making."""
    return Confirmation(
        signer_id=signature.signer_id,
        signer_name=signature.signer_name,
        signer_post=signature.signer_post,
        method=signature.method,
        signed_at=signature.signed_at,
    )


def may_be_renamed(path: str) -> bool:
    """Tell whether a difference at this path of the content leaves the terms as they were."""
    return _NAMES.fullmatch(path) is not None


def agreement_bytes(
    *,
    agreement: Agreement,
    commitments: Iterable[Commitment],
    confirmation: Confirmation,
    rulebook_sha256: str | None,
    signed_at: datetime | None,
) -> bytes:
    """Return the canonical bytes of an agreement under the scheme; no query if relations are loaded.

    Args:
        agreement: with programme, unit and tenure (and its leader).
        commitments: with unit, indicator, period and cohort, in the order of their numbers.
        rulebook_sha256: of the release that the year is judged by.
        signed_at: as the agreement itself remembers it, apart from the signature's own memory.
    """
    return canonical_bytes(
        {
            "scheme": SCHEME,
            "agreement": {
                "uuid": str(agreement.uuid),
                "number": agreement.number,
                "title": agreement.title,
                "year": agreement.year,
                "first_day": day_text(agreement.first_day),
                "last_day": day_text(agreement.last_day),
                "due_date": day_text(agreement.due_date),
                "signed_at": None if signed_at is None else moment_text(signed_at),
            },
            "programme": {
                "key": agreement.programme.key,
                "name": agreement.programme.name,
                "first_day": day_text(agreement.programme.first_day),
                "last_day": day_text(agreement.programme.last_day),
                "legal_bases": list(agreement.programme.legal_bases),
            },
            "parties": _parties(agreement),
            "rulebook": rulebook_sha256,
            "confirmation": {
                "signer_id": confirmation.signer_id,
                "signer_name": confirmation.signer_name,
                "signer_post": confirmation.signer_post,
                "method": confirmation.method,
                "signed_at": moment_text(confirmation.signed_at),
            },
            "commitments": [_commitment(item) for item in commitments],
        }
    )


def _parties(agreement: Agreement) -> dict[str, Any]:
    tenure = agreement.tenure
    return {
        "unit": {"uuid": str(agreement.unit.uuid), "code": agreement.unit.code, "name": agreement.unit.name},
        "signer": {
            "leader": str(tenure.leader.uuid),
            "name": tenure.leader.name,
            "post": tenure.post,
            "capacity": tenure.capacity,
            "first_day": day_text(tenure.first_day),
        },
        "counterparty": agreement.counterparty,
    }


def _commitment(item: Commitment) -> dict[str, Any]:
    period, cohort = item.period, item.cohort
    return {
        "number": item.number,
        "unit": item.unit.code,
        "kind": item.kind,
        "title": item.title,
        "definition": item.definition,
        "numerator": item.numerator_text,
        "denominator": item.denominator_text,
        "evidence": item.evidence_text,
        "indicator": {"key": item.indicator.key, "version": item.indicator.version},
        "reading": item.reading,
        "period": period
        and {
            "key": period.key,
            "first_day": day_text(period.first_day),
            "last_day": day_text(period.last_day),
            "closes_at": moment_text(period.closes_at),
        },
        "period_kind": item.period_kind,
        "cohort": cohort and {"key": cohort.key, "name": cohort.name},
        "direction": item.direction,
        "target": exact_text(item.target),
        "target_high": exact_text(item.target_high),
        "baseline": exact_text(item.baseline),
        "unit_of_measure": item.unit_of_measure,
        "decimals": item.decimals,
        "is_key": item.is_key,
        "is_reported": item.is_reported,
        "first_day": day_text(item.first_day),
        "due_date": day_text(item.due_date),
    }
