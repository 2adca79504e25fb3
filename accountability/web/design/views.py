"""One page that shows everything, so that it can be photographed and checked."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accountability.web.design import samples
from accountability.web.presentation.states import ATTENTION_ORDER
from accountability.web.presentation.words import CERTAINTY


@login_not_required
def design_page(request: HttpRequest) -> HttpResponse:
    """Show every component with sample values; where there is no demo there is no such page."""
    if not settings.DEMO:
        raise Http404
    form = samples.SampleForm(request.POST or samples.WRONG_FORM)
    context = {
        "nav_items": samples.NAV_LONG if "many" in request.GET else samples.NAV,
        "states": ATTENTION_ORDER,
        "certainties": CERTAINTY,
        "known_at": samples.KNOWN_AT,
        "bullets": samples.bullets(),
        "range_bullet": samples.range_bullet(),
        "items": samples.items(),
        "trend_chart": samples.trend(),
        "down_chart": samples.falling_trend(),
        "strip_chart": samples.cohort(),
        "counts": samples.counts(),
        "heat_heads": samples.HEAT_HEADS,
        "heat_rows": samples.heat_rows(),
        "units": samples.unit_rows(),
        "filters": samples.FILTERS,
        "choices": samples.choices(),
        "page": Paginator(range(102), 10).get_page(4),
        "form": form,
        "clean_form": samples.SampleForm(auto_id="moi_%s"),
        "figure_value": samples.FIGURE,
        "change": samples.CHANGE,
    }
    return render(request, "design/index.html", context)
