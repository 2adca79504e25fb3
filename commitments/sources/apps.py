from django.apps import AppConfig

from commitments.lib import guards


class SourcesConfig(AppConfig):
    name = "commitments.sources"
    label = "sources"

    def ready(self) -> None:
        guards.register(
            guards.Guard(
                "sources_rawsnapshot",
                columns=("source_id", "run_id", "number", "file_name", "sha256", "size", "received_at"),
            )
        )
        guards.register(guards.Guard("sources_quarantinedrow"))
