"""For technicians: look at units, heads and roles. They are changed through services, which write the record."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commitments.organization.models import RoleGrant, Tenure, Unit


class _LookOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Unit)
class UnitAdmin(_LookOnly):
    list_display = ["code", "name", "kind", "valid_from", "valid_until"]
    list_filter = ["kind"]
    search_fields = ["code", "official_code", "name"]


@admin.register(Tenure)
class TenureAdmin(_LookOnly):
    list_display = ["unit", "post", "capacity", "first_day", "last_day"]
    list_select_related = ["unit"]
    search_fields = ["unit__name", "unit__code", "post"]


@admin.register(RoleGrant)
class RoleGrantAdmin(_LookOnly):
    list_display = ["user", "role", "unit", "except_unit", "home_unit", "valid_from", "valid_until"]
    list_select_related = ["user", "unit", "except_unit", "home_unit"]
    list_filter = ["role"]
