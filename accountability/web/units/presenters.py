"""One unit in plain values: its heads, its place, what was changed, where the figures came from."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.web.commitments.charts import strip_of
from accountability.web.commitments.items import figure_of, target_of
from accountability.web.presentation.charts import DotStrip
from accountability.web.presentation.dates import day, moment
from accountability.web.presentation.numbers import exact, fraction
from commitments.comparison.selectors import CohortValues, SpanSeries, StandingRow
from commitments.indicators.selectors import KnownFigure, Restatement
from commitments.organization.models import TenureCapacity, UnitKind
from commitments.organization.selectors import TenureRow, UnitRow
from commitments.recommendations.selectors import ObservationView

_KINDS = {
    UnitKind.PROVINCE: gettext_lazy("Tỉnh, thành phố"),
    UnitKind.DEPARTMENT: gettext_lazy("Sở, ban, ngành"),
    UnitKind.COMMUNE: gettext_lazy("Xã"),
    UnitKind.WARD: gettext_lazy("Phường"),
    UnitKind.SPECIAL_ZONE: gettext_lazy("Đặc khu"),
    UnitKind.OFFICE: gettext_lazy("Phòng, ban trực thuộc"),
}
_CAPACITIES = {
    TenureCapacity.HEAD: gettext_lazy("người đứng đầu"),
    TenureCapacity.ACTING: gettext_lazy("quyền người đứng đầu"),
    TenureCapacity.DEPUTY_IN_CHARGE: gettext_lazy("cấp phó phụ trách"),
}
_PERIOD = re.compile(r"(?P<year>\d{4})-(?:q(?P<quarter>[1-4])|(?P<month>\d{2}))$")
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a page."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One head and the days in post."""

    post: str
    name: str
    capacity: str
    days: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where the unit stands in its group."""

    cohort: str
    text: str
    unranked: str
    target: str
    chart: DotStrip | None


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that the source changed after its period had closed."""

    period: str
    indicator: str
    closing: str
    closing_known: str
    latest: str
    latest_known: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A pull that brought some of the figures shown."""

    text: str
    url: str
    files: tuple[Link, ...]
    known_at: datetime
    figures: int


def kind_word(kind: UnitKind) -> str:
    """Say what sort of unit it is."""
    return str(_KINDS[kind])


def link_of(unit: UnitRow) -> Link:
    """Lead to a unit."""
    return Link(unit.name, reverse("unit", args=[unit.uuid]))


def heads_of(tenures: Sequence[TenureRow], *, today: date) -> list[HeadLine]:
    """List the heads of the year, the one in office first."""
    return [
        HeadLine(
            post=row.post,
            name="" if row.leader_name == row.post else row.leader_name,
            capacity="" if row.capacity == TenureCapacity.HEAD else str(_CAPACITIES[row.capacity]),
            days=_days(row),
            is_current=row.first_day <= today and (row.last_day is None or row.last_day >= today),
        )
        for row in reversed(tenures)
    ]


def _days(row: TenureRow) -> str:
    if row.last_day is None:
        return _("từ %(first)s đến nay") % {"first": day(row.first_day)}
    return _("từ %(first)s đến hết %(last)s") % {"first": day(row.first_day), "last": day(row.last_day)}


def place_of(row: StandingRow | None, cohort: CohortValues | None, names: Mapping[int | None, str]) -> Place | None:
    """Say where the unit stands in its group, with the group on one line."""
    if row is None:
        return None
    name = names.get(row.cohort_id, "")
    chart = strip_of(row, cohort, label=_("Tổng điểm: %(group)s") % {"group": name})
    unranked = row.unranked_reason if row.rank is None else ""
    return Place(name, figure_of(row), unranked, target_of(row), chart)


def restatements_of(found: Iterable[Restatement], series: Iterable[SpanSeries]) -> list[Change]:
    """List what was changed after closing, both values side by side, with the decimals of their indicator."""
    decimals = {one.indicator_key: one.decimals for one in series}
    return [
        Change(
            period=period_text(one.period_key),
            indicator=one.indicator_name,
            closing=_figure(one.closing, decimals),
            closing_known=moment(one.closing.known_at),
            latest=_figure(one.latest, decimals),
            latest_known=moment(one.latest.known_at),
        )
        for one in found
    ]


def _figure(known: KnownFigure, decimals: Mapping[str, int]) -> str:
    if known.value is None:
        return fraction(known.numerator, known.denominator)
    return exact(known.value, decimals.get(known.indicator_key))


def period_text(key: str) -> str:
    """Name a period by its key: "2025-q2" is "Quý II/2025"; a key of another shape stays as it is."""
    parts = _PERIOD.match(key)
    if parts is None:
        return key
    if parts["quarter"]:
        return _("Quý %(quarter)s/%(year)s") % {"quarter": _ROMAN[int(parts["quarter"]) - 1], "year": parts["year"]}
    return _("Tháng %(month)s/%(year)s") % {"month": int(parts["month"]), "year": parts["year"]}


def origins_of(found: Iterable[ObservationView], *, links: bool, opens_files: bool) -> list[Origin]:
    """List the pulls behind the figures, the newest first.

    Args:
        links: whether the reader may open the pages of pulls.
        opens_files: whether the reader may take the raw files along.
    """
    by_run: dict[int, list[ObservationView]] = {}
    for one in found:
        if one.source_name:
            by_run.setdefault(one.run_id, []).append(one)
    return [
        Origin(
            text=_("%(source)s, lượt lấy số liệu số %(run)s") % {"source": figures[0].source_name, "run": run_id},
            url=reverse("run", args=[run_id]) if links else "",
            files=_files(figures, links=opens_files),
            known_at=max(one.known_at for one in figures),
            figures=len(figures),
        )
        for run_id, figures in sorted(by_run.items(), reverse=True)
    ]


def _files(figures: Iterable[ObservationView], *, links: bool) -> tuple[Link, ...]:
    """Name the files of one pull; one without an address is known by its name only."""
    named = {one.file_number: one for one in figures if one.file_name}
    return tuple(
        Link(one.file_name, reverse("run_file", args=[one.run_id, number]) if links else "")
        for number, one in sorted(named.items())
    )
