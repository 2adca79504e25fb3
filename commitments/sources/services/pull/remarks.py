"""What a pull has to say about the source's folder itself."""

from commitments.sources.connectors.table import Problem
from commitments.sources.models import Source, SourceRun
from commitments.sources.services.pull.intake import Intake

_PASSED_OVER = "passed_over"
_NAMED = 10
_LONGEST_NAME = 100
_LOOK_BACK = 50


def intake_remarks(*, source: Source, run_id: int, taken: Intake) -> list[tuple[int, Problem]]:
    """Return remarks on the run: files still being written, and what was passed over.

    What lies there for months is named with every pull that brings files, but not by each look into the folder.
    """
    remarks = [(0, Problem("file_still_growing", {"file": name})) for name in taken.growing]
    if taken.passed_over:
        details = {"count": str(len(taken.passed_over)), "files": _names(taken.passed_over)}
        if taken.snapshots or details != _said_last(source, run_id):
            remarks.append((0, Problem(_PASSED_OVER, details)))
    return remarks


def _names(names: list[str]) -> str:
    short = [name if len(name) <= _LONGEST_NAME else f"…{name[-_LONGEST_NAME:]}" for name in names[:_NAMED]]
    return ", ".join([*short, "…"] if len(names) > _NAMED else short)


def _said_last(source: Source, run_id: int) -> dict[str, str] | None:
    earlier = SourceRun.objects.filter(source=source).exclude(run_id=run_id).exclude(remarks=[])
    for remarks in earlier.order_by("-run_id").values_list("remarks", flat=True)[:_LOOK_BACK]:
        for remark in remarks:
            if remark["code"] == _PASSED_OVER:
                return dict(remark["details"])
    return None
