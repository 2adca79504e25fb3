"""Commitments as a list shows them: what, how it stands, in words and in small pictures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.web import wording
from accountability.web.commitments.charts import bullet_of, spark_of, state_of
from accountability.web.presentation.charts import BulletBar, Sparkline, StateBar, state_bar
from accountability.web.presentation.dates import civil_day, day
from accountability.web.presentation.states import ATTENTION_ORDER
from commitments.comparison.selectors import FigurePoint, StandingRow


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list. `changed` tells of a figure that the source changed after closing.

    `tells_term`: the line has room to say how long it still runs, or must say that a report is late.
    """

    commitment_id: int
    number: int
    title: str
    url: str
    state: str
    is_key: bool
    target: str
    figure: str
    gap: str
    reason: str
    as_of: datetime | None
    due: str
    tells_term: bool
    changed: str
    bullet: BulletBar | None
    spark: Sparkline | None


def item_of(row: StandingRow, history: Sequence[FigurePoint], *, today: date) -> Item:
    """Turn a row into a line; pure."""
    return Item(
        commitment_id=row.commitment_id,
        number=row.number,
        title=row.title,
        url=reverse("commitment", args=[row.commitment_id]),
        state=state_of(row),
        is_key=row.is_key,
        target=target_of(row),
        figure=figure_of(row),
        gap=wording.gap_text(
            kind=row.kind, direction=row.direction, gap=row.gap, unit=row.unit_of_measure, decimals=row.decimals
        ),
        reason=reason_of(row, today=today),
        as_of=row.known_at,
        due=term_of(row, today=today),
        tells_term=row.known_at is None or row.kind == "duty" or is_report_late(row, today=today),
        changed=_("số liệu đã thay đổi sau khi chốt") if row.closing_value is not None else "",
        bullet=bullet_of(row),
        spark=spark_of(row, history),
    )


def items_by_attention(
    rows: Sequence[StandingRow], histories: Mapping[int, Sequence[FigurePoint]], *, today: date
) -> list[Item]:
    """Return the lines, what needs a person first, key commitments before others."""
    order = {code: place for place, code in enumerate(ATTENTION_ORDER)}
    ordered = sorted(rows, key=lambda row: (order[state_of(row)], not row.is_key, row.due_date, row.number))
    return [item_of(row, histories.get(row.commitment_id, ()), today=today) for row in ordered]


def counts_of(rows: Sequence[StandingRow], *, label: str) -> StateBar:
    """Return the line of counts over these commitments."""
    return state_bar(label=label, counts=Counter(state_of(row) for row in rows))


def target_of(row: StandingRow, cohort: str = "") -> str:
    """Say what was promised."""
    return wording.target_text(
        kind=row.kind,
        direction=row.direction,
        target=row.target,
        target_high=row.target_high,
        unit=row.unit_of_measure,
        decimals=row.decimals,
        due=row.due_date,
        cohort=cohort,
    )


def figure_of(row: StandingRow) -> str:
    """Write the compared figure; empty where there is none."""
    return wording.figure_text(
        kind=row.kind,
        value=row.value,
        unit=row.unit_of_measure,
        decimals=row.decimals,
        rank=row.rank,
        rank_of=row.rank_of,
    )


def reason_of(row: StandingRow, *, today: date) -> str:
    """Say why it stands so, with what the newest report adds while the standing does not know of it yet."""
    if row.unranked_reason and row.rank is None:
        return _("Không xếp hạng. %(reason)s.") % {"reason": row.unranked_reason.rstrip(".")}
    # A waiver, or a figure that counts already, says more than a report under way.
    if row.value is None and row.state is not None and state_of(row) not in {"waived", "not_applicable"}:
        if row.report_state == "submitted":
            return wording.reason_text("report_pending")
        if row.report_state == "accepted":
            return _("Báo cáo đã được chấp nhận; tình trạng đang được cập nhật.")
        if row.is_reported and row.kind != "duty":
            return _unreported(row, today)
    return wording.reason_text(row.reason, kind=row.kind)


def _unreported(row: StandingRow, today: date) -> str:
    if not is_report_late(row, today=today):
        return _("Chưa đến hạn báo cáo nên chưa có số liệu.")
    return _("Đã hết hạn báo cáo ngày %(day)s mà đơn vị chưa báo cáo nên chưa có số liệu.") % {"day": day(owed_on(row))}


def owed_on(row: StandingRow) -> date | None:
    """Return the day by which the next report is due: of a period that is added up, or of the item itself."""
    if not row.is_reported or row.report_state == "submitted":
        return None
    if row.period_id is None:
        return row.owed_on
    return None if row.report_state == "accepted" else row.due_date


def is_report_late(row: StandingRow, *, today: date) -> bool:
    """Tell whether a report is overdue."""
    owed = owed_on(row)
    return row.state is not None and state_of(row) != "waived" and owed is not None and owed < today


def term_of(row: StandingRow, *, today: date) -> str:
    """Say how long an item still runs, when it was done, or since when its report waits; pure."""
    if row.state is None or state_of(row) in {"waived", "not_applicable"}:
        return wording.term_text(row.due_date, today, kind=row.kind)
    if row.report_state == "submitted" and row.report_sent_at is not None:
        return wording.waiting_text(civil_day(row.report_sent_at), today)
    if row.kind == "duty" and row.report_state == "accepted" and row.report_done_on is not None:
        return wording.done_text(row.report_done_on, row.due_date)
    owed = owed_on(row)
    if row.kind != "duty" and owed is not None and owed < today:
        return wording.report_late_text(owed, today)
    return wording.term_text(row.due_date, today, kind=row.kind)
