"""One run in plain values: what it brought, what it held back, what it changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.web.presentation.states import ATTENTION_ORDER
from accountability.web.wording import size_text
from commitments.runs.selectors import RunRow
from commitments.sources.checks.messages import NAMES
from commitments.sources.selectors import FileRow, HeldRow

_FILE_STATES = {"parsed": "good", "refused": "alarm", "abandoned": "warn"}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file that was picked up."""

    name: str
    size: str
    sha256: str
    received_at: Any
    word: str
    tone: str
    refusal: str
    held: int
    url: str


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One row that was held back, with the file's own words."""

    place: str
    column: str
    message: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a refresh of standings did: how many it looked at and changed, and the states it wrote."""

    affected: int
    changed: int
    restated: int
    states: tuple[tuple[str, int], ...]


def files_of(rows: Iterable[FileRow], *, run_id: int, may_open: bool) -> list[FileLine]:
    """List the files of a pull; those whose bytes were kept are linked for people who may open them."""
    words = {"parsed": _("đã đọc"), "refused": _("không nhận"), "abandoned": _("bỏ dở, lượt sau lấy lại")}
    return [
        FileLine(
            name=row.name,
            size=size_text(row.size),
            sha256=row.sha256,
            received_at=row.received_at,
            word=words.get(row.state, _("chưa xong")),
            tone=_FILE_STATES.get(row.state, "calm"),
            refusal=row.refusal,
            held=row.rows_quarantined,
            url=reverse("run_file", args=[run_id, row.number]) if may_open and row.sha256 else "",
        )
        for row in rows
    ]


def held_of(rows: Iterable[HeldRow]) -> list[HeldLine]:
    """List the rows held back; row 0 is the whole file."""
    return [
        HeldLine(
            place=_("%(file)s, dòng %(row)s") % {"file": row.file_name, "row": row.row_number}
            if row.row_number
            else _("%(file)s, cả tệp") % {"file": row.file_name},
            column=row.column,
            message=row.message,
            cells=tuple((str(name), str(text)) for name, text in row.content.items() if str(text).strip()),
        )
        for row in rows
    ]


def remarks_by(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Name what was accepted with a remark, the most frequent first."""
    return [(_(NAMES[code]) if code in NAMES else code, n) for code, n in sorted(counts.items(), key=lambda p: -p[1])]


def effect_of(run: RunRow) -> Effect | None:
    """Read what a refresh of standings did; None for other work, or while it has not ended well."""
    affected, changed = run.result.get("affected"), run.result.get("changed")
    if run.kind != "standings_refresh" or not isinstance(affected, dict) or not isinstance(changed, dict):
        return None
    counts: dict[str, int] = {}
    for group in (run.result.get("changed_by_state") or {}).values():
        for code, n in group.items():
            counts[code] = counts.get(code, 0) + n
    return Effect(
        affected=affected.get("total", 0),
        changed=changed.get("total", 0),
        restated=run.result.get("restated", 0),
        states=tuple((code, counts[code]) for code in ATTENTION_ORDER if counts.get(code)),
    )


def result_link(run: RunRow, *, may_export: bool) -> tuple[str, str] | None:
    """Lead to what a run made, where the reader may open it."""
    if run.kind == "recommendations_issue" and "batch" in run.result:
        return _("Xem đề xuất"), reverse("recommendations") + f"?nam={run.params.get('year', '')}"
    if run.kind == "council_export" and "export" in run.result and may_export:
        return _("Tải tệp Excel"), reverse("export_file", args=[run.result["export"]])
    return None
