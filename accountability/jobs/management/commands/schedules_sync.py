from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accountability.jobs.queue_schedule import tick_schedule_sync
from accountability.jobs.schedule import schedule_table
from commitments.lib import clock
from commitments.runs.services.schedules import schedules_describe


class Command(BaseCommand):
    help = "Makes the database's schedules equal to the table in code and says what differed. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        differences = tick_schedule_sync(at=at)
        differences += schedules_describe(texts=[schedule.text() for schedule in schedule_table()], at=at)
        for line in differences or [_("Các lịch đã đúng như quy định.")]:
            self.stdout.write(line)
