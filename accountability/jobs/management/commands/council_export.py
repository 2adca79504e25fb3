import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from commitments.exports.services import UnableToExport, council_export_write
from commitments.lib import clock
from commitments.lib.actors import system
from commitments.recommendations.selectors import latest_batch


class Command(BaseCommand):
    help = "Writes the council's workbook of the latest issue of a year."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--out", type=Path, required=True, help="the file to write, ending in .xlsx")

    def handle(self, *args: Any, year: int, out: Path, **options: Any) -> None:
        batch = latest_batch(year=year)
        if batch is None:
            self.stderr.write(_("Năm %(year)s chưa có đợt đề xuất nào để xuất.") % {"year": year})
            sys.exit(1)
        self.stdout.write(
            _("Đang ghi %(count)s đề xuất của đợt %(number)s…")
            % {"count": batch.recommendations, "number": batch.number}
        )
        actor = system("manage.py council_export")
        try:
            file = council_export_write(batch_id=batch.batch_id, out=out.absolute(), now=clock.now, actor=actor)
        except UnableToExport as error:
            self.stderr.write(str(error))
            sys.exit(1)
        self.stdout.write(
            _("Đã ghi %(path)s (%(size)s byte), sha256 %(sha256)s.")
            % {"path": out, "size": file.size, "sha256": file.sha256}
        )
