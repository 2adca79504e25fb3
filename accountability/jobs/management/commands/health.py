import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error
from django.utils.translation import gettext as _

from accountability.jobs.health import health_problems
from commitments.lib import clock


class Command(BaseCommand):
    help = "Says whether background work gets done; ends with exit code 1 when it does not."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            problems = health_problems(at=clock.now())
        except Error as error:
            problems = [_("Không đọc được cơ sở dữ liệu: %(error)s") % {"error": error}]
        for line in problems:
            self.stderr.write(line)
        if problems:
            sys.exit(1)
        self.stdout.write(_("Bộ phận chạy nền hoạt động bình thường."))
