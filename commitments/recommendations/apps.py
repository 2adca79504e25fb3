from django.apps import AppConfig

from commitments.lib import guards


class RecommendationsConfig(AppConfig):
    name = "commitments.recommendations"
    label = "recommendations"

    def ready(self) -> None:
        guards.register(guards.Guard("recommendations_issuebatch"))
        guards.register(guards.Guard("recommendations_recommendation"))
