"""Reading a signature and checking it against what it sealed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from commitments.signing.models import Signature
from commitments.signing.services import METHOD_PASSWORD_AGAIN
from commitments.signing.services.canonical import Difference, differences, sha256_of


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """Who confirmed what, when and how."""

    signature_id: int
    uuid: str
    scheme: str
    sha256: str
    signer_id: int
    signer_name: str
    signer_post: str
    method: str
    method_label: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class VerificationRow:
    """What a check of a signature found.

    `bytes_whole`: the stored text still has the stored sha256. `changes`: where today's rows differ from what was
    signed. `renamings`: the same for names that may change without touching the terms.
    """

    signature_id: int
    subject_type: str
    subject_id: str
    scheme: str
    sha256: str
    bytes_whole: bool
    changes: tuple[Difference, ...]
    renamings: tuple[Difference, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether what was signed still stands unaltered."""
        return self.bytes_whole and not self.changes


def method_label(method: str) -> str:
    """Return how a confirmation was given, in words that do not claim more than it is."""
    if method == METHOD_PASSWORD_AGAIN:
        return _("xác nhận điện tử, chưa phải chữ ký số")
    return method


def signature_row(signature: Signature) -> SignatureRow:
    """Return a signature as pages read it; no query."""
    return SignatureRow(
        signature_id=signature.pk,
        uuid=str(signature.uuid),
        scheme=signature.scheme,
        sha256=signature.sha256,
        signer_id=signature.signer_id,
        signer_name=signature.signer_name,
        signer_post=signature.signer_post,
        method=signature.method,
        method_label=method_label(signature.method),
        signed_at=signature.signed_at,
    )


def signature_payload(signature_id: int) -> bytes:
    """Return the very bytes that were confirmed, as they were kept; one query.

    Raises:
        Signature.DoesNotExist: there is no such signature.
    """
    return Signature.objects.values_list("payload", flat=True).get(pk=signature_id).encode("utf-8")


def signature_check(signature: Signature, *, now: bytes, may_be_renamed: Callable[[str], bool]) -> VerificationRow:
    """Compare a signature with its own sha256 and with the canonical bytes of today's rows; no query.

    Args:
        now: canonical bytes of the same scheme, built from the rows as they are.
        may_be_renamed: tells of a path whether a difference there leaves the terms as they were.
    """
    stored = signature.payload.encode("utf-8")
    found = list(differences(_content(stored), _content(now)))
    return VerificationRow(
        signature_id=signature.pk,
        subject_type=signature.subject_type,
        subject_id=signature.subject_id,
        scheme=signature.scheme,
        sha256=signature.sha256,
        bytes_whole=sha256_of(stored) == signature.sha256,
        changes=tuple(difference for difference in found if not may_be_renamed(difference.path)),
        renamings=tuple(difference for difference in found if may_be_renamed(difference.path)),
    )


def _content(data: bytes) -> object:
    try:
        return json.loads(data)
    except ValueError:  # somebody wrote over the stored text: then the whole of it differs
        return data.decode("utf-8")
