"""The bare floors: what the same answers cost when nothing but one statement, or one bare writer, is asked for."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import xlsxwriter

# Newest figure of every unit, indicator and period; added up, ranked or taken as it is; compared with the target and
# the straight line towards it; counted by reading and state. It stores nothing, and knows no closing figures, missing
# periods, waivers, reports or cohort members without a commitment: the synthetic nation has none of the latter three.
STANDINGS: Final = """
WITH newest AS (
    SELECT DISTINCT ON (o.unit_id, o.indicator_id, o.period_id)
        o.unit_id, o.indicator_id, o.period_id, o.value, o.numerator, o.denominator
    FROM indicators_observation o
    ORDER BY o.unit_id, o.indicator_id, o.period_id, o.known_at DESC, o.id DESC
),
known AS (
    SELECT c.id, sum(n.value) AS value, sum(n.numerator) AS numerator, sum(n.denominator) AS denominator
    FROM newest n
    JOIN indicators_reportingperiod p ON p.id = n.period_id
    JOIN agreements_commitment c ON c.unit_id = n.unit_id AND c.indicator_id = n.indicator_id
        AND (c.period_id = p.id OR p.kind = c.period_kind AND p.first_day >= c.first_day AND p.last_day <= c.due_date)
    GROUP BY c.id
),
figures AS (
    SELECT c.reading, c.direction, c.target / 10000.0 AS target, c.target_high / 10000.0 AS target_high, c.first_day,
        c.due_date, CASE c.reading
            WHEN 'ratio' THEN round(100.0 * k.numerator / nullif(k.denominator, 0), c.decimals)
            WHEN 'rank' THEN CASE WHEN k.value IS NOT NULL THEN rank() OVER (PARTITION BY c.cohort_id,
                CASE WHEN c.reading = 'rank' THEN c.indicator_id END
                ORDER BY CASE WHEN c.reading = 'rank' THEN round(k.value / 10000.0, c.decimals) END DESC) END
            ELSE round(k.value / 10000.0, c.decimals) END AS figure
    FROM agreements_commitment c
    JOIN agreements_agreement a ON a.id = c.agreement_id AND a.state = 'signed'
    LEFT JOIN known k ON k.id = c.id
)
SELECT reading, CASE
    WHEN figure IS NULL THEN 'no_data'
    WHEN (direction = 'down' OR figure >= target)
        AND (direction = 'up' OR figure <= CASE direction WHEN 'down' THEN target ELSE target_high END)
        THEN CASE WHEN %(day)s > due_date OR reading = 'sum' AND direction = 'up' THEN 'met' ELSE 'on_track' END
    WHEN %(day)s > due_date OR reading = 'sum' AND direction <> 'up' THEN 'missed'
    WHEN reading = 'sum' AND figure * (due_date - first_day) >= target * (%(day)s - first_day) THEN 'on_track'
    ELSE 'at_risk' END AS state, count(*)
FROM figures
GROUP BY 1, 2 ORDER BY 1, 2
"""

# The fifty rows of the first page and nothing else.
OVERVIEW: Final = """
SELECT u.id, u.name, u.kind, a.state, count(*), count(*) FILTER (WHERE s.state = 'met'),
    count(*) FILTER (WHERE s.state = 'on_track'), count(*) FILTER (WHERE s.state = 'at_risk'),
    count(*) FILTER (WHERE s.state = 'missed'), count(*) FILTER (WHERE s.state = 'no_data'), max(s.known_at)
FROM (SELECT * FROM organization_unit WHERE kind IN ('department', 'commune') ORDER BY name, id LIMIT 50) u
JOIN agreements_agreement a ON a.unit_id = u.id AND a.year = %(year)s
JOIN agreements_commitment c ON c.agreement_id = a.id
LEFT JOIN comparison_standing s ON s.commitment_id = c.id
GROUP BY u.id, u.name, u.kind, a.state ORDER BY u.name
"""


class BareWorkbook:
    """Takes the rows that the council's workbook takes and writes their cells with XlsxWriter in constant memory.

    No styles, widths or print set-up; only dates get a format, because without one they are numbers.
    """

    def __init__(self, path: Path) -> None:
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "remove_timezone": True})
        self._formats: dict[type[date], Any] = {
            date: self._book.add_format({"num_format": "dd/mm/yyyy"}),
            datetime: self._book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        }

    def table(self, sheet: Any, *, banner: str) -> "BareSheet":
        table = BareSheet(self._book.add_worksheet(sheet.name), self._formats)
        table.fields = [None if column.kind == "blank" else attrgetter(column.field) for column in sheet.columns]
        table.write([f"{sheet.title}. {banner}"])
        table.write([column.header for column in sheet.columns])
        return table

    def pairs(self, name: str, widths: tuple[int, int]) -> "BareSheet":
        return BareSheet(self._book.add_worksheet(name), self._formats)

    def save(self, path: Path) -> None:
        self._book.close()


class BareSheet:
    """One sheet, row after row."""

    def __init__(self, sheet: Any, formats: dict[type[date], Any]) -> None:
        self._sheet, self._formats = sheet, formats
        self.fields: list[Any] = []
        self.rows = 0

    def append(self, row: Any) -> None:
        self.write([None if field is None else field(row) for field in self.fields])

    def heading(self, text: str, style: str = "") -> None:
        self.write([text])

    def pair(self, label: str, value: Any, kind: Any = None) -> None:
        self.write([label, value])

    def gap(self) -> None:
        self.rows += 1

    def write(self, values: Sequence[Any]) -> None:
        for column, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                self._sheet.write_string(self.rows, column, value)
            elif isinstance(value, date):
                self._sheet.write_datetime(self.rows, column, value, self._formats[type(value)])
            elif isinstance(value, int | Decimal):
                self._sheet.write_number(self.rows, column, value)
            else:
                raise TypeError(f"{value!r} is nothing that a cell can hold")
        self.rows += 1
