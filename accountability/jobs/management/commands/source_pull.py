"""Pull one source by hand, as the schedule would: files in, figures out, standings refreshed."""

import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accountability.jobs.execute import run_execute
from commitments.lib import clock
from commitments.runs.models import Run, RunState
from commitments.runs.selectors import run_row
from commitments.runs.services import run_enqueue
from commitments.sources.models import Source
from commitments.sources.selectors import quarantined_rows, source_run_detail

_KIND = "source_pull"
_SHOWN = 20
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=clock.CIVIL_ZONE)
_AHEAD = timedelta(days=1)


class Command(BaseCommand):
    help = "Lấy số liệu mới của một nguồn: python manage.py source_pull MÃ_NGUỒN [--intended-at THỜI_ĐIỂM]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", metavar="KEY", help="mã nguồn số liệu")
        parser.add_argument(
            "--intended-at",
            metavar="T",
            help="thời điểm của lượt lấy, ví dụ 2025-10-15T10:00+07:00; không ghi múi giờ là giờ Việt Nam",
        )

    def handle(self, *args: Any, key: str, intended_at: str | None, **options: Any) -> None:
        at = clock.now()
        intended = at if intended_at is None else self._moment(intended_at, at)
        if not Source.objects.filter(key=key).exists():
            known = ", ".join(Source.objects.order_by("key").values_list("key", flat=True)) or "…"
            raise CommandError(
                _("Không có nguồn số liệu nào mang mã “%(key)s”. Các nguồn hiện có: %(known)s.")
                % {"key": key, "known": known}
            )
        run = run_enqueue(
            key=f"{_KIND}:{key}@{intended.isoformat()}",
            kind=_KIND,
            params={"source": key},
            intended_at=intended,
            at=at,
            requested_by=_("dòng lệnh"),
        )
        self.stdout.write(
            _("Lượt %(run)s: nguồn %(key)s, thời điểm %(at)s.")
            % {"run": run.pk, "key": key, "at": f"{intended.astimezone(clock.CIVIL_ZONE):%H:%M %d/%m/%Y}"}
        )
        with self._progress(run.pk):
            state = run_execute(run.pk, worker="command")
        self._summary(run.pk)
        self._outcome(run.pk, state)

    def _moment(self, text: str, at: datetime) -> datetime:
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None:
            raise CommandError(
                _("Không hiểu thời điểm “%(text)s”; hãy viết như 2025-10-15T10:00+07:00.") % {"text": text}
            )
        moment = moment if moment.tzinfo else moment.replace(tzinfo=clock.CIVIL_ZONE)
        # Compared before it is converted: at the ends of the calendar there is nothing to convert to.
        if not _FIRST_MOMENT <= moment <= at + _AHEAD:
            last = f"{(at + _AHEAD).astimezone(clock.CIVIL_ZONE):%H:%M %d/%m/%Y}"
            raise CommandError(
                _("Thời điểm “%(text)s” không hợp lệ: phải từ năm 2000 đến %(last)s (một ngày sau bây giờ).")
                % {"text": text, "last": last}
            )
        return moment.astimezone(UTC)

    @contextmanager
    def _progress(self, run_id: int) -> Iterator[None]:
        """Say now and then how far the run and its follow-ups are; the work itself goes on in this thread."""
        ended = threading.Event()

        def watch() -> None:
            told = ""
            while not ended.wait(1.0):
                line = _progress_line(run_id)
                if line and line != told:
                    told = line
                    self.stdout.write(line)
            connection.close()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()

    def _summary(self, run_id: int) -> None:
        detail = source_run_detail(run_id=run_id)
        if detail is None or detail.state != RunState.SUCCEEDED:
            return
        if not detail.counts.files:
            self.stdout.write(_("Không có tệp mới."))
        for file in detail.files:
            self.stdout.write(f"  {file.number}. {file.name}: {file.refusal or _('đã đọc')}")
        for remark in detail.remarks:
            self.stdout.write(f"  ! {remark}")
        text = _(
            "Dòng đọc được: %(rows_in)s; nhận: %(rows_accepted)s (có lưu ý: %(rows_warned)s); "
            "bị giữ lại: %(rows_quarantined)s; số liệu mới: %(observations)s."
        )
        self.stdout.write(text % {name: getattr(detail.counts, name) for name in detail.counts.__dataclass_fields__})
        held = [row for row in quarantined_rows(run_id=run_id, limit=_SHOWN) if row.row_number]
        for row in held:
            where = _("%(file)s, dòng %(row)s") % {"file": row.file_name, "row": row.row_number}
            self.stdout.write(f"  - {where}{f', {row.column}' if row.column else ''}: {row.message}")

    def _outcome(self, run_id: int, state: RunState) -> None:
        runs = [run_id, *Run.objects.filter(parent_id=run_id).order_by("id").values_list("pk", flat=True)]
        for each in runs:
            row = run_row(each)
            if row is not None and row.state != RunState.SUCCEEDED:
                reason = row.error or _("đang chờ hoặc do tiến trình khác thực hiện")
                raise CommandError(
                    _("Lượt %(run)s chưa hoàn thành (%(state)s): %(reason)s")
                    % {"run": each, "state": row.state, "reason": reason}
                )
        self.stdout.write(self.style.SUCCESS(_("Xong.")))


def _progress_line(run_id: int) -> str:
    going_on = Run.objects.filter(state=RunState.RUNNING)
    run = going_on.filter(pk=run_id).first() or going_on.filter(parent_id=run_id).first()
    if run is None or not run.progress_total:
        return ""
    return f"  {run.kind}: {run.progress_done}/{run.progress_total}"
