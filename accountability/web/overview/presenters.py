"""The overview as the page shows it: plain values, made from rows, without a query."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.web.overview.listing import UnitEntry, UnitList
from accountability.web.overview.query import ListQuery
from accountability.web.presentation.charts import DotStrip, Member, StateBar, dot_strip, state_bar
from accountability.web.presentation.chips import ActiveFilter, Choice
from accountability.web.presentation.numbers import MISSING, exact, with_unit
from accountability.web.presentation.states import ATTENTION_ORDER, state_look
from commitments.comparison.selectors import ItemCounts
from scoring.comparison import State
from scoring.quantities import quantize_half_up

# Fewer figures than this make no picture of a group.
_FEWEST_DOTS = 3
_MOST_ITEMS = 6
# A country has some seventy groups: more than this are chosen from a list, and drawn one at a time.
_MOST_CHIPS = 8
_MOST_STRIPS = 4


@dataclass(frozen=True, slots=True)
class StateCount:
    """A number of commitments in one standing, with its word for those who do not see the shape."""

    code: str
    count: int
    word: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One line of the table."""

    name: str
    url: str
    score: str
    rank: str
    unranked: str
    counts: tuple[StateCount, ...]
    done: str
    known_at: datetime | None
    is_signed: bool
    changed: int


@dataclass(frozen=True, slots=True)
class Column:
    """A head of the table; `direction` is aria-sort's word, empty where the list is ordered by something else."""

    label: str
    url: str
    direction: str
    is_figure: bool = True


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of the agreements, and how many units stand badly on it."""

    number: int
    title: str
    counts: tuple[StateCount, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """One group side by side."""

    name: str
    chart: DotStrip


def lines_of(entries: Iterable[UnitEntry]) -> list[UnitLine]:
    """Turn entries into lines of the table."""
    return [
        UnitLine(
            name=entry.unit.name,
            url=reverse("unit", args=[entry.unit.uuid]),
            score=score_text(entry),
            rank=rank_text(entry),
            unranked=entry.headline.unranked_reason if entry.headline else "",
            counts=tuple(
                StateCount(code, count, state_look(code).word)
                for code in ATTENTION_ORDER
                if (count := entry.standings.counts[State(code)])
            ),
            done=with_unit(entry.standings.done_percent, "%", 1),
            known_at=entry.headline.known_at if entry.headline else entry.standings.known_at,
            is_signed=entry.standings.is_signed,
            changed=entry.standings.restated,
        )
        for entry in entries
    ]


def score_text(entry: UnitEntry) -> str:
    """Write the headline figure."""
    shown = entry.headline
    return exact(shown.value, shown.decimals) if shown else MISSING


def rank_text(entry: UnitEntry) -> str:
    """Write the place in the group: "12/102"."""
    shown = entry.headline
    if shown is None or shown.rank is None:
        return MISSING
    return f"{exact(shown.rank)}/{exact(shown.rank_of)}" if shown.rank_of else exact(shown.rank)


def counts_bar(entries: Iterable[UnitEntry], query: ListQuery) -> StateBar:
    """Count the commitments of the units listed; each standing leads to the units that have one."""
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update({state.value: count for state, count in entry.standings.counts.items()})
    urls = {code: query.url(state=code) for code in ATTENTION_ORDER}
    return state_bar(label=_("Tình trạng các nội dung cam kết"), counts=counts, urls=urls)


def cohort_choices(found: UnitList, query: ListQuery) -> list[Choice]:
    """Offer the groups that have units in sight."""
    shown = [row for row in found.cohorts if found.of_cohort[row.key] or row.key == query.cohort]
    everything = Choice(_("Tất cả"), query.url(cohort=""), not query.cohort)
    groups = [
        Choice(row.name, query.url(cohort=row.key), row.key == query.cohort, found.of_cohort[row.key]) for row in shown
    ]
    return [everything, *groups]


def cohorts_in_a_list(choices: Sequence[Choice]) -> bool:
    """Tell whether there are too many groups for chips."""
    return len(choices) > _MOST_CHIPS


def state_choices(found: UnitList, query: ListQuery) -> list[Choice]:
    """Offer the standings that some unit has, each with how many units have it."""
    everything = Choice(_("Tất cả"), query.url(state=""), not query.state)
    states = [
        Choice(state_look(code).word, query.url(state=code), code == query.state, found.with_state[code], code)
        for code in ATTENTION_ORDER
        if found.with_state[code] or code == query.state
    ]
    return [everything, *states]


def filters_of(found: UnitList, query: ListQuery) -> list[ActiveFilter]:
    """Name what narrows the list."""
    names = {row.key: row.name for row in found.cohorts}
    active = []
    if query.text:
        active.append(ActiveFilter(_("Tên có"), query.text, query.url(text="")))
    if query.cohort:
        active.append(ActiveFilter(_("Nhóm"), names.get(query.cohort, query.cohort), query.url(cohort="")))
    if query.state:
        active.append(ActiveFilter(_("Có nội dung"), state_look(query.state).word, query.url(state="")))
    return active


def order_choices(query: ListQuery) -> list[Choice]:
    """Offer the orders by name, for phones, where the table has no heads, and for the order without a column."""
    words = {
        "attention": _("Cần chú ý trước"),
        "missed": _("Nhiều nội dung không đạt"),
        "at_risk": _("Nhiều nguy cơ"),
        "score": _("Tổng điểm"),
        "rank": _("Thứ hạng"),
        "name": _("Tên đơn vị"),
    }
    return [Choice(word, query.sorted_by(order), order == query.order) for order, word in words.items()]


def columns_of(query: ListQuery) -> list[Column]:
    """Give the heads of the table that order it."""
    heads = [
        ("name", _("Đơn vị"), False),
        ("score", _("Tổng điểm"), True),
        ("rank", _("Hạng trong nhóm"), True),
        ("missed", _("Nội dung theo tình trạng"), False),
        ("done", _("Đạt và đúng tiến độ"), True),
    ]
    return [Column(word, query.sorted_by(order), _direction(query, order), figure) for order, word, figure in heads]


def _direction(query: ListQuery, order: str) -> str:
    if query.order != order:
        return ""
    return "descending" if query.descending else "ascending"


def hard_items(items: Iterable[ItemCounts]) -> list[ItemLine]:
    """Name the items on which most units need attention: the pattern behind the single cases."""
    wanted = (State.MISSED, State.AT_RISK)
    shown = sorted(items, key=lambda item: (-sum(item.counts[state] for state in wanted), -item.counts[State.MISSED]))
    return [
        ItemLine(
            item.number,
            item.title,
            tuple(
                StateCount(state.value, item.counts[state], state_look(state.value).word)
                for state in wanted
                if item.counts[state]
            ),
        )
        for item in shown[:_MOST_ITEMS]
        if any(item.counts[state] for state in wanted)
    ]


def strips_of(found: UnitList, query: ListQuery) -> list[Strip]:
    """Draw the groups one above the other, whole groups in sight; one alone where the list is narrowed to it.

    Too many groups are not drawn until one is chosen.
    """
    if not query.cohort and sum(map(bool, found.of_cohort.values())) > _MOST_STRIPS:
        return []
    strips = []
    for row in found.cohorts:
        if query.cohort and row.key != query.cohort:
            continue
        members = [entry for entry in found.in_sight if row.key in entry.cohorts]
        chart = _strip(row.name, members)
        if chart is not None:
            strips.append(Strip(row.name, chart))
    return strips


def _strip(name: str, members: Sequence[UnitEntry]) -> DotStrip | None:
    figures = [(entry.unit.name, entry.headline) for entry in members if entry.headline is not None]
    known = [figure.value for _name, figure in figures if figure.value is not None]
    if len(known) < _FEWEST_DOTS:
        return None
    ranked = [figure.value for _name, figure in figures if figure.value is not None and figure.rank is not None]
    shape = figures[0][1]
    return dot_strip(
        label=_("Tổng điểm: %(group)s") % {"group": name},
        members=[Member(unit, figure.value) for unit, figure in figures],
        unit=shape.unit_of_measure,
        decimals=shape.decimals,
        median=quantize_half_up(median(ranked or known), shape.decimals),
    )
