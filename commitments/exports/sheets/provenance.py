"""Where the figures came from: every run that a figure of the workbook rests on, with its files."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max

from commitments.exports.sheets import words
from commitments.exports.sheets.columns import Column, Kind, Sheet
from commitments.indicators.models import Observation
from commitments.runs.models import Run
from commitments.sources.models import RawSnapshot

_RUNS_AT_ONCE = 500
_FIGURES_AT_ONCE = 10_000
_RUN: Final = "Lượt lấy số liệu"
_FILE: Final = "Tệp số liệu gốc"

SHEET: Final = Sheet(
    name="Nguồn số liệu",
    title="Nguồn của số liệu đã dùng",
    columns=(
        Column("Lượt lấy", "run_id", Kind.WHOLE, 10, "Số của lượt lấy số liệu.", _RUN),
        Column("Nguồn", "source", Kind.TEXT, 32, "Nguồn số liệu hoặc báo cáo được chấp nhận.", _RUN),
        Column("Thực hiện lúc (giờ Việt Nam)", "started_at", Kind.MOMENT, 18, "Lượt lấy bắt đầu lúc này.", _RUN),
        Column("Số liệu đã dùng", "used", Kind.WHOLE, 10, "Số dòng số liệu mà tệp này dựa vào.", "Tệp này"),
        Column("Số liệu mới nhất đến (giờ Việt Nam)", "known_at", Kind.MOMENT, 18, "Thời điểm nguồn công bố.", _RUN),
        Column("Dòng được nhận", "accepted", Kind.WHOLE, 10, "Của cả lượt.", _RUN),
        Column("Dòng có cảnh báo", "warned", Kind.WHOLE, 10, "Của cả lượt; vẫn được nhận.", _RUN),
        Column("Dòng bị giữ lại", "held", Kind.WHOLE, 10, "Bị giữ lại để kiểm tra.", _RUN),
        Column("Tệp số", "number", Kind.WHOLE, 8, "Thứ tự của tệp trong lượt.", _FILE),
        Column("Tên tệp", "file", Kind.TEXT, 30, "Như khi nhận.", _FILE),
        Column("Nhận lúc (giờ Việt Nam)", "received_at", Kind.MOMENT, 18, "Lúc tệp được lưu.", _FILE),
        Column("Dung lượng (byte)", "size", Kind.WHOLE, 12, "Của tệp gốc.", _FILE),
        Column("sha256 của tệp gốc", "sha256", Kind.TEXT, 36, "Dấu vết để đối chiếu từng byte.", _FILE),
    ),
)


@dataclass(slots=True)
class Use:
    """How much of a run the workbook rests on, counted while its rows are written."""

    figures: int
    known_at: datetime


@dataclass(frozen=True, slots=True)
class ProvenanceRow:
    run_id: int
    source: str
    started_at: datetime | None
    used: int
    known_at: datetime
    accepted: int | None
    warned: int | None
    held: int | None
    number: int | None
    file: str
    received_at: datetime | None
    size: int | None
    sha256: str


def uses_count(uses: dict[int, Use], observation_ids: Collection[int]) -> None:
    """Add to what is counted of each run the figures that some rows rest on."""
    ids = sorted(observation_ids)
    for start in range(0, len(ids), _FIGURES_AT_ONCE):
        figures = Observation.objects.filter(pk__in=ids[start : start + _FIGURES_AT_ONCE])
        for run_id, count, known_at in figures.values_list("run_id").annotate(Count("pk"), Max("known_at")):
            use = uses.setdefault(run_id, Use(0, known_at))
            use.figures += count
            use.known_at = max(use.known_at, known_at)


def provenance_rows(uses: Mapping[int, Use]) -> Iterator[ProvenanceRow]:
    """Give a row for each file of each run, in order; a run without files has one row."""
    ids = sorted(uses)
    for start in range(0, len(ids), _RUNS_AT_ONCE):
        chunk = ids[start : start + _RUNS_AT_ONCE]
        runs = Run.objects.select_related("source_run__source").in_bulk(chunk)
        files: dict[int, list[RawSnapshot]] = {}
        for snapshot in RawSnapshot.objects.filter(run_id__in=chunk).order_by("run_id", "number"):
            files.setdefault(snapshot.run_id, []).append(snapshot)
        for run_id in chunk:
            held: list[RawSnapshot | None] = [*files.get(run_id, ())]
            for file in held or [None]:
                yield _row(runs[run_id], uses[run_id], file)


def _row(run: Run, use: Use, file: RawSnapshot | None) -> ProvenanceRow:
    pulled = getattr(run, "source_run", None)
    return ProvenanceRow(
        run_id=run.pk,
        source=pulled.source.name if pulled else words.SOURCE_REPORT,
        started_at=run.started_at or run.created_at,
        used=use.figures,
        known_at=use.known_at,
        accepted=pulled.rows_accepted if pulled else None,
        warned=pulled.rows_warned if pulled else None,
        held=pulled.rows_quarantined if pulled else None,
        number=file.number if file else None,
        file=file.file_name if file else "",
        received_at=file.received_at if file else None,
        size=file.size if file else None,
        sha256=file.sha256 if file else "",
    )
