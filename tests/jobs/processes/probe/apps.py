import os
import signal
import time
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class ProbeConfig(AppConfig):
    name = "tests.jobs.processes.probe"
    label = "probe"

    def ready(self) -> None:
        # Imported here: a handler's module needs the models of every app.
        from django.db import transaction

        from accountability.jobs.handlers import HANDLERS
        from commitments.audit.services import event_append
        from commitments.lib import clock
        from commitments.lib.actors import system
        from commitments.runs.models import Run
        from commitments.runs.services import run_finish, run_progress

        def probe(run: Run, attempt: int) -> None:
            marks = Path(settings.STATE_DIR, "marks")
            marks.mkdir(parents=True, exist_ok=True)
            (marks / f"{run.key}.{attempt}.{os.getpid()}").touch()
            if run.params.get("dies"):
                os.kill(os.getpid(), signal.SIGKILL)
            until = time.monotonic() + run.params.get("seconds", 0)
            while time.monotonic() < until:
                time.sleep(0.1)
                run_progress(run_id=run.pk, attempt=attempt, at=clock.now(), done=1)
            with transaction.atomic():
                event_append(
                    action="probe.effect", actor=system("probe"), at=clock.now(), subject_type="run", subject_id=run.key
                )
                run_finish(run_id=run.pk, attempt=attempt, at=clock.now(), result={"by": attempt})

        HANDLERS["probe"] = probe
