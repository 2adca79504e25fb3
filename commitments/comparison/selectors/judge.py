"""Puts gathered facts before the pure core and turns its answer into the columns of a standing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from commitments.comparison.selectors.gather import FactRow, MemberRow, Moment
from commitments.indicators.models import ReportingPeriod
from commitments.lib.fields import SCALE
from scoring.comparison import (
    Direction,
    Facts,
    RankPlace,
    Reading,
    Standing,
    StandingParameters,
    Terms,
    compare,
    rank_cohort,
)
from scoring.comparison.incomplete import with_periods_missing
from scoring.quantities import quantize_half_up, ratio_percent

Group = tuple[int, int, int]
"""Cohort, indicator and period: what one ranking is about."""

_WARNING_DAYS: Final = "standing.duty_warning_days"
_SEVERAL: Final = frozenset({"sum", "ratio"})


class Outcome(NamedTuple):
    """The columns of one standing, figures as whole ten-thousandths."""

    commitment_id: int
    state: str
    reason: str
    value: int | None
    numerator: int | None
    denominator: int | None
    gap: int | None
    attainment: int | None
    rank: int | None
    rank_of: int | None
    observation_id: int | None
    known_at: str | None
    periods_known: int | None
    periods_due: int | None
    closing_value: int | None
    closing_state: str


class Places(NamedTuple):
    """The ranking of one group by what is known, and by what was known at closing where that differs."""

    newest: Mapping[int, RankPlace]
    closing: Mapping[int, RankPlace] | None


def rankings(members: Iterable[MemberRow]) -> dict[Group, Places]:
    """Rank every group by its printed figures; the more the better."""
    groups: dict[Group, list[MemberRow]] = {}
    for member in members:
        groups.setdefault((member.cohort_id, member.indicator_id, member.period_id), []).append(member)
    return {group: _places(rows) for group, rows in groups.items()}


class Judge:
    """Judges commitments at one moment. What many of them share (terms, parameters, calendars) is read once."""

    def __init__(self, moment: Moment, warning_days_of: Callable[[int, date], int]) -> None:
        """
        Args:
            warning_days_of: the days before its due date from which an unreported duty is at risk, under a
                rulebook release (by id) on a civil day.
        """
        self._day = moment.day
        self._closed_until = moment.closed_until
        self._warning_days_of = warning_days_of
        self._parameters: dict[int, StandingParameters] = {}
        self._terms: dict[tuple[object, ...], Terms] = {}
        self._calendars: dict[tuple[str, date, date], tuple[int, int]] = {}
        self._periods = list(ReportingPeriod.objects.values_list("kind", "first_day", "last_day", "closes_at"))

    def judge(self, rows: Sequence[FactRow], places: Mapping[Group, Places]) -> Iterator[tuple[Outcome, Standing]]:
        """Yield the outcome of each row, in their order, with the core's own answer beside it."""
        for row in rows:
            if row.reading in _SEVERAL:
                yield self._several(row)
            elif row.reading == "rank":
                yield self._rank(row, places)
            else:
                yield self._single(row)

    def _compare(self, row: FactRow, terms: Terms, facts: Facts) -> Standing:
        parameters = self._parameters.get(row.release_id)
        if parameters is None:
            parameters = StandingParameters(self._warning_days_of(row.release_id, self._day))
            self._parameters[row.release_id] = parameters
        return compare(terms, facts, day=self._day, params=parameters)

    def _terms_of(self, row: FactRow, reading: str) -> Terms:
        key = (reading, *row[2:9])
        terms = self._terms.get(key)
        if terms is None:
            if row.decimals > SCALE:
                raise ValueError(f"commitment {row.commitment_id} declares more than {SCALE} decimals")
            terms = Terms(
                Reading(reading),
                Direction(row.direction),
                Decimal(row.target).scaleb(-SCALE),
                _decimal(row.target_high),
                _decimal(row.baseline),
                row.decimals,
                row.first_day,
                row.due_date,
            )
            self._terms[key] = terms
        return terms

    def _single(self, row: FactRow) -> tuple[Outcome, Standing]:
        # A share that is read as the latest figure arrives as numerator and denominator.
        is_share = row.value is None and row.numerator is not None and row.reading == "latest"
        terms = self._terms_of(row, "ratio" if is_share else row.reading)
        standing = self._compare(row, terms, _facts(row, row.value, row.numerator, row.denominator))
        closing = None
        if row.restated:
            facts = _facts(row, row.closing_value, row.closing_numerator, row.closing_denominator)
            is_share = row.closing_value is None and row.reading == "latest"
            closing = self._compare(row, self._terms_of(row, "ratio" if is_share else row.reading), facts)
        return _outcome(row, standing, closing), standing

    def _several(self, row: FactRow) -> tuple[Outcome, Standing]:
        terms = self._terms_of(row, row.reading)
        due, closed = self._calendar(row)
        standing = self._compare(row, terms, _facts(row, row.value, row.numerator, row.denominator))
        closing = None
        if row.restated:
            facts = _facts(row, row.closing_value, row.closing_numerator, row.closing_denominator)
            closing = self._compare(row, terms, facts)
        if (row.known_closed or 0) < closed:
            standing = with_periods_missing(standing, terms, day=self._day)
            closing = closing and with_periods_missing(closing, terms, day=self._day)
        return _outcome(row, standing, closing, periods_due=due), standing

    def _rank(self, row: FactRow, places: Mapping[Group, Places]) -> tuple[Outcome, Standing]:
        terms = self._terms_of(row, "rank")
        found = places.get((row.cohort_id or 0, row.indicator_id, row.period_id or 0))
        place = found.newest.get(row.unit_id) if found else None
        standing = self._compare(row, terms, _rank_facts(row, place))
        closing = None
        if found and found.closing is not None:
            closing = self._compare(row, terms, _rank_facts(row, found.closing.get(row.unit_id)))
        return _outcome(row, standing, closing, place=place), standing

    def _calendar(self, row: FactRow) -> tuple[int, int]:
        """Count the periods of a sum or share that have begun, and those of them that are closed."""
        key = (row.period_kind, row.first_day, row.due_date)
        counts = self._calendars.get(key)
        if counts is None:
            closings = [
                closes_at
                for kind, first_day, last_day, closes_at in self._periods
                if kind == row.period_kind and row.first_day <= first_day <= self._day and last_day <= row.due_date
            ]
            counts = len(closings), sum(closes_at <= self._closed_until for closes_at in closings)
            self._calendars[key] = counts
        return counts


