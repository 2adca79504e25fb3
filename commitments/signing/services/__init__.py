"""Putting a name to canonical bytes."""

from datetime import datetime

from django.db import connection

from commitments.signing.models import Signature
from commitments.signing.services.canonical import sha256_of

METHOD_PASSWORD_AGAIN = "password_again"  # noqa: S105  the name of a method, not a secret


def signature_add(
    *,
    subject_type: str,
    subject_id: object,
    scheme: str,
    payload: bytes,
    signer_id: int,
    signer_name: str,
    signer_post: str,
    method: str,
    at: datetime,
) -> Signature:
    """Store an electronic confirmation over canonical bytes, in the transaction that it seals.

    Raises:
        RuntimeError: no transaction is open, so the signature could stand without its subject.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a signature is written in the transaction that it seals")
    return Signature.objects.create(
        subject_type=subject_type,
        subject_id=str(subject_id),
        scheme=scheme,
        payload=payload.decode("utf-8"),
        sha256=sha256_of(payload),
        signer_id=signer_id,
        signer_name=signer_name,
        signer_post=signer_post,
        method=method,
        signed_at=at,
    )
