"""Sealed texts in the database: signatures, rulebook releases, issued lines and batches."""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from commitments.agreements.selectors import agreements_unsealed, signatures_verify
from commitments.exports.services.verification.problem import Problem
from commitments.recommendations.models import IssueBatch, Recommendation
from commitments.recommendations.selectors.reading import SealedLine, line_read
from commitments.recommendations.selectors.subjects import SEVERAL_HEADS
from commitments.recommendations.services import batch_sha256
from commitments.rulebooks.models import RulebookRelease
from commitments.signing.selectors import VerificationRow
from commitments.signing.services.canonical import Difference
from scoring.rulebooks import UnableToLoadRulebook, load_rulebook

_AT_ONCE = 500
_NAMED = 5


def signatures_check() -> Iterator[Problem | None]:
    """Check each signature: its stored text, and the terms as they stand in the rows today."""
    for row in signatures_verify():
        yield None if row.is_whole else Problem("signature", str(row.signature_id), _signature_text(row))
    for agreement_id in agreements_unsealed():
        text = _("Bản cam kết %(id)s ghi là đã ký nhưng chữ xác nhận không phải của nó.") % {"id": agreement_id}
        yield Problem("agreement", str(agreement_id), text)


def _signature_text(row: VerificationRow) -> str:
    parts = [] if row.bytes_whole else [_("nội dung đã ký không còn đúng mã sha256")]
    parts += [_differs(change) for change in row.changes[:_NAMED]]
    if len(row.changes) > _NAMED:
        parts.append(_("và %(count)s chỗ khác") % {"count": len(row.changes) - _NAMED})
    return _("Bản cam kết %(id)s: %(what)s.") % {"id": row.subject_id, "what": "; ".join(parts)}


def _differs(change: Difference) -> str:
    return _("%(path)s khi ký là “%(then)s”, nay là “%(now)s”") % {
        "path": change.path,
        "then": change.signed,
        "now": change.now,
    }


def releases_check() -> Iterator[Problem | None]:
    """Check that the files of each rulebook release still have its sha256 and can be read."""
    for release in RulebookRelease.objects.order_by("pk").iterator(chunk_size=20):
        try:
            digest = load_rulebook({name: text.encode() for name, text in release.content.items()}).digest
        except (UnableToLoadRulebook, AttributeError) as error:
            text = _("Không đọc được bộ quy định %(name)s: %(why)s.") % {"name": release.name, "why": error}
            yield Problem("release", str(release.pk), text)
            continue
        text = _("Bộ quy định %(name)s không còn đúng mã sha256 %(sha256)s.") % {
            "name": release.name,
            "sha256": release.sha256,
        }
        yield None if digest == release.sha256 else Problem("release", str(release.pk), text)


def lines_check() -> Iterator[Problem | None]:
    """Check each issued line: its text against its sha256, and what lists show against its text."""
    last = 0
    lines = Recommendation.objects.select_related("batch").order_by("pk")
    while chunk := list(lines.filter(pk__gt=last)[:_AT_ONCE]):
        for line in chunk:
            yield _line_problem(line)
        last = chunk[-1].pk


def _line_problem(line: Recommendation) -> Problem | None:
    named = {"number": line.batch.number, "year": line.batch.year, "uuid": line.uuid}
    if hashlib.sha256(line.payload.encode()).hexdigest() != line.sha256:
        text = _("Đề xuất %(uuid)s (đợt %(number)s năm %(year)s) không còn đúng mã sha256.") % named
        return Problem("recommendation", str(line.uuid), text)
    if _shown(line) != _sealed(line_read(line.payload)):
        text = _("Đề xuất %(uuid)s (đợt %(number)s năm %(year)s) hiện khác với nội dung đã niêm phong.") % named
        return Problem("recommendation", str(line.uuid), text)
    return None


def _shown(line: Recommendation) -> tuple[object, ...]:
    counts = (line.applicable, line.done)
    title = (line.commendation, line.commendation_outcome)
    return (line.level, *counts, *title, line.is_blocked, line.calls_review, line.needs_people, line.certainty)


def _sealed(line: SealedLine) -> tuple[object, ...]:
    first = line.first_commendation
    title = (first.rule, first.outcome) if first else ("", "")
    several = SEVERAL_HEADS in line.flags
    return (line.level, line.applicable, line.done, *title, line.blocked, line.review_called, several, line.certainty)


def batches_check() -> Iterator[Problem | None]:
    """Check each issue: how many lines it has, and its digest over theirs."""
    for batch in IssueBatch.objects.order_by("pk"):
        lines = sorted(batch.lines.values_list("unit_id", "subject", "tenure_id", "sha256"), key=_order)
        whole = len(lines) == batch.recommendations and batch_sha256(line[3] for line in lines) == batch.sha256
        text = _("Đợt đề xuất %(number)s năm %(year)s không còn đủ hoặc không còn đúng các dòng đã niêm phong.") % {
            "number": batch.number,
            "year": batch.year,
        }
        yield None if whole else Problem("batch", str(batch.pk), text)


def _order(line: tuple[int, str, int | None, str]) -> tuple[int, str, int]:
    return (line[0], line[1], line[2] or 0)
