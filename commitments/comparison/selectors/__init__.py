"""What others may read about standings. Each function returns frozen rows in a fixed number of queries."""

from commitments.comparison.selectors.figures import (
    CohortValue,
    CohortValues,
    FigurePoint,
    cohort_values,
    figure_histories,
    figure_history,
)
from commitments.comparison.selectors.gathered import GatheredCommitment, commitments_gather
from commitments.comparison.selectors.headline import (
    HeadlineFigure,
    ItemCounts,
    SpanFigure,
    SpanSeries,
    headline_figures,
    item_counts,
    unit_series,
)
from commitments.comparison.selectors.overview import (
    PAGE_SIZE,
    SORTS,
    HeatCell,
    HeatRow,
    StandingsPage,
    UnableToSortStandings,
    UnitStandings,
    heat_matrix,
    standing_counts_by_unit,
)
from commitments.comparison.selectors.standing_rows import StandingRow, standing_detail, standing_rows_for_unit

__all__ = [
    "PAGE_SIZE",
    "SORTS",
    "CohortValue",
    "CohortValues",
    "FigurePoint",
    "GatheredCommitment",
    "HeadlineFigure",
    "HeatCell",
    "HeatRow",
    "ItemCounts",
    "SpanFigure",
    "SpanSeries",
    "StandingRow",
    "StandingsPage",
    "UnableToSortStandings",
    "UnitStandings",
    "cohort_values",
    "commitments_gather",
    "figure_histories",
    "figure_history",
    "headline_figures",
    "heat_matrix",
    "item_counts",
    "standing_counts_by_unit",
    "standing_detail",
    "standing_rows_for_unit",
    "unit_series",
]
