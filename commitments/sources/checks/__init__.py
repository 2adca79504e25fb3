"""The checks, one file each and all of one shape: rows in, findings out.

`ROW_CHECKS` see every row and may hold it back; `FIGURE_CHECKS` see the figures that would be new. To switch a check
off is a change here, reviewed like any other, not a flag.
"""

from commitments.sources.checks.complete import complete
from commitments.sources.checks.in_range import in_range
from commitments.sources.checks.known_period import known_period
from commitments.sources.checks.known_unit import known_unit
from commitments.sources.checks.model import Check
from commitments.sources.checks.parts_total import parts_total
from commitments.sources.checks.restated import restated
from commitments.sources.checks.row_count import row_count
from commitments.sources.checks.unique import unique

ROW_CHECKS: tuple[Check, ...] = (complete, known_unit, known_period, in_range, unique, parts_total)
FIGURE_CHECKS: tuple[Check, ...] = (row_count, restated)