def _places(rows: Sequence[MemberRow]) -> Places:
    unranked = {row.unit_id for row in rows if not row.is_ranked}
    values = {row.unit_id: printed(row.value, row.numerator, row.denominator, row.decimals) for row in rows}
    newest = rank_cohort(values, direction=Direction.UP, unranked=unranked)
    at_closing = {
        row.unit_id: printed(row.closing_value, row.closing_numerator, row.closing_denominator, row.decimals)
        for row in rows
        if row.restated
    }
    if not at_closing:
        return Places(newest, None)
    return Places(newest, rank_cohort({**values, **at_closing}, direction=Direction.UP, unranked=unranked))


def printed(value: int | None, numerator: int | None, denominator: int | None, decimals: int) -> Decimal | None:
    """Give a stored figure as it is printed, a share in percent; None where there is none.

    Args:
        value, numerator, denominator: whole ten-thousandths.
    """
    if value is not None:
        return quantize_half_up(Decimal(value).scaleb(-SCALE), decimals)
    if numerator is None or denominator is None or denominator <= 0:
        return None
    share = ratio_percent(Decimal(numerator), Decimal(denominator), decimals)
    return share if isinstance(share, Decimal) else None


def _facts(row: FactRow, value: int | None, numerator: int | None, denominator: int | None) -> Facts:
    return Facts(
        _decimal(value),
        _decimal(numerator),
        _decimal(denominator),
        None,
        None,
        bool(row.waived),
        bool(row.report_pending),
    )


def _rank_facts(row: FactRow, place: RankPlace | None) -> Facts:
    waived, pending = bool(row.waived), bool(row.report_pending)
    if place is None:
        return Facts(None, waived=waived, report_pending=pending)
    return Facts(None, rank=place.rank, rank_of=place.of, waived=waived, report_pending=pending)


def _outcome(
    row: FactRow,
    standing: Standing,
    closing: Standing | None,
    *,
    place: RankPlace | None = None,
    periods_due: int | None = None,
) -> Outcome:
    changed = closing is not None and (closing.value, closing.state) != (standing.value, standing.state)
    return Outcome(
        row.commitment_id,
        standing.state.value,
        standing.reason.value,
        _scaled(standing.value),
        row.numerator,
        row.denominator,
        _scaled(standing.gap),
        _scaled(standing.attainment),
        place.rank if place else None,
        place.of if place else None,
        row.observation_id,
        row.known_at,
        row.known,
        periods_due,
        _scaled(closing.value) if changed and closing else None,
        closing.state.value if changed and closing else "",
    )


def _decimal(scaled: int | None) -> Decimal | None:
    return None if scaled is None else Decimal(scaled).scaleb(-SCALE)


def _scaled(value: Decimal | None) -> int | None:
    # The core's figures have at most four decimals here: terms with more are refused above.
    return None if value is None else int(value.scaleb(SCALE))
