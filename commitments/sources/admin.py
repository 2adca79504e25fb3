"""For technicians, to look at: how a source is set up, what was kept, what was held back."""

from django.contrib import admin

from commitments.lib.admin import LookOnlyAdmin
from commitments.sources.models import QuarantinedRow, RawSnapshot, Source


@admin.register(Source)
class SourceAdmin(LookOnlyAdmin):
    list_display = ["key", "name", "kind", "number_format", "is_active"]


@admin.register(RawSnapshot)
class RawSnapshotAdmin(LookOnlyAdmin):
    list_display = ["run_id", "number", "file_name", "size", "state", "received_at"]
    list_filter = ["source", "state"]
    search_fields = ["file_name", "sha256"]


@admin.register(QuarantinedRow)
class QuarantinedRowAdmin(LookOnlyAdmin):
    list_display = ["run_id", "snapshot", "row_number", "column", "check_code"]
    list_filter = ["check_code"]
