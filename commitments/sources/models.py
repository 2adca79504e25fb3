"""Where figures come from: sources, each pull of one, the untouched bytes, and the rows that were held back."""

from django.db import models
from django.db.models import Q


class SourceKind(models.TextChoices):
    FOLDER = "folder"


class NumberFormat(models.TextChoices):
    """How a source writes 1234.5. It is declared, never guessed: "1.500" means two things."""

    POINT = "point"
    COMMA = "comma"


class Source(models.Model):
    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=SourceKind)
    config = models.JSONField(default=dict)
    number_format = models.CharField(max_length=10, choices=NumberFormat, default=NumberFormat.POINT)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_kind_known")]


class SourceRun(models.Model):
    """What one pull brought. Time, state and attempts are on its Run."""

    run = models.OneToOneField("runs.Run", on_delete=models.PROTECT, primary_key=True, related_name="source_run")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="source_runs")
    files = models.PositiveIntegerField(default=0)
    rows_in = models.PositiveIntegerField(default=0)
    rows_accepted = models.PositiveIntegerField(default=0)
    rows_warned = models.PositiveIntegerField(default=0)
    rows_quarantined = models.PositiveIntegerField(default=0)
    observations = models.PositiveIntegerField(default=0)
    newest_known_at = models.DateTimeField(null=True, help_text="UTC; the latest moment that its figures speak of")
    remarks = models.JSONField(default=list, help_text="about whole files or the run: code, details, file number")
    parser_version = models.CharField(max_length=40, blank=True)


class SnapshotState(models.TextChoices):
    PARSED = "parsed"
    REFUSED = "refused"
    ABANDONED = "abandoned"


class RawSnapshot(models.Model):
    """The untouched bytes of one file, committed before anything was read out of them.

    The state is empty until its run has ended well. When a run ends badly its snapshots become "abandoned" and the
    next run takes the same stored bytes up under a number of its own: observations of both lead back to them.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="snapshots")
    run = models.ForeignKey("runs.Run", on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField(help_text="which file of the run, from 1")
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(
        max_length=64, help_text="of the content; of path, size and time for a file too large to be read"
    )
    size = models.PositiveBigIntegerField()
    stored_path = models.CharField(max_length=300, blank=True, help_text="below RAW_DIR; empty when too large to keep")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SnapshotState, blank=True)
    refusal = models.TextField(blank=True)

    class Meta:
        ordering = ["run_id", "number"]
        constraints = [
            # Each content is picked up once, whatever name it comes under.
            models.UniqueConstraint(
                fields=["source", "sha256"],
                condition=~Q(state=SnapshotState.ABANDONED),
                name="snapshot_content_once",
            ),
            models.UniqueConstraint(fields=["run", "number"], name="snapshot_number_once"),
        ]


class QuarantinedRow(models.Model):
    """A row, or a whole file (row 0), that was held back, with the file's own words."""

    run = models.ForeignKey("runs.Run", on_delete=models.PROTECT, related_name="quarantined_rows")
    snapshot = models.ForeignKey(RawSnapshot, on_delete=models.PROTECT, related_name="quarantined_rows")
    row_number = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    check_code = models.CharField(max_length=60)
    message = models.TextField(help_text="as it was said then; pages say it again from the code, in their language")
    details = models.JSONField(default=dict, help_text="the words that the message was filled with")
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ["snapshot_id", "row_number", "id"]
        constraints = [
            # A second attempt at the same run holds the same rows back for the same reasons.
            models.UniqueConstraint(
                fields=["snapshot", "row_number", "column", "check_code"], name="quarantined_row_once"
            ),
        ]
