"""The one place where facts of commitments are gathered: the nightly refresh and any past moment use the same SQL.

Two statements cover all readings. LATEST, RANK and DUTY read the newest figure of one period, one probe of the
covering index each. SUM and RATIO add the newest figures of all periods of their kind within their days, one probe
each. Both also bring the closing figure, where a later pull changed it. PostgreSQL and SQLite differ in three small
phrases below.
"""

# ruff: noqa: S608  all text put together here is written in this file; values travel as parameters

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from operator import itemgetter
from typing import Any, Final, NamedTuple

from django.db import connection

from commitments.lib.clock import CIVIL_ZONE


@dataclass(frozen=True, slots=True)
class Moment:
    """What counts as known. `day` is the civil day judged; the other two, when given, look back.

    Args:
        known_until: aware UTC, real; signatures, reports and waivers recorded later do not exist yet.
        observation_cutoff: observations with a higher id do not exist yet.
    """

    day: date
    known_until: datetime | None = None
    observation_cutoff: int | None = None

    @property
    def closed_until(self) -> datetime:
        """A period closed at or before the first moment of the day is closed on that day."""
        return datetime.combine(self.day, time.min, CIVIL_ZONE)


class FactRow(NamedTuple):
    """One commitment with its facts; figures are whole ten-thousandths, None where nothing is known.

    `known_at` stays as the database writes it (UTC): it is only carried from one table to another.
    """

    commitment_id: int
    reading: str
    direction: str
    target: int
    target_high: int | None
    baseline: int | None
    decimals: int
    first_day: date
    due_date: date
    unit_id: int
    cohort_id: int | None
    indicator_id: int
    period_id: int | None
    period_kind: str
    release_id: int
    waived: bool
    report_pending: bool
    value: int | None
    numerator: int | None
    denominator: int | None
    observation_id: int | None
    known_at: str | None
    restated: bool
    closing_value: int | None
    closing_numerator: int | None
    closing_denominator: int | None
    known: int | None
    known_closed: int | None
    observation_ids: str | None


class MemberRow(NamedTuple):
    """One member of one cohort with its figure of one indicator and period."""

    cohort_id: int
    indicator_id: int
    period_id: int
    decimals: int
    unit_id: int
    is_ranked: bool
    value: int | None
    numerator: int | None
    denominator: int | None
    restated: bool
    closing_value: int | None
    closing_numerator: int | None
    closing_denominator: int | None


_TERMS: Final = (
    "c.id, c.reading, c.direction, c.target, c.target_high, c.baseline, c.decimals, c.first_day, c.due_date, "
    "c.unit_id, c.cohort_id, c.indicator_id, c.period_id, c.period_kind, a.rulebook_release_id, "
    "EXISTS (SELECT 1 FROM agreements_waiver w WHERE w.commitment_id = c.id AND w.first_day <= %(day)s "
    "AND (w.last_day IS NULL OR w.last_day >= %(day)s) AND w.granted_at <= %(known_until)s), "
    "EXISTS (SELECT 1 FROM agreements_progressreport r WHERE r.commitment_id = c.id "
    "AND r.submission_recorded_at <= %(known_until)s "
    "AND (r.decision_recorded_at IS NULL OR r.decision_recorded_at > %(known_until)s) "
    # A duty done late is missed whoever accepts the report: waiting for that must not lift it out of "missed".
    "AND (c.reading <> 'duty' OR r.done_on <= c.due_date))"
)
_SIGNED: Final = (
    "agreements_commitment c JOIN agreements_agreement a ON a.id = c.agreement_id "
    "AND a.state = 'signed' AND coalesce(a.signing_recorded_at, a.signed_at) <= %(known_until)s"
)
_NEWEST: Final = "o.known_at DESC, o.id DESC"
_EARLIEST: Final = "o.known_at, o.id"
_NO_CUTOFF: Final = 2**62
_FAR: Final = datetime(9000, 1, 1, tzinfo=UTC)


