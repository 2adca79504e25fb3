"""For technicians: set sources up and look at what was kept. Pulls and held rows are never edited."""

from django.contrib import admin
from django.http import HttpRequest

from commitments.sources.models import QuarantinedRow, RawSnapshot, Source


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["key", "name", "kind", "number_format", "is_active"]


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(RawSnapshot)
class RawSnapshotAdmin(ReadOnlyAdmin):
    list_display = ["run_id", "number", "file_name", "size", "state", "received_at"]
    list_filter = ["source", "state"]
    search_fields = ["file_name", "sha256"]


@admin.register(QuarantinedRow)
class QuarantinedRowAdmin(ReadOnlyAdmin):
    list_display = ["run_id", "snapshot", "row_number", "column", "check_code"]
    list_filter = ["check_code"]
