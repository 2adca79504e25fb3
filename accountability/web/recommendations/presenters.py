"""The list of an issue in plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accountability.web.presentation.chips import ActiveFilter, Choice
from accountability.web.presentation.dates import day
from accountability.web.presentation.numbers import exact
from accountability.web.presentation.words import word
from accountability.web.recommendations.query import LinesQuery
from commitments.organization.selectors import CohortRow
from commitments.recommendations.models import SubjectKind
from commitments.recommendations.selectors import Difference, RecommendationRow
from commitments.recommendations.selectors.since import SinceIssue

LEVEL_ORDER = ("excellent", "good", "completed", "not_completed", "undetermined")
_CHANGES = {
    "added": gettext_lazy("mới có"),
    "removed": gettext_lazy("không còn"),
    "level": gettext_lazy("mức"),
    "commendation": gettext_lazy("khen thưởng"),
    "review": gettext_lazy("kiểm điểm"),
}


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """One line of the list."""

    url: str
    name: str
    about: str
    days: str
    level: str
    share: str
    met: str
    commendation: str
    is_short_of_facts: bool
    is_blocked: bool
    calls_review: bool
    needs_people: bool
    certainty: str


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many lines support a level."""

    level: str
    count: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What an issue says otherwise than the one before."""

    name: str
    url: str
    what: str
    before: str
    after: str


def lines_of(rows: Iterable[RecommendationRow], met: Mapping[UUID, int]) -> list[RecommendationLine]:
    """Turn rows into lines of the list.

    Args:
        met: while the year is open, how many commitments of each line are met and not only on track.
    """
    return [line_of(row, met.get(row.uuid)) for row in rows]


def line_of(row: RecommendationRow, met: int | None = None) -> RecommendationLine:
    """Turn one row into a line: a unit by its name, a head by the post."""
    is_unit = row.subject == SubjectKind.UNIT
    return RecommendationLine(
        url=reverse("recommendation", args=[row.uuid]),
        name=subject_name(row),
        about=_("tập thể") if is_unit else row.unit_name,
        days="" if is_unit else _days(row),
        level=row.level,
        share=f"{exact(row.done)}/{exact(row.applicable)}",
        met="" if met is None else _("đã đạt %(count)s") % {"count": exact(met)},
        commendation=row.commendation_title,
        is_short_of_facts=row.commendation_outcome == "insufficient",
        is_blocked=row.is_blocked,
        calls_review=row.calls_review,
        needs_people=row.needs_people,
        certainty=row.certainty,
    )


def subject_name(row: RecommendationRow) -> str:
    """Name of whom a line speaks: the unit, or the person with the post."""
    if row.subject == SubjectKind.UNIT:
        return row.unit_name
    return row.post if row.leader_name in ("", row.post) else f"{row.leader_name}, {row.post}"


def _days(row: RecommendationRow) -> str:
    first = day(row.tenure_first_day)
    if row.tenure_last_day is None:
        return _("từ %(first)s") % {"first": first}
    return f"{first} – {day(row.tenure_last_day)}"


def level_counts(by_level: Mapping[str, int], query: LinesQuery) -> list[LevelCount]:
    """Count the lines of each level that occurs, the highest first; a click shows only those."""
    return [
        LevelCount(
            code,
            exact(by_level[code]),
            query.url(level="" if query.level == code else code),
            query.level == code,
        )
        for code in LEVEL_ORDER
        if by_level.get(code)
    ]


def subject_choices(query: LinesQuery) -> list[Choice]:
    """Offer units, heads, or both."""
    words = {"": _("Tất cả"), "unit": _("Tập thể"), "leader": _("Người đứng đầu")}
    return [Choice(text, query.url(subject=code), query.subject == code) for code, text in words.items()]


def cohort_choices(cohorts: Sequence[CohortRow], query: LinesQuery) -> list[Choice]:
    """Offer the ranking groups."""
    groups = [Choice(row.name, query.url(cohort=row.key), row.key == query.cohort) for row in cohorts]
    return [Choice(_("Tất cả"), query.url(cohort=""), not query.cohort), *groups]


def review_choices(query: LinesQuery) -> list[Choice]:
    """Offer only the lines that call for a review of responsibility."""
    return [
        Choice(_("Tất cả"), query.url(review=False), not query.review),
        Choice(_("Cần kiểm điểm trách nhiệm"), query.url(review=True), query.review),
    ]


def filters_of(cohorts: Sequence[CohortRow], query: LinesQuery) -> list[ActiveFilter]:
    """Name what narrows the list."""
    names = {row.key: row.name for row in cohorts}
    subjects = {"unit": _("tập thể"), "leader": _("người đứng đầu")}
    active = []
    if query.subject:
        active.append(ActiveFilter(_("Đối tượng"), subjects[query.subject], query.url(subject="")))
    if query.cohort:
        active.append(ActiveFilter(_("Nhóm"), names.get(query.cohort, query.cohort), query.url(cohort="")))
    if query.level:
        active.append(ActiveFilter(_("Mức"), word("level", query.level).text, query.url(level="")))
    if query.review:
        active.append(ActiveFilter(_("Kiểm điểm"), _("có"), query.url(review=False)))
    return active


def changes_of(differences: Iterable[Difference]) -> list[ChangeLine]:
    """List what changed since the issue before."""
    found = []
    for one in differences:
        row = one.after or one.before
        if row is not None:
            found.append(
                ChangeLine(
                    name=subject_name(row),
                    url=reverse("recommendation", args=[row.uuid]),
                    what=", ".join(str(_CHANGES[code]) for code in one.changed),
                    before=_summary(one.before),
                    after=_summary(one.after),
                )
            )
    return found


def news_of(since: SinceIssue) -> list[str]:
    """Name what has entered the record since an issue; only what there is."""
    counted = (
        (since.figures, ngettext("%(count)s dòng số liệu mới", "%(count)s dòng số liệu mới", since.figures)),
        (since.reports, ngettext("%(count)s báo cáo đã xử lý", "%(count)s báo cáo đã xử lý", since.reports)),
        (since.agreements, ngettext("%(count)s bản cam kết mới ký", "%(count)s bản cam kết mới ký", since.agreements)),
        (
            since.waivers,
            ngettext(
                "%(count)s nội dung được xác nhận nguyên nhân khách quan",
                "%(count)s nội dung được xác nhận nguyên nhân khách quan",
                since.waivers,
            ),
        ),
    )
    return [text % {"count": exact(count)} for count, text in counted if count]


def _summary(row: RecommendationRow | None) -> str:
    if row is None:
        return "—"
    parts = [word("level", row.level).text]
    if row.commendation_title:
        parts.append(row.commendation_title)
    if row.calls_review:
        parts.append(word("category", "review").text)
    return "; ".join(parts)
