"""Who put their name to which bytes."""

import uuid

from django.db import models


class Signature(models.Model):
    """An electronic confirmation over canonical bytes, kept with them. It is not a digital signature by law."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=80)
    scheme = models.CharField(max_length=60, help_text="names how the bytes were made; its output never changes")
    payload = models.TextField(help_text="the canonical text itself")
    sha256 = models.CharField(max_length=64)
    signer_id = models.BigIntegerField()
    signer_name = models.CharField(max_length=200)
    signer_post = models.CharField(max_length=200)
    method = models.CharField(max_length=40, help_text='"password_again"')
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "signer_id"], name="signature_once_per_signer"
            )
        ]
