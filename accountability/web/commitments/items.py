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
from accountability.web.presentation.states import ATTENTION_ORDER
from commitments.comparison.selectors import FigurePoint, StandingRow


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list. `changed` tells of a figure that the source changed after closing."""

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
        reason=wording.reason_text(row.reason, kind=row.kind),
        as_of=row.known_at,
        due=wording.term_text(row.due_date, today, kind=row.kind),
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
