"""Refresh standings from a terminal or from cron, as the worker would."""

import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from accountability.jobs.execute import run_execute
from commitments.lib import clock
from commitments.runs.models import Run, RunState
from commitments.runs.services import run_enqueue

_KIND = "standings_refresh"
_LOOK_EVERY_SECONDS = 1.0


class Command(BaseCommand):
    help = _(
        "So sánh lại kết quả với cam kết. Không có --all: làm các lượt đang chờ, do số liệu mới, bản cam kết mới ký "
        "hoặc báo cáo mới được chấp nhận. Có --all: so sánh lại mọi nội dung cam kết đã ký."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help=_("so sánh lại mọi nội dung cam kết đã ký"))

    def handle(self, *args: Any, **options: Any) -> None:
        run_ids = [self._enqueue_all()] if options["all"] else self._waiting()
        if not run_ids:
            self.stdout.write(_("Không có lượt so sánh nào đang chờ. Thêm --all để so sánh lại tất cả."))
        failed = [run_id for run_id in run_ids if not self._carry_out(run_id)]
        if failed:
            raise CommandError(_("%(failed)d lượt so sánh chưa xong.") % {"failed": len(failed)})

    def _enqueue_all(self) -> int:
        now = clock.now()
        key = f"standings:all:{now.isoformat()}"
        run = run_enqueue(key=key, kind=_KIND, params={"all": True}, intended_at=now, at=now, requested_by=_KIND)
        return run.pk

    def _waiting(self) -> list[int]:
        waiting = Run.objects.filter(kind=_KIND, state=RunState.QUEUED).order_by("id")
        return list(waiting.values_list("id", flat=True))

    def _carry_out(self, run_id: int) -> bool:
        ended = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(run_id, ended), daemon=True)
        watcher.start()
        try:
            state = run_execute(run_id, worker="manage.py standings_refresh")
        finally:
            ended.set()
            watcher.join()
        run = Run.objects.get(pk=run_id)
        if state != RunState.SUCCEEDED:
            self.stderr.write(_("Lượt %(run)d: chưa xong. %(error)s") % {"run": run_id, "error": run.error})
            return False
        counts = {"run": run_id, "all": run.result["affected"]["total"], "rank": run.result["affected"]["rank"]}
        counts["changed"] = run.result["changed"]["total"]
        self.stdout.write(
            _(
                "Lượt %(run)d: đã so sánh %(all)d nội dung cam kết (trong đó %(rank)d về thứ hạng), "
                "%(changed)d nội dung thay đổi."
            )
            % counts
        )
        return True

    def _watch(self, run_id: int, ended: threading.Event) -> None:
        """Show how far the run is, from a connection of its own, while it is carried out."""
        try:
            while not ended.wait(_LOOK_EVERY_SECONDS):
                done, total = Run.objects.values_list("progress_done", "progress_total").get(pk=run_id)
                if total:
                    self.stderr.write(_("  %(done)d / %(total)d") % {"done": done, "total": total})
        finally:
            connection.close()
