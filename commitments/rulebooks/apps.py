from django.apps import AppConfig

from commitments.lib import guards


class RulebooksConfig(AppConfig):
    name = "commitments.rulebooks"
    label = "rulebooks"

    def ready(self) -> None:
        guards.register(guards.Guard("rulebooks_rulebookrelease"))
