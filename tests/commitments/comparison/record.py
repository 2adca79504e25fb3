"""A small record to compare in: units, one cohort, periods, agreements, and figures as sources would show them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from commitments.accounts.models import User
from commitments.agreements.models import Agreement, AgreementState, Commitment, Programme
from commitments.comparison.models import Standing
from commitments.comparison.services import standings_refresh
from commitments.indicators.models import Indicator, Observation, ReportingPeriod
from commitments.organization.models import Cohort, CohortMembership, Leader, Tenure, Unit
from commitments.rulebooks.services import release_current
from commitments.runs.models import Run
from commitments.runs.services import run_claim, run_enqueue
from commitments.signing.models import Signature

MIDNIGHT = timedelta(hours=17)  # in UTC, of the day before: civil days begin at +07:00
REAL = datetime(2026, 1, 5, 2, tzinfo=UTC)


def at(day: str, hour: int = 9) -> datetime:
    """The moment at a civil hour."""
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00+07:00").astimezone(UTC)


@dataclass
class Record:
    """Everything that a test of comparison needs, made on demand."""

    units: list[Unit] = field(default_factory=list)
    numbers: int = 0

    def __post_init__(self) -> None:
        self.cohort = Cohort.objects.create(key="communes", name="Các xã")
        self.programme = Programme.objects.create(
            key="p", name="CCHC", first_day=date(2021, 1, 1), last_day=date(2025, 12, 31)
        )
        self.release = release_current(at=REAL)
        self.year = self.period("2025-ytd", "year_to_date", "2025-01-01", "2025-12-31", "2026-01-05")
        self.months = [
            self.period(f"2025-{m:02}", "month", f"2025-{m:02}-01", str(_last(m)), str(_last(m) + timedelta(5)))
            for m in range(1, 13)
        ]
        self.user = User.objects.create_user("tester", full_name="Người thử")

    def period(self, key: str, kind: str, first: str, last: str, closes: str) -> ReportingPeriod:
        return ReportingPeriod.objects.create(
            key=key,
            kind=kind,
            year=2025,
            first_day=date.fromisoformat(first),
            last_day=date.fromisoformat(last),
            closes_at=at(closes, 0),
        )

    def unit(self, *, is_ranked: bool = True) -> Unit:
        number = len(self.units) + 1
        unit = Unit.objects.create(
            code=f"u{number}", name=f"Xã {number:02}", kind="commune", path=f"/{number}/", valid_from=date(2020, 1, 1)
        )
        CohortMembership.objects.create(
            cohort=self.cohort,
            unit=unit,
            is_ranked=is_ranked,
            unranked_reason="" if is_ranked else "gần như không có hồ sơ",
            valid_from=date(2020, 1, 1),
        )
        Tenure.objects.create(
            unit=unit, leader=Leader.objects.create(name=f"L{number}"), post="Chủ tịch", first_day=date(2020, 1, 1)
        )
        self.units.append(unit)
        return unit

    def indicator(self, key: str = "score", decimals: int = 2) -> Indicator:
        return Indicator.objects.get_or_create(
            key=key, defaults={"name": key, "unit_of_measure": "điểm", "decimals": decimals}
        )[0]

    def agreement(self, unit: Unit) -> Agreement:
        found = Agreement.objects.filter(unit=unit, year=2025).first()
        return found or Agreement.objects.create(
            programme=self.programme,
            unit=unit,
            tenure=unit.tenures.get(),
            year=2025,
            number=f"{unit.pk}/CK",
            title="Cam kết",
            counterparty="Chủ tịch tỉnh",
            first_day=date(2025, 1, 1),
            last_day=date(2025, 12, 31),
            due_date=date(2025, 2, 1),
        )

    def commitment(self, unit: Unit, reading: str = "latest", **more: Any) -> Commitment:
        self.numbers += 1
        indicator = more.pop("indicator", None) or self.indicator()
        is_several = reading in {"sum", "ratio"}
        fields: dict[str, Any] = {
            "kind": {"latest": "score", "rank": "rank", "duty": "duty", "sum": "count", "ratio": "rate"}[reading],
            "direction": "down" if reading == "rank" else "up",
            "target": Decimal(1),
            "decimals": indicator.decimals,
            "period": None if is_several else self.year,
            "period_kind": "month" if is_several else "",
            "cohort": self.cohort if reading == "rank" else None,
            "first_day": date(2025, 1, 1),
            "due_date": date(2025, 12, 31),
        }
        return Commitment.objects.create(
            agreement=self.agreement(unit),
            unit=unit,
            number=self.numbers,
            title=f"Nội dung {self.numbers}",
            indicator=indicator,
            reading=reading,
            unit_of_measure="điểm",
            **{**fields, **more},
        )

    def sign(self, *units: Unit) -> None:
        for unit in units or self.units:
            agreement = self.agreement(unit)
            signature = Signature.objects.create(
                subject_type="agreement",
                subject_id=str(agreement.pk),
                scheme="test",
                payload="{}",
                sha256="0" * 64,
                signer_id=self.user.pk,
                signer_name="Người thử",
                signer_post="Chủ tịch",
                method="password_again",
                signed_at=at("2025-01-15"),
            )
            Agreement.objects.filter(pk=agreement.pk, state=AgreementState.READY).update(
                state=AgreementState.SIGNED,
                signature=signature,
                signed_at=at("2025-01-15"),
                rulebook_release=self.release,
            )

    def pull(self, *rows: "Figure") -> Run:
        """Record figures under a run of their own."""
        run = self.run("source_pull", {})
        Observation.objects.bulk_create(
            Observation(
                unit=row.unit,
                indicator=row.indicator or self.indicator(),
                period=row.period or self.year,
                value=_exact(row.value),
                numerator=_exact(row.numerator),
                denominator=_exact(row.denominator),
                known_at=row.known_at,
                recorded_at=REAL,
                run=run,
            )
            for row in rows
        )
        return run

    def run(self, kind: str, params: dict[str, Any]) -> Run:
        number = Run.objects.count() + 1
        return run_enqueue(key=f"{kind}:{number}", kind=kind, params=params, intended_at=REAL, at=REAL)

    def refresh(self, day: str = "2025-10-15", **params: Any) -> dict[str, Any]:
        """Carry out a refresh and return what it counted."""
        run = self.run("standings_refresh", params or {"all": True})
        attempt = run_claim(run_id=run.pk, worker="test", at=REAL)
        assert attempt is not None
        standings_refresh(run_id=run.pk, attempt=attempt, now=lambda: REAL, day=date.fromisoformat(day))
        result: dict[str, Any] = Run.objects.get(pk=run.pk).result
        return result

    def standing(self, commitment: Commitment) -> Standing:
        return Standing.objects.get(pk=commitment.pk)


@dataclass
class Figure:
    """One value of one unit, as a source showed it."""

    unit: Unit
    value: str | None = None
    known_at: datetime = field(default_factory=lambda: at("2025-10-11"))
    indicator: Indicator | None = None
    period: ReportingPeriod | None = None
    numerator: str | None = None
    denominator: str | None = None


def states(commitments: Iterable[Commitment]) -> list[str]:
    """The states of commitments, in their order."""
    found = dict(Standing.objects.values_list("commitment_id", "state"))
    return [found[commitment.pk] for commitment in commitments]


def _last(month: int) -> date:
    return date(2025 + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
