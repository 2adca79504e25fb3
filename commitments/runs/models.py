"""The ledger of background work: what was due, who is doing it, how far it is, how it ended."""

from django.db import models


class RunState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Run(models.Model):
    """One intended effect, once. The key is unique, so a schedule fired twice finds its run already there.

    A worker owns a running row while its lease lasts; the attempt number fences the others: every effect commits
    together with an UPDATE that still finds `attempt = mine AND state = 'running'`.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    intended_at = models.DateTimeField(help_text="UTC; the moment the work is about, not when it ran")
    state = models.CharField(max_length=12, choices=RunState, default=RunState.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    worker = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True, help_text="UTC; a failed attempt waits until then")
    cancel_requested = models.BooleanField(default=False)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="follow_ups",
        help_text="the run whose success asked for this one",
    )
    delivery = models.BigIntegerField(null=True, help_text="the queue's number of the task that carries it now")
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(null=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    requested_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["kind", "-id"], name="runs_of_kind"),
            models.Index(
                fields=["state", "lease_until"],
                condition=models.Q(state__in=["queued", "running"]),
                name="runs_deliverable",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=RunState.values), name="run_state_known"),
            models.CheckConstraint(
                condition=models.Q(attempt__lte=models.F("max_attempts")), name="run_attempts_bounded"
            ),
        ]


class ScheduleState(models.Model):
    """What the database remembers of one row of the schedule table in code: its last due time, whether paused.

    The describing columns are copies from the table, so that a page can show schedules without knowing the code.
    """

    key = models.CharField(max_length=80, primary_key=True)
    kind = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict)
    cron = models.CharField(max_length=100, blank=True, help_text="civil time of Viet Nam")
    title = models.CharField(max_length=200, blank=True, help_text="Vietnamese, the key of its translation")
    title_params = models.JSONField(default=dict)
    paused = models.BooleanField(default=False)
    last_due_at = models.DateTimeField(help_text="UTC; the latest occurrence that has its run")
    next_due_at = models.DateTimeField(null=True, help_text="UTC; empty when it cannot be computed")
    fault = models.TextField(blank=True, help_text="why the last look at this schedule failed")

    class Meta:
        ordering = ["key"]


class Heartbeat(models.Model):
    """The proof that a cluster does work: its tasks write it. The cluster's own word is not enough."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()
