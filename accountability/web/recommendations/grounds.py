"""The values of the rules that a recommendation used, each with its law, its date and how sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.web.presentation.dates import day
from accountability.web.presentation.numbers import with_unit
from accountability.web.presentation.words import LEVELS, word
from commitments.recommendations.selectors.reading import CitationView, ReadingView

_UNITS = {
    "percent": "%",
    "point": gettext_lazy("điểm"),
    "month": gettext_lazy("tháng"),
    "day": gettext_lazy("ngày"),
    "year": gettext_lazy("năm"),
    "person": gettext_lazy("người"),
    "award": gettext_lazy("lần"),
    "commitment": gettext_lazy("nội dung"),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A value of the rules with where it comes from and how sure that is."""

    title: str
    value: str
    certainty: str
    since: str
    note: str
    sources: tuple[tuple[str, str], ...]


def value_text(value: Decimal | bool | str | None, unit: str) -> str:
    """Write a value that a rule read: a number with its unit, a level by its name, yes or no; missing is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, Decimal):
        return with_unit(value, str(_UNITS.get(unit, "")))
    return word("level", value).text if value in LEVELS else value


def ground_of(reading: ReadingView) -> Ground:
    """Turn one value of the rules into what the page shows."""
    return Ground(
        title=reading.title,
        value=value_text(reading.value, reading.unit),
        certainty=reading.certainty,
        since=day(reading.from_day),
        note=reading.note,
        sources=citations_of([reading]),
    )


def citations_of(readings: Iterable[ReadingView]) -> tuple[tuple[str, str], ...]:
    """Name each law and article once, with a public page that states it where one is known."""
    found: dict[str, str] = {}
    for reading in readings:
        for citation in reading.citations:
            text = citation_text(citation)
            if text and not found.get(text):
                found[text] = citation.url if citation.url.startswith(("https://", "http://")) else ""
    return tuple(found.items())


def citation_text(citation: CitationView) -> str:
    """Name a source: "Nghị định 90/2020/NĐ-CP, Điều 20"; a local value by the sentence that says who decides it."""
    if not citation.symbol:
        return citation.basis
    article = citation.article
    if article[:1].isdigit():
        article = _("Điều %(article)s") % {"article": article}
    return ", ".join(part for part in (f"{citation.kind} {citation.symbol}", article) if part)
