from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from commitments.lib import guards


def install_guards(using: str = "default", **_kwargs: Any) -> None:
    guards.install(connections[using])


class JobsConfig(AppConfig):
    name = "accountability.jobs"
    label = "jobs"

    def ready(self) -> None:
        # Without a sender it runs after every app's migrations; a table that Django has just rebuilt on SQLite
        # has lost its triggers until then.
        post_migrate.connect(install_guards, dispatch_uid="install_guards")
