"""Which rules a result used, with the files themselves, so that a past year can be computed again."""

from django.db import models


class RulebookRelease(models.Model):
    """The rule files of one release. `content` maps each path to its text."""

    name = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    engine_version = models.CharField(max_length=20)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
