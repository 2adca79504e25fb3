from django.apps import AppConfig

from commitments.lib import guards


class ExportsConfig(AppConfig):
    name = "commitments.exports"
    label = "exports"

    def ready(self) -> None:
        guards.register(guards.Guard("exports_exportfile"))
