from django.apps import AppConfig

from commitments.lib import guards


class AuditConfig(AppConfig):
    name = "commitments.audit"
    label = "audit"

    def ready(self) -> None:
        guards.register(guards.Guard("audit_auditevent"))
        guards.register(guards.Guard("audit_auditseal"))
