"""The demonstration's agreements and targets, read from `data/agreement_2025.yaml`."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import yaml

from accountability.jobs.demo.province import COHORT_PROVINCES, DATA, PROVINCE, cohort_of, rated
from commitments.agreements.models import CommitmentKind, Direction, Reading
from commitments.agreements.services import NewAgreement, NewCommitment, NewProgramme
from commitments.indicators.services import indicator_ensure
from commitments.lib.actors import Actor
from commitments.organization.services.rows import NewUnit

YEAR = 2025
_READINGS = {
    "score": Reading.LATEST,
    "rank": Reading.RANK,
    "rate": Reading.RATIO,
    "count": Reading.LATEST,
    "duty": Reading.DUTY,
}


@dataclass(frozen=True, slots=True)
class Content:
    """The file as it stands; numbers are exact because the loader reads them as text."""

    document: dict[str, Any]

    def programme(self) -> NewProgramme:
        row = self.document["programme"]
        first, last = (date.fromisoformat(row[name]) for name in ("first_day", "last_day"))
        return NewProgramme(row["key"], row["name"], first, last, tuple(row["legal_bases"]))

    def indicators_ensure(self, *, actor: Actor, at: datetime) -> None:
        for key, row in self.document["indicators"].items():
            indicator_ensure(
                key=key,
                name=row["name"],
                unit_of_measure=row["unit"],
                decimals=int(row.get("decimals", "2")),
                definition=row.get("definition", ""),
                numerator_text=row.get("numerator", ""),
                denominator_text=row.get("denominator", ""),
                least=Decimal(row["least"]),
                most=Decimal(row["most"]),
                actor=actor,
                at=at,
            )

    def agreements(self, units: list[NewUnit]) -> list[NewAgreement]:
        """Return one agreement for each rated unit of An Giang, numbered in the order of the list."""
        return [self._agreement(number, unit) for number, unit in enumerate(rated(units), start=1)]

    def _agreement(self, number: int, unit: NewUnit) -> NewAgreement:
        document, province = self.document, self.document["province"]
        is_province = unit.code == PROVINCE
        first, last, due = (date.fromisoformat(document[name]) for name in ("first_day", "last_day", "due_date"))
        return NewAgreement(
            programme_key=document["programme"]["key"],
            unit_code=unit.code,
            tenure_day=first,
            year=YEAR,
            number=f"{number:03d}/CK-{YEAR}",
            title=province["title"] if is_province else document["title"],
            counterparty=province["counterparty"] if is_province else "Chủ tịch UBND tỉnh An Giang",
            first_day=first,
            last_day=last,
            due_date=due,
            commitments=tuple(self._province_items() if is_province else self._items(unit)),
        )

    def _province_items(self) -> list[NewCommitment]:
        items = self.document["province"]["commitments"]
        return [
            _item(number, row, Decimal(row["target"]), COHORT_PROVINCES) for number, row in enumerate(items, start=1)
        ]

    def _items(self, unit: NewUnit) -> list[NewCommitment]:
        targets = self.document["targets"][unit.kind.value]
        items = []
        for number, row in enumerate(self.document["commitments"], start=1):
            name = "rank" if row["kind"] == "rank" else row["indicator"]
            target = Decimal(1) if row["kind"] == "duty" else Decimal(targets[name])
            items.append(_item(number, row, target, cohort_of(unit)))
        return items


def content() -> Content:
    """Read the file. Every scalar stays text, so that 8.4 is never a float."""
    with (DATA / "agreement_2025.yaml").open(encoding="utf-8") as file:
        return Content(yaml.load(file, Loader=yaml.BaseLoader))  # noqa: S506  BaseLoader builds nothing but text


def _item(number: int, row: dict[str, str], target: Decimal, cohort: str) -> NewCommitment:
    kind = CommitmentKind(row["kind"])
    reading = _READINGS[row["kind"]]
    is_rank, is_rate = kind == CommitmentKind.RANK, kind == CommitmentKind.RATE
    period = row.get("period", f"{YEAR}-ytd")
    due = row.get("due") or _ends(period)
    return NewCommitment(
        number=number,
        kind=kind,
        title=row["title"],
        indicator_key=row["indicator"],
        reading=reading,
        direction=Direction.DOWN if is_rank else Direction.UP,
        target=target,
        period_key="" if is_rate else period,
        period_kind="quarter" if is_rate else "",
        cohort_key=cohort if is_rank else "",
        evidence_text=row.get("evidence", ""),
        unit_of_measure="hạng" if is_rank else None,
        decimals=0 if is_rank else None,
        is_key=row.get("key") == "true",
        is_reported=kind in (CommitmentKind.RATE, CommitmentKind.COUNT, CommitmentKind.DUTY),
        due_date=date.fromisoformat(due) if due else None,
    )


def _ends(period: str) -> str:
    """Return the day by which a figure of a single month or quarter is judged; the second quarter ended before the
    agreement began, so it is judged in the agreement's first month."""
    return {"2025-q2": "2025-07-31", "2025-q3": "2025-09-30", "2025-09": "2025-09-30", "2025-10": "2025-10-31"}.get(
        period, ""
    )
