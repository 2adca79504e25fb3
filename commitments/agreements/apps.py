from django.apps import AppConfig

from commitments.lib import guards

_SIGNED = "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = {row}.agreement_id AND a.state = 'signed')"

_REVIEWED = "EXISTS (SELECT 1 FROM agreements_progressreport r WHERE r.id = NEW.report_id AND r.state <> 'submitted')"


class AgreementsConfig(AppConfig):
    name = "commitments.agreements"
    label = "agreements"

    def ready(self) -> None:
        guards.register(guards.Guard("agreements_agreement", when="OLD.state = 'signed'"))
        into_signed = _SIGNED.format(row="NEW")
        guards.register(
            guards.Guard(
                "agreements_commitment",
                when=_SIGNED.format(row="OLD"),
                insert_when=into_signed,
                update_when=into_signed,
            )
        )
        guards.register(
            guards.Guard(
                "agreements_progressreport", when="OLD.state <> 'submitted'", insert_when="NEW.state <> 'submitted'"
            )
        )
        guards.register(guards.Guard("agreements_evidence", insert_when=_REVIEWED))
        guards.register(guards.Guard("agreements_waiver"))
