"""The real units of An Giang and the 34 provinces, read from the figures' own files."""

import csv
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from commitments.organization.models import UnitKind
from commitments.organization.services.rows import NewCohort, NewMembership, NewTenure, NewUnit

DATA = Path(__file__).parent / "data"
PROVINCE = "398126"
HOME_AFFAIRS = "398128"
INSPECTORATE = "472356"
OFFICE = "VPUBND-AG"
UNSIGNED = "471279"
# Its head has reported next to nothing: the one that the demonstration calls to a review of responsibility.
SILENT = "470371"
COHORT_DEPARTMENTS, COHORT_COMMUNES, COHORT_PROVINCES = "an-giang-departments", "an-giang-communes", "provinces"
# The two-tier model, and the merged province, begin on this day.
FIRST_DAY = date(2025, 7, 1)


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the figures' files, as text."""
    with (DATA / "766" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unit_name(printed: str) -> str:
    """Return the office's own name: without the province behind it, and with the kind of unit in small letters."""
    name = " ".join(unicodedata.normalize("NFC", printed).split()).removesuffix(" - tỉnh An Giang")
    return name.replace("UBND Đặc khu", "UBND đặc khu").replace("UBND Xã", "UBND xã")


def unit_kind(name: str) -> UnitKind:
    for words, kind in (
        ("UBND tỉnh", UnitKind.PROVINCE),
        ("UBND thành phố", UnitKind.PROVINCE),
        ("UBND phường", UnitKind.WARD),
        ("UBND xã", UnitKind.COMMUNE),
        ("UBND đặc khu", UnitKind.SPECIAL_ZONE),
    ):
        if name.casefold().startswith(words.casefold()):
            return kind
    return UnitKind.DEPARTMENT


def head_post(name: str) -> str:
    """Return the post that heads a unit; posts stand for persons' names in the demonstration."""
    if name.startswith("UBND"):
        return f"Chủ tịch {name}"
    if name.startswith("Sở"):
        return f"Giám đốc {name}"
    if name.startswith("Thanh tra"):
        return f"Chánh {name}"
    return f"Trưởng {name}"


def _units_of(files: tuple[str, ...], parent: str) -> Iterator[NewUnit]:
    seen = set()
    for row in (row for name in files for row in read(name)):
        if row["unit_id"] not in seen:
            seen.add(row["unit_id"])
            name = unit_name(row["unit_name"])
            yield NewUnit(row["unit_id"], name, unit_kind(name), FIRST_DAY, parent, row["agency_code"])


def units() -> list[NewUnit]:
    """Return the provinces, then the units of An Giang and the office that reviews Home Affairs."""
    office = NewUnit(OFFICE, "Văn phòng UBND tỉnh An Giang", UnitKind.DEPARTMENT, FIRST_DAY, PROVINCE)
    return [
        *_units_of(("provinces.csv",), ""),
        *_units_of(("an_giang_departments.csv", "an_giang_communes.csv"), PROVINCE),
        office,
    ]


def rated(rows: list[NewUnit]) -> list[NewUnit]:
    """Return the units of An Giang that sign an agreement: the province itself and all below it but the office."""
    return [row for row in rows if row.code == PROVINCE or (row.parent_code == PROVINCE and row.code != OFFICE)]


def cohorts() -> list[NewCohort]:
    return [
        NewCohort(COHORT_DEPARTMENTS, "Sở, ban, ngành tỉnh An Giang", 1),
        NewCohort(COHORT_COMMUNES, "Xã, phường, đặc khu tỉnh An Giang", 2),
        NewCohort(COHORT_PROVINCES, "34 tỉnh, thành phố", 3),
    ]


def cohort_of(unit: NewUnit) -> str:
    if unit.kind == UnitKind.PROVINCE:
        return COHORT_PROVINCES
    return COHORT_DEPARTMENTS if unit.kind == UnitKind.DEPARTMENT else COHORT_COMMUNES


def memberships(rows: list[NewUnit]) -> list[NewMembership]:
    """Return each unit's cohort. The inspectorate has almost no procedures: it is shown but not ranked."""
    reason = {INSPECTORATE: "Gần như không phát sinh hồ sơ thủ tục hành chính"}
    return [
        NewMembership(cohort_of(row), row.code, FIRST_DAY, unranked_reason=reason.get(row.code, ""))
        for row in rows
        if row.code != OFFICE
    ]


def username_of(code: str) -> str:
    """Return the account of a unit's head; the units that the demonstration signs in with have names to remember."""
    named = {
        "470152": "chutich.longphu",
        SILENT: "chutich.anminh",
        UNSIGNED: "chutich.rachgia",
        HOME_AFFAIRS: "giamdoc.noivu",
        PROVINCE: "chutich.tinh",
    }
    return named.get(code, f"head.{code}")


def tenures(rows: list[NewUnit]) -> list[NewTenure]:
    return [
        NewTenure(row.code, FIRST_DAY, head_post(row.name), head_post(row.name), username_of(row.code))
        for row in rated(rows)
    ]
