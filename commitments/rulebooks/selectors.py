"""Reading back the rules of a release, exactly as they were recorded."""

from functools import lru_cache

from commitments.rulebooks.models import RulebookRelease
from scoring.rulebooks import Rulebook, load_rulebook


class UnableToReadRulebook(Exception):
    """The recorded files no longer have the sha256 under which they were recorded."""


def rulebook_of(release_id: int) -> Rulebook:
    """Return the rulebook of a release; parsed once per process, known by its sha256.

    Raises:
        RulebookRelease.DoesNotExist: there is no such release.
        UnableToReadRulebook: the stored files do not have the release's sha256.
    """
    return _rulebook(RulebookRelease.objects.values_list("sha256", flat=True).get(pk=release_id))


@lru_cache(maxsize=8)
def _rulebook(sha256: str) -> Rulebook:
    content: dict[str, str] = RulebookRelease.objects.values_list("content", flat=True).get(sha256=sha256)
    rulebook = load_rulebook({name: text.encode("utf-8") for name, text in content.items()})
    if rulebook.digest != sha256:
        raise UnableToReadRulebook(f"the files of rulebook {sha256} now have the sha256 {rulebook.digest}")
    return rulebook
