from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from accountability.jobs.supervise import ClusterService, Supervisor


class Command(BaseCommand):
    help = "Runs the background workers and watches over them, for an installation whose web runs elsewhere."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("schedules_sync", stdout=self.stdout, stderr=self.stderr)
        Supervisor([ClusterService(self.say)], self.say).run()

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
