"""The record nobody can bend: events, and the chain that seals them. Both tables are append-only."""

from django.db import models


class AuditEvent(models.Model):
    """One change of state, written in the transaction that made it.

    The actor is an id and a name as text, not a foreign key, so that the event outlives the account and nothing
    cascades it away. The subject is a type and an id as text for the same reason.
    """

    occurred_at = models.DateTimeField(help_text="UTC; real time, also in a demonstration")
    action = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    actor_role = models.CharField(max_length=40, blank=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=80)
    unit_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=64, blank=True)
    content_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_of_subject"),
            models.Index(fields=["unit_id", "occurred_at"], name="audit_of_unit"),
        ]


class AuditSeal(models.Model):
    """A link of the chain over committed events, numbered without gaps by the sealer, seconds later.

    Chaining by id inside the writing transaction would be wrong: a lower id can commit after a higher one.
    """

    number = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    chain_sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
