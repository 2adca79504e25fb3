"""Files that left the system, known by their bytes."""

import uuid

from django.db import models


class ExportFile(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    stored_path = models.CharField(
        max_length=300, blank=True, help_text="below EXPORT_DIR; empty when written elsewhere"
    )
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    batch = models.ForeignKey("recommendations.IssueBatch", on_delete=models.PROTECT, related_name="exports")
    chain_number = models.BigIntegerField(null=True, help_text="the last seal when the file left, printed on its cover")
    chain_sha256 = models.CharField(max_length=64, blank=True)
    created_by_id = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
