"""Recording which rules are in use, with the files themselves."""

from datetime import datetime

from django.db import transaction

from commitments.audit.services import event_append
from commitments.lib.actors import system
from commitments.rulebooks.models import RulebookRelease
from scoring.rulebooks import load_rulebook, read_package_data
from scoring.rulebooks.load import rulebook_digest

# Raised when the meaning of a rule changes in code; the rules' values have their own sha256.
ENGINE_VERSION = "1"


def release_current(*, at: datetime) -> RulebookRelease:
    """Record the rule files of this program once, by their sha256, and return their release.

    Raises:
        scoring.rulebooks.UnableToLoadRulebook: the files do not form a rulebook.
    """
    files = read_package_data()
    known = RulebookRelease.objects.filter(sha256=rulebook_digest(files)).first()
    if known is not None:
        return known
    digest = load_rulebook(files).digest
    content = {name: data.decode("utf-8") for name, data in files.items()}
    with transaction.atomic():
        release, is_new = RulebookRelease.objects.get_or_create(
            sha256=digest,
            defaults={
                "name": f"{at:%Y-%m-%d}/{digest[:8]}",
                "content": content,
                "engine_version": ENGINE_VERSION,
                "created_at": at,
            },
        )
        if is_new:
            event_append(
                action="rulebook.release",
                actor=system("rulebooks"),
                at=at,
                subject_type="rulebook_release",
                subject_id=release.pk,
                after={"name": release.name, "sha256": digest, "files": len(content)},
            )
    return release
