from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from commitments.lib import guards
from commitments.runs.signals import run_requested


def install_guards(using: str = "default", **_kwargs: Any) -> None:
    guards.install(connections[using])


def deliver_requested(run_id: int, **_kwargs: Any) -> None:
    # The queue's models can be imported only once every app is loaded.
    from accountability.jobs.enqueue import run_deliver

    run_deliver(run_id)


class JobsConfig(AppConfig):
    name = "accountability.jobs"
    label = "jobs"

    def ready(self) -> None:
        # Without a sender it runs after every app's migrations; a table that Django has just rebuilt on SQLite
        # has lost its triggers until then.
        post_migrate.connect(install_guards, dispatch_uid="install_guards")
        run_requested.connect(deliver_requested, dispatch_uid="deliver_requested")
