from django.apps import AppConfig

from commitments.lib import guards


class IndicatorsConfig(AppConfig):
    name = "commitments.indicators"
    label = "indicators"

    def ready(self) -> None:
        guards.register(guards.Guard("indicators_observation"))
