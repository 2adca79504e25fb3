"""The synthetic nation: 4,000 units with 40 commitments each and 1,000,000 figures, the same every time.

The mix of the 40, by number: 1-20 read the latest year-to-date figure (1-14 up, 15-18 down, 19-20 within a range),
21-28 add up months, 29-36 are shares over months, 37-40 are places within the cohort. The day is 20 September 2025:
eight months are known, and one of them was restated after it had closed. 34 provinces, each with a cohort of 15
departments and one of its communes.
"""

from datetime import UTC, date, datetime
from typing import Final

from django.db import connection, transaction

from commitments.accounts.models import User
from commitments.agreements.models import Agreement, Programme
from commitments.indicators.models import Indicator, ReportingPeriod
from commitments.organization.models import Cohort, CohortMembership, Leader, RoleGrant, Tenure, Unit
from commitments.rulebooks.services import release_current
from commitments.runs.models import Run, RunState

SEED: Final = 20_251_015
UNITS: Final = 4_000
ITEMS: Final = 40
PROVINCES: Final = 34
DEPARTMENTS: Final = 15
YEAR: Final = 2025
DAY: Final = date(2025, 9, 20)
CHANGED: Final = 10_000
SIGN_IN: Final = "bench"
_FIRST, _LAST = date(2025, 1, 1), date(2025, 12, 31)
_AT = datetime(2025, 9, 20, tzinfo=UTC)

# Even to the eye, the same on every server: {0} mixes a row's numbers into 0 .. 9999.
_DICE = "(hashint8extended(({0})::bigint, " + str(SEED) + ") & 2147483647) % 10000"


def load() -> None:
    """Fill an empty, migrated database."""
    with transaction.atomic():
        # The rows are consistent by construction; checking a million of them one by one would only cost time.
        _execute("SET LOCAL session_replication_role = replica")
        _organization()
        _definitions()
        _agreements()
        _execute(_COMMITMENTS)
        _sign()
        _execute(_LATEST.format(dice=_DICE.format("u.id * 1000 + i.id * 10 + pull")))
        _execute(_MONTHS.format(dice=_DICE.format("u.id * 100000 + i.id * 1000 + month * 10")))
    # What autovacuum would have done by the next night.
    _execute("VACUUM (ANALYZE)")


def night(number: int) -> int:
    """Append the figures of one night: 10,000 changed ones (1 %), all within a tenth of the cohorts.

    Returns:
        The id of the run that brought them.
    """
    run = _run(f"source_pull:night:{number}")
    with transaction.atomic():
        _execute("SET LOCAL session_replication_role = replica")
        _execute(_NIGHT.format(dice=_DICE.format(f"c.id * 10 + {number}"), run=run.pk, number=number))
    _execute("ANALYZE indicators_observation")
    return run.pk


