"""For technicians, to look at and not to touch: runs change by the ledger's moves only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commitments.runs.models import Run, ScheduleState


class LookOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Run)
class RunAdmin(LookOnlyAdmin):
    list_display = ["id", "kind", "key", "state", "attempt", "created_at", "finished_at"]
    list_filter = ["kind", "state"]
    search_fields = ["key"]
    ordering = ["-id"]


@admin.register(ScheduleState)
class ScheduleStateAdmin(LookOnlyAdmin):
    list_display = ["key", "kind", "cron", "paused", "last_due_at", "next_due_at"]
