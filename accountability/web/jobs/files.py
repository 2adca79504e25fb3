"""The raw file behind a figure: what was dropped, byte for byte, for those who check."""

from pathlib import PurePosixPath

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accountability import policy
from accountability.web.access import found, permitted
from commitments.sources.selectors import kept_file
from commitments.sources.services import UnableToReadStored, snapshot_open


@require_GET
@permitted(policy.SOURCE_FILE_VIEW)
def run_file(request: HttpRequest, run_id: int, number: int) -> FileResponse | HttpResponse:
    """Hand out a file of a pull after its bytes were checked; always as a download, never shown inside our pages."""
    kept = found(kept_file(run_id=run_id, number=number))
    try:
        file = snapshot_open(snapshot_id=kept.snapshot_id)
    except UnableToReadStored as error:
        context = {"reason": str(error), "back": reverse("run", args=[run_id])}
        return render(request, "jobs/file_broken.html", context, status=409)
    response = FileResponse(
        file, as_attachment=True, filename=PurePosixPath(kept.name).name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
