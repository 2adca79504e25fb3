"""The bare floors: what the same answers cost when nothing but one statement, or one bare writer, is asked for."""

from typing import Final

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
