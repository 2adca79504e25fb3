"""For technicians, to look at and not to touch: runs change by the ledger's moves only."""

from django.contrib import admin

from commitments.lib.admin import LookOnlyAdmin
from commitments.runs.models import Run, ScheduleState


@admin.register(Run)
class RunAdmin(LookOnlyAdmin):
    list_display = ["id", "kind", "key", "state", "attempt", "created_at", "finished_at"]
    list_filter = ["kind", "state"]
    search_fields = ["key"]
    ordering = ["-id"]


@admin.register(ScheduleState)
class ScheduleStateAdmin(LookOnlyAdmin):
    list_display = ["key", "kind", "cron", "paused", "last_due_at", "next_due_at"]
