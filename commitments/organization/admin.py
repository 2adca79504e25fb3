"""For technicians: look at units, heads and roles. They are changed through services, which write the record."""

from django.contrib import admin

from commitments.lib.admin import LookOnlyAdmin
from commitments.organization.models import RoleGrant, Tenure, Unit


@admin.register(Unit)
class UnitAdmin(LookOnlyAdmin):
    list_display = ["code", "name", "kind", "valid_from", "valid_until"]
    list_filter = ["kind"]
    search_fields = ["code", "official_code", "name"]


@admin.register(Tenure)
class TenureAdmin(LookOnlyAdmin):
    list_display = ["unit", "post", "capacity", "first_day", "last_day"]
    list_select_related = ["unit"]
    search_fields = ["unit__name", "unit__code", "post"]


@admin.register(RoleGrant)
class RoleGrantAdmin(LookOnlyAdmin):
    list_display = ["user", "role", "unit", "except_unit", "home_unit", "valid_from", "valid_until"]
    list_select_related = ["user", "unit", "except_unit", "home_unit"]
    list_filter = ["role"]