def _organization() -> None:
    root = Unit.objects.create(code="vn", name="Cả nước", kind="province", path="/1/", valid_from=_FIRST)
    Unit.objects.filter(pk=root.pk).update(path=f"/{root.pk}/")
    provinces = Unit.objects.bulk_create(
        Unit(code=f"p{n}", name=f"Tỉnh {n:02}", kind="province", parent=root, path="", valid_from=_FIRST)
        for n in range(PROVINCES)
    )
    units, memberships = [], []
    for n, province in enumerate(provinces):
        province.path = f"/{root.pk}/{province.pk}/"
        cohorts = [
            Cohort.objects.create(key=f"{n}-{kind}", name=f"Tỉnh {n:02}: {kind}", position=n)
            for kind in ("department", "commune")
        ]
        for place in range(UNITS // PROVINCES + (n < UNITS % PROVINCES)):
            kind = "department" if place < DEPARTMENTS else "commune"
            name = f"{'Sở' if kind == 'department' else 'Xã'} {n:02}-{place:03}"
            unit = Unit(
                code=f"u{n}-{place}", name=name, kind=kind, parent=province, path=province.path, valid_from=_FIRST
            )
            units.append(unit)
            memberships.append(CohortMembership(cohort=cohorts[kind == "commune"], unit=unit, valid_from=_FIRST))
    Unit.objects.bulk_update(provinces, ["path"])
    Unit.objects.bulk_create(units)
    _execute("UPDATE organization_unit SET path = path || id || '/' WHERE code LIKE 'u%'")
    for membership in memberships:
        membership.unit_id = membership.unit.pk
    CohortMembership.objects.bulk_create(memberships)
    leaders = Leader.objects.bulk_create(Leader(name=f"Người đứng đầu {unit.name}") for unit in units)
    Tenure.objects.bulk_create(
        Tenure(unit=unit, leader=leader, post=f"Người đứng đầu {unit.name}", first_day=_FIRST)
        for unit, leader in zip(units, leaders, strict=True)
    )
    user = User.objects.create_user(SIGN_IN, full_name="Người quản lý")
    RoleGrant.objects.create(user=user, role="manager", unit=root, home_unit=root, valid_from=_FIRST)


def _definitions() -> None:
    Indicator.objects.bulk_create(
        Indicator(
            key=f"i{number:02}",
            name=f"Chỉ số {number}",
            unit_of_measure="%" if 28 < number <= 36 else "điểm",
        )
        for number in range(1, ITEMS + 1)
    )
    ReportingPeriod.objects.create(
        key="2025-ytd",
        kind="year_to_date",
        year=YEAR,
        first_day=_FIRST,
        last_day=_LAST,
        closes_at=datetime(2026, 1, 5, tzinfo=UTC),
    )
    for month in range(1, 13):
        after = date(YEAR + month // 12, month % 12 + 1, 1)
        ReportingPeriod.objects.create(
            key=f"2025-{month:02}",
            kind="month",
            year=YEAR,
            number=month,
            first_day=date(YEAR, month, 1),
            last_day=date.fromordinal(after.toordinal() - 1),
            closes_at=datetime(after.year, after.month, 5, tzinfo=UTC),
        )
    _run("source_pull:year")


def _agreements() -> None:
    programme = Programme.objects.create(key="bench", name="Chương trình", first_day=_FIRST, last_day=_LAST)
    tenures = Tenure.objects.select_related("unit").order_by("unit_id")
    Agreement.objects.bulk_create(
        Agreement(
            programme=programme,
            unit=tenure.unit,
            tenure=tenure,
            year=YEAR,
            number=f"{tenure.unit_id}/CK",
            title=f"Bản cam kết năm {YEAR} của {tenure.unit.name}",
            counterparty="Chủ tịch UBND tỉnh",
            first_day=_FIRST,
            last_day=_LAST,
            due_date=date(2025, 1, 31),
        )
        for tenure in tenures
    )


def _sign() -> None:
    release = release_current(at=_AT)
    _execute(_SIGNATURES)
    _execute(
        "UPDATE agreements_agreement a SET state = 'signed', signature_id = s.id, signed_at = s.signed_at, "
        f"rulebook_release_id = {release.pk} FROM signing_signature s WHERE s.subject_id = a.id::text"
    )


def _run(key: str) -> Run:
    return Run.objects.create(
        key=key, kind="source_pull", intended_at=_AT, created_at=_AT, finished_at=_AT, state=RunState.SUCCEEDED
    )


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


_COMMITMENTS = f"""
INSERT INTO agreements_commitment (agreement_id, unit_id, number, kind, title, definition, numerator_text,
    denominator_text, evidence_text, indicator_id, reading, period_id, period_kind, cohort_id, direction, target,
    target_high, baseline, unit_of_measure, decimals, is_key, is_reported, first_day, due_date)
SELECT a.id, a.unit_id, n, v.kind, 'Nội dung cam kết số ' || n, 'Theo định nghĩa của chỉ số ' || n, '', '', '', i.id,
    v.reading, CASE WHEN v.reading IN ('latest', 'rank') THEN y.id END,
    CASE WHEN v.reading IN ('sum', 'ratio') THEN 'month' ELSE '' END,
    CASE WHEN v.reading = 'rank' THEN m.cohort_id END,
    CASE WHEN v.reading = 'rank' OR n BETWEEN 15 AND 18 THEN 'down' WHEN n IN (19, 20) THEN 'range' ELSE 'up' END,
    CASE v.reading WHEN 'sum' THEN 4000000 + dice * 400 WHEN 'rank' THEN 10000 * (3 + dice % 30)
        ELSE 400000 + dice / 100 * 5000 END,
    CASE WHEN n IN (19, 20) THEN 950000 END, NULL, i.unit_of_measure, 2, n <= 5, false, a.first_day, a.last_day
FROM agreements_agreement a
JOIN organization_cohortmembership m ON m.unit_id = a.unit_id
CROSS JOIN generate_series(1, {ITEMS}) n
CROSS JOIN LATERAL (SELECT {_DICE.format("a.unit_id * 100 + n")} AS dice) d
CROSS JOIN LATERAL (SELECT CASE WHEN n <= 20 THEN 'latest' WHEN n <= 28 THEN 'sum' WHEN n <= 36 THEN 'ratio'
    ELSE 'rank' END AS reading, CASE WHEN n <= 20 THEN 'score' WHEN n <= 28 THEN 'count' WHEN n <= 36 THEN 'rate'
    ELSE 'rank' END AS kind) v
JOIN indicators_indicator i ON i.key = 'i' || lpad(n::text, 2, '0')
JOIN indicators_reportingperiod y ON y.key = '2025-ytd'
ORDER BY a.unit_id, n
"""
_SIGNATURES = """
INSERT INTO signing_signature (uuid, subject_type, subject_id, scheme, payload, sha256, signer_id, signer_name,
    signer_post, method, signed_at)
SELECT gen_random_uuid(), 'agreement', a.id::text, 'bench', '{}', repeat('0', 64), 1, 'Người đứng đầu', 'Thủ trưởng',
    'password_again', '2025-01-20T00:00:00Z' FROM agreements_agreement a
"""
_COLUMNS = (
    "INSERT INTO indicators_observation (unit_id, indicator_id, period_id, value, numerator, denominator, known_at, "
    "recorded_at, run_id, file_number, row_number, flags) "
)
# Four pulls of the year-to-date figure; of ranked indicators six or seven. In the order of the pulls, as it would be.
_LATEST = (
    _COLUMNS
    + """
SELECT u.id, i.id, y.id, 400000 + ({dice}) * 60, NULL, NULL,
    timestamptz '2025-09-16Z' - make_interval(days => 7 * pull), timestamptz '2025-09-16Z', r.id, 1, 1, ''
FROM generate_series(6, 0, -1) pull
CROSS JOIN organization_unit u
JOIN indicators_indicator i ON i.key <= 'i20' OR i.key > 'i36'
JOIN indicators_reportingperiod y ON y.key = '2025-ytd'
JOIN runs_run r ON r.key = 'source_pull:year'
WHERE u.code LIKE 'u%' AND pull < CASE WHEN i.key <= 'i20' THEN 4 WHEN i.key <= 'i38' THEN 6 ELSE 7 END
ORDER BY pull DESC, u.id, i.id
"""
)
# Eight months, each known before it closed, and one of them once more afterwards.
_MONTHS = (
    _COLUMNS
    + """
SELECT u.id, i.id, p.id, CASE WHEN i.key <= 'i28' THEN 100000 + ({dice}) / 10 * 1000 END,
    CASE WHEN i.key > 'i28' THEN (100 + ({dice}) % 900) * 10000 END, CASE WHEN i.key > 'i28' THEN 10000000 END,
    p.closes_at + make_interval(days => CASE WHEN again = 0 THEN -2 ELSE 4 END), p.closes_at, r.id, 1, 1, ''
FROM generate_series(1, 8) month
JOIN indicators_reportingperiod p ON p.key = '2025-0' || month
CROSS JOIN generate_series(0, 1) again
CROSS JOIN organization_unit u
JOIN indicators_indicator i ON i.key BETWEEN 'i21' AND 'i36'
JOIN runs_run r ON r.key = 'source_pull:year'
WHERE u.code LIKE 'u%' AND (again = 0 OR month = 1 + (u.id + i.id) % 8)
ORDER BY month, again, u.id, i.id
"""
).replace("{dice}", "{dice} + again")
# Communes of three provinces and departments of four: 7 of 68 cohorts. Months restate August.
_NIGHT = (
    _COLUMNS
    + f"""
SELECT unit_id, indicator_id, period_id, CASE WHEN reading <> 'ratio' THEN 400000 + dice * 60 END,
    CASE WHEN reading = 'ratio' THEN (dice % 1000) * 10000 END, CASE WHEN reading = 'ratio' THEN 10000000 END,
    timestamptz '2025-09-17Z' + make_interval(hours => number), timestamptz '2025-09-18Z', run, 1, 1, ''
FROM (
    SELECT c.unit_id, c.indicator_id, coalesce(c.period_id, p.id) AS period_id, c.reading, {{dice}} AS dice,
        {{run}}::bigint AS run, {{number}} AS number
    FROM agreements_commitment c
    JOIN organization_cohortmembership m ON m.unit_id = c.unit_id
    JOIN organization_cohort g ON g.id = m.cohort_id
    JOIN indicators_reportingperiod p ON p.key = '2025-08'
    WHERE g.key IN ('0-commune', '1-commune', '2-commune', '3-department', '4-department', '5-department',
        '6-department')
    ORDER BY 5, c.id LIMIT {CHANGED}
) changed
"""
)
