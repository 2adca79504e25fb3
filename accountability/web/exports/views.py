"""Giving out files that the system wrote, as they were written."""

import hashlib
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accountability import policy
from accountability.web.access import found, permitted, viewer
from commitments.exports.selectors import ExportRow, export_row
from commitments.recommendations.selectors import batch_is_in_sight

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@permitted(policy.COUNCIL_EXPORT)
def export_file(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Give the workbook to whoever may read every line in it; a file that was altered since is not given out."""
    row = found(export_row(uuid=uuid))
    if not batch_is_in_sight(batch_id=row.batch_id, scope=viewer(request)):
        raise Http404
    if not _is_whole(row):
        return render(request, "recommendations/file_altered.html", {"file": row}, status=409)
    response = FileResponse(found(row.path).open("rb"), as_attachment=True, filename=row.file_name)
    response.headers["Content-Type"] = _WORKBOOK
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_whole(row: ExportRow) -> bool:
    if row.path is None or not row.path.is_file():
        return False
    with row.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == row.sha256