def facts_of(ids: Sequence[int], moment: Moment, *, with_ids: bool = False) -> list[FactRow]:
    """Gather the facts of signed commitments, in order of id, in two statements.

    Args:
        ids: commitments asked for; those whose agreement is not signed are left out.
        with_ids: also bring the ids of all observations that a figure rests on.
    """
    rows = [*fetch(_single_sql(), ids, moment), *fetch(_several_sql(with_ids=with_ids), ids, moment)]
    rows.sort(key=itemgetter(0))
    return [FactRow._make(row) for row in rows]


def members_of(ids: Sequence[int], moment: Moment) -> list[MemberRow]:
    """Gather the figures of every cohort that the rank commitments among `ids` are ranked in."""
    groups = (
        "SELECT DISTINCT c.cohort_id, c.indicator_id, c.period_id FROM agreements_commitment c "
        f"WHERE c.reading = 'rank' AND c.id {among()}"
    )
    return [MemberRow._make(row) for row in fetch(_members_sql(groups), ids, moment)]


def members_of_group(*, cohort_id: int, indicator_id: int, period_id: int, moment: Moment) -> list[MemberRow]:
    """Gather the figures of one cohort for one indicator and period."""
    group = "SELECT c.id AS cohort_id, i.id AS indicator_id, p.id AS period_id FROM organization_cohort c, "
    group += "indicators_indicator i, indicators_reportingperiod p WHERE c.id = %(c)s AND i.id = %(i)s AND p.id = %(p)s"
    keys = {"c": cohort_id, "i": indicator_id, "p": period_id}
    return [MemberRow._make(row) for row in fetch(_members_sql(group), (), moment, **keys)]


