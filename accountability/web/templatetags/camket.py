"""The words that templates use: `{% load camket %}`. What each component takes is written at its top."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accountability.web.presentation import dates, numbers, words
from accountability.web.presentation.charts import BulletBar, DotStrip, Sparkline, StateBar, TrendChart
from accountability.web.presentation.charts.geometry import coord
from accountability.web.presentation.chips import ActiveFilter, Choice
from accountability.web.presentation.states import StateLook, state_look

register = template.Library()

register.filter("day", dates.day)
register.filter("moment", dates.moment)
register.filter("duration", dates.duration)


@register.filter("exact")
def exact_filter(value: Decimal | int | None, decimals: int | None = None) -> str:
    """`{{ figure|exact:2 }}` writes 1.234,56; without a number of decimals it keeps what the figure has."""
    return numbers.exact(value, decimals)


@register.filter("signed")
def signed_filter(value: Decimal | int | None, decimals: int | None = None) -> str:
    """`{{ change|signed:2 }}` writes +1,20 or −1,20."""
    return numbers.signed(value, decimals)


@register.filter("age")
def age_filter(value: date | datetime | None, reference: date | datetime) -> str:
    """`{{ known_at|age:working_day }}` writes "4 ngày trước"."""
    return dates.age(value, reference)


@register.simple_tag
def measure(value: Decimal | int | None, unit: str = "", decimals: int | None = None) -> str:
    """`{% measure value "%" 2 %}` writes the figure with its unit, as text."""
    return numbers.with_unit(value, unit, decimals)


@register.simple_tag
def gap(value: Decimal | int | None, unit: str = "", decimals: int | None = None) -> str:
    """`{% gap value "%" 2 %}` writes a difference: "+1,20 điểm phần trăm"."""
    return numbers.difference(value, unit, decimals)


@register.simple_tag
def period(kind: str, first_day: date, last_day: date) -> str:
    """`{% period kind first_day last_day %}` writes "Quý III/2025"."""
    return dates.period_name(kind, first_day, last_day)


@register.simple_tag
def as_of(value: date | datetime | None, reference: date | datetime | None = None) -> SafeString | str:
    """`{% as_of known_at working_day %}` writes the age in words, with the exact time on hover and in print.

    What was known after the reference, as real time is in a demonstration of a past day, has no age.
    """
    if value is None:
        return ""
    text = dates.moment(value) if isinstance(value, datetime) else dates.day(value)
    if reference is None or dates.civil_day(value) > dates.civil_day(reference):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)
    spoken = dates.age(value, reference)
    return format_html('<time class="age" datetime="{}" title="{}">{}</time>', value.isoformat(), text, spoken)


@register.simple_tag
def state_shape(code: str) -> SafeString:
    """`{% state_shape "at_risk" %}` draws the shape alone, hidden from readers: put the word beside it."""
    return _shape(state_look(code))


def _shape(look: StateLook) -> SafeString:
    kind = "shape--hollow" if look.hollow else "shape--filled"
    drawing = '<svg class="shape {} shape--{}" viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>'
    return format_html(drawing, kind, look.css, look.path)


@register.inclusion_tag("components/badge.html")
def state_badge(code: str, note: str = "") -> dict[str, Any]:
    """`{% state_badge "missed" %}` shows shape and word; a note adds what the reader should also know."""
    look = state_look(code)
    return {"look": look, "shape": _shape(look), "note": note}


@register.simple_tag
def heat_cell(code: str, text: str = "", url: str = "", label: str = "") -> SafeString:
    """`{% heat_cell state figure url label %}` is one cell of the matrix: shape, figure, and all of it in words."""
    look = state_look(code)
    said = f"{label}: {look.word}" if label else look.word
    said = f"{said}, {text}" if text else said
    inside = format_html('{}<span class="heat__figure">{}</span>', _shape(look), text)
    if url:
        cell = '<td class="heat heat--{}"><a href="{}" title="{}" aria-label="{}">{}</a></td>'
        return format_html(cell, look.css, url, said, said, inside)
    cell = '<td class="heat heat--{}" title="{}"><span class="sr-only">{}</span>{}</td>'
    return format_html(cell, look.css, said, said, inside)


@register.inclusion_tag("components/certainty.html")
def certainty(code: str) -> dict[str, Any]:
    """`{% certainty "stated" %}` says how sure a rule is."""
    return {"word": words.word("certainty", code), "code": code}


@register.inclusion_tag("components/label.html")
def word_label(table: str, code: str) -> dict[str, Any]:
    """`{% word_label "run" "failed" %}` shows a code of presentation/words.py in its tone."""
    found = words.word(table, code)
    return {"text": found.text, "tone": found.tone, "explanation": found.explanation}


@register.inclusion_tag("components/label.html")
def label(text: str, tone: str = "calm", explanation: str = "") -> dict[str, Any]:
    """`{% label "TẠM THỜI" "warn" %}` shows a short word in a tone: calm, good, info, warn, alarm."""
    return {"text": text, "tone": tone, "explanation": explanation}


@register.inclusion_tag("components/figure.html")
def figure(value: Decimal | int | None, unit: str = "", decimals: int | None = None, **extra: Any) -> dict[str, Any]:
    """`{% figure value "%" 2 as_of=known_at today=working_day %}`; see components/figure.html for the rest."""
    missing = value is None
    suffix = numbers.unit_suffix(unit)
    return {"text": numbers.exact(value, decimals), "unit": suffix, "missing": missing, **extra}


@register.inclusion_tag("components/bullet_bar.html")
def bullet(chart: BulletBar, legend: bool = True) -> dict[str, Any]:
    """`{% bullet chart %}` draws a BulletBar; `legend=False` leaves the words to the page."""
    return {"chart": chart, "legend": legend}


@register.inclusion_tag("components/sparkline.html")
def spark(chart: Sparkline) -> dict[str, Any]:
    """`{% spark chart %}` draws a Sparkline."""
    return {"chart": chart}


@register.inclusion_tag("components/trend_chart.html")
def trend(chart: TrendChart, table_open: bool = False) -> dict[str, Any]:
    """`{% trend chart %}` draws a TrendChart with its table."""
    return {"chart": chart, "table_open": table_open}


@register.inclusion_tag("components/dot_strip.html")
def strip(chart: DotStrip) -> dict[str, Any]:
    """`{% strip chart %}` draws a DotStrip."""
    return {"chart": chart}


@register.inclusion_tag("components/state_bar.html")
def standing_counts(chart: StateBar) -> dict[str, Any]:
    """`{% standing_counts chart %}` draws a StateBar."""
    return {"chart": chart}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page, noun: str = "", target: str = "") -> dict[str, Any]:
    """`{% pagination page "đơn vị" %}`; a target ("#list") makes the links load that fragment by htmx."""
    numbers_shown = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return {
        "page": page,
        "noun": noun,
        "target": target,
        "numbers": numbers_shown,
        "ellipsis": page.paginator.ELLIPSIS,
        "request": context.get("request"),
    }


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """`{% field form.note %}` lays out one form field with label, help and errors."""
    kind = bound.widget_type
    grouped = kind in {"radioselect", "checkboxselectmultiple"}
    return {"field": bound, "kind": kind, "grouped": grouped, "single_box": kind == "checkbox"}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int | None, label: str, **extra: Any) -> dict[str, Any]:
    """`{% progress done total "Đang đọc tệp" rate=120 noun="dòng" seconds_left=35 %}`."""
    share = coord(Decimal(100 * done) / total).partition(".")[0] if total else ""
    return {"done": done, "total": total, "label": label, "share": share, **extra}


@register.inclusion_tag("components/active_filters.html")
def active_filters(filters: list[ActiveFilter], clear_url: str = "") -> dict[str, Any]:
    """`{% active_filters filters clear_url %}` shows what narrows the list, each with a way out."""
    return {"filters": filters, "clear_url": clear_url}


@register.inclusion_tag("components/choice_chips.html")
def choice_chips(label: str, choices: list[Choice]) -> dict[str, Any]:
    """`{% choice_chips "Tình trạng" choices %}` shows ways to narrow the list, one tap each."""
    rows = [{"choice": choice, "shape": _shape(state_look(choice.state)) if choice.state else ""} for choice in choices]
    return {"label": label, "rows": rows}


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", **extra: Any) -> dict[str, Any]:
    """`{% empty title text kind="empty" action_label="…" action_url="…" %}` fills the place of what is not there."""
    return {"title": title, "text": text, **extra}


@register.inclusion_tag("components/notice.html")
def notice(kind: str, title: str, text: str = "", **extra: Any) -> dict[str, Any]:
    """`{% notice "stale" title text %}`; kinds: info, good, warn, error, stale, readonly, provisional, demo."""
    return {"kind": kind, "title": title, "text": text, **extra}
