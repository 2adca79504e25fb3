from django.apps import AppConfig

from commitments.lib import guards


class SigningConfig(AppConfig):
    name = "commitments.signing"
    label = "signing"

    def ready(self) -> None:
        guards.register(guards.Guard("signing_signature"))
