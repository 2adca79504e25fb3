import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from accountability.jobs.execute import run_execute
from commitments.lib import clock
from commitments.recommendations.selectors import batch_differences, batch_row
from commitments.runs.models import Run, RunState
from commitments.runs.services import run_enqueue


class Command(BaseCommand):
    help = "Issues the recommendations of a year as its next batch and lists what differs from the one before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)

    def handle(self, *args: Any, year: int, **options: Any) -> None:
        at = clock.now()
        run = run_enqueue(
            key=f"recommendations_issue:{year}@{at.isoformat()}",
            kind="recommendations_issue",
            params={"year": year},
            intended_at=at,
            at=at,
            requested_by="manage.py recommendations_issue",
            max_attempts=1,
        )
        self.stdout.write(_("Đang lập đề xuất năm %(year)s…") % {"year": year})
        state = run_execute(run.pk, worker=f"command-{os.getpid()}")
        run = Run.objects.get(pk=run.pk)
        if state != RunState.SUCCEEDED:
            self.stderr.write(run.error or _("Lượt này chưa làm xong."))
            sys.exit(1)
        self._tell(run.result["batch"])

    def _tell(self, batch_id: int) -> None:
        batch = batch_row(batch_id=batch_id)
        if batch is None:
            return
        kind = _("tạm thời") if batch.is_provisional else _("chính thức")
        self.stdout.write(
            _("Đã lập đợt %(number)s (%(kind)s): %(count)s đề xuất, sha256 %(sha256)s.")
            % {"number": batch.number, "kind": kind, "count": batch.recommendations, "sha256": batch.sha256}
        )
        if batch.previous_id is not None:
            changed = len(batch_differences(batch_id=batch.batch_id, previous_id=batch.previous_id))
            self.stdout.write(_("Khác đợt trước ở %(count)s dòng.") % {"count": changed})
