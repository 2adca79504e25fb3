"""For technicians: look at indicators and periods. Figures are never edited, so they are not offered here."""

from django.contrib import admin

from commitments.indicators.models import Indicator, ReportingPeriod
from commitments.lib.admin import LookOnlyAdmin


@admin.register(Indicator)
class IndicatorAdmin(LookOnlyAdmin):
    list_display = ["key", "name", "unit_of_measure", "decimals"]
    search_fields = ["key", "name"]


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(LookOnlyAdmin):
    list_display = ["key", "kind", "first_day", "last_day", "closes_at"]
    list_filter = ["kind", "year"]