def fetch(sql: str, ids: Sequence[int], moment: Moment, **more: Any) -> list[tuple[Any, ...]]:
    """Run one statement with the parameters that all of them share."""
    adapt = connection.ops.adapt_datetimefield_value
    parameters: dict[str, Any] = {
        "ids": list(ids) if _is_postgresql() else json.dumps(list(ids)),
        "day": moment.day if _is_postgresql() else moment.day.isoformat(),
        "closed_until": adapt(moment.closed_until),
        "known_until": adapt(moment.known_until or _FAR),
        "cutoff": _NO_CUTOFF if moment.observation_cutoff is None else moment.observation_cutoff,
        **more,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def among() -> str:
    """Give the phrase after a column that keeps the rows whose number is one of `ids`."""
    return "= ANY(%(ids)s)" if _is_postgresql() else "IN (SELECT value FROM json_each(%(ids)s))"


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _observation(alias: str, figure: str, order: str, *, only_if: str = "") -> str:
    """Join the first observation of `figure` (an alias with unit, indicator and period) in an order, or nothing."""
    where = (
        f"o.unit_id = {figure}.unit_id AND o.indicator_id = {figure}.indicator_id AND o.period_id = p.id "
        f"AND o.id <= %(cutoff)s{only_if}"
    )
    if _is_postgresql():  # everything comes from the covering index
        columns = "o.id, o.value, o.numerator, o.denominator, o.known_at"
        found = f"SELECT {columns} FROM indicators_observation o WHERE {where} ORDER BY {order} LIMIT 1"
        return f"LEFT JOIN LATERAL ({found}) {alias} ON true"
    found = f"SELECT o.id FROM indicators_observation o WHERE {where} ORDER BY {order} LIMIT 1"
    return f"LEFT JOIN indicators_observation {alias} ON {alias}.id = ({found})"


def _newest_and_closing(figure: str) -> str:
    """Join f, the newest; k, the last known at or before closing; e, where there is no k, the first known after it."""
    late = " AND f.known_at > p.closes_at"
    newest = _observation("f", figure, _NEWEST)
    closing = _observation("k", figure, _NEWEST, only_if=f"{late} AND o.known_at <= p.closes_at")
    return f"{newest} {closing} {_observation('e', figure, _EARLIEST, only_if=f'{late} AND k.id IS NULL')}"


_CLOSING: Final = (
    "(coalesce(k.id, e.id) <> f.id) AS restated, "
    "CASE WHEN k.id IS NULL THEN e.value ELSE k.value END AS closing_value, "
    "CASE WHEN k.id IS NULL THEN e.numerator ELSE k.numerator END AS closing_numerator, "
    "CASE WHEN k.id IS NULL THEN e.denominator ELSE k.denominator END AS closing_denominator"
)


def _single_sql() -> str:
    return (
        f"SELECT {_TERMS}, f.value, f.numerator, f.denominator, f.id, CAST(f.known_at AS text), {_CLOSING}, "
        "NULL, NULL, NULL "
        f"FROM {_SIGNED} JOIN indicators_reportingperiod p ON p.id = c.period_id {_newest_and_closing('c')} "
        f"WHERE c.id {among()} AND c.reading IN ('latest', 'rank', 'duty')"
    )


def _several_sql(*, with_ids: bool) -> str:
    listed = "string_agg(CAST(id AS text), ',')" if _is_postgresql() else "group_concat(id)"
    both = "numerator IS NOT NULL AND denominator IS NOT NULL"
    closing_both = "closing_numerator IS NOT NULL AND closing_denominator IS NOT NULL"
    says = f"(CASE WHEN reading = 'sum' THEN value IS NOT NULL ELSE {both} END)"
    figures = (
        "SELECT c.id AS commitment_id, c.reading, p.closes_at, f.id, f.value, f.numerator, f.denominator, f.known_at, "
        f"{_CLOSING}, max(f.known_at) OVER (PARTITION BY c.id) AS last_known_at "
        f"FROM {_SIGNED} JOIN indicators_reportingperiod p ON p.kind = c.period_kind AND p.first_day >= c.first_day "
        f"AND p.last_day <= c.due_date AND p.first_day <= %(day)s {_newest_and_closing('c')} "
        f"WHERE c.id {among()} AND c.reading IN ('sum', 'ratio')"
    )
    sums = (
        f"SELECT commitment_id, sum(value) AS value, sum(numerator) FILTER (WHERE {both}) AS numerator, "
        f"sum(denominator) FILTER (WHERE {both}) AS denominator, "
        "max(id) FILTER (WHERE known_at = last_known_at) AS id, max(known_at) AS known_at, "
        "count(*) FILTER (WHERE restated) > 0 AS restated, "
        "sum(CASE WHEN restated THEN closing_value ELSE value END) AS closing_value, "
        f"sum(CASE WHEN restated THEN closing_numerator ELSE numerator END) FILTER "
        f"(WHERE CASE WHEN restated THEN {closing_both} ELSE {both} END) AS closing_numerator, "
        f"sum(CASE WHEN restated THEN closing_denominator ELSE denominator END) FILTER "
        f"(WHERE CASE WHEN restated THEN {closing_both} ELSE {both} END) AS closing_denominator, "
        f"count(*) FILTER (WHERE {says}) AS known, "
        f"count(*) FILTER (WHERE {says} AND closes_at <= %(closed_until)s) AS known_closed, "
        f"{listed if with_ids else 'NULL'} AS ids "
        "FROM figures GROUP BY commitment_id"
    )
    return (
        f"WITH figures AS ({figures}), sums AS ({sums}) "
        f"SELECT {_TERMS}, s.value, s.numerator, s.denominator, s.id, CAST(s.known_at AS text), s.restated, "
        "s.closing_value, s.closing_numerator, s.closing_denominator, coalesce(s.known, 0), "
        "coalesce(s.known_closed, 0), s.ids "
        f"FROM {_SIGNED} LEFT JOIN sums s ON s.commitment_id = c.id "
        f"WHERE c.id {among()} AND c.reading IN ('sum', 'ratio')"
    )


def _members_sql(groups: str) -> str:
    return (
        "SELECT g.cohort_id, g.indicator_id, g.period_id, i.decimals, g.unit_id, g.is_ranked, f.value, f.numerator, "
        f"f.denominator, {_CLOSING} "
        f"FROM (SELECT g.*, m.unit_id, m.is_ranked, m.valid_from FROM ({groups}) g "
        "JOIN organization_cohortmembership m ON m.cohort_id = g.cohort_id AND m.valid_from <= %(day)s "
        "AND (m.valid_until IS NULL OR m.valid_until >= %(day)s)) g "
        "JOIN indicators_indicator i ON i.id = g.indicator_id "
        f"JOIN indicators_reportingperiod p ON p.id = g.period_id {_newest_and_closing('g')} "
        "ORDER BY g.valid_from, g.unit_id"
    )
