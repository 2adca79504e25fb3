"""The list of recommendations as the address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from accountability.web.presentation.words import LEVELS
from commitments.recommendations.models import SubjectKind


@dataclass(frozen=True, slots=True)
class LinesQuery:
    """Filters; empty text means "all"."""

    year: int | None = None
    subject: str = ""
    cohort: str = ""
    level: str = ""
    review: bool = False
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything narrows the list."""
        return bool(self.subject or self.cohort or self.level or self.review)

    def url(self, **changes: Any) -> str:
        """Write the address of the list with some things changed, from its first page on."""
        wanted = replace(self, **{"page": 1, **changes})
        pairs = {
            "nam": str(wanted.year or ""),
            "doi_tuong": wanted.subject,
            "nhom": wanted.cohort,
            "muc": wanted.level,
            "kiem_diem": "1" if wanted.review else "",
        }
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


def query_read(address: Mapping[str, str]) -> LinesQuery:
    """Read the query from an address; what is not known there counts as not said."""
    year, page = address.get("nam", ""), address.get("page", "")
    subject, level = address.get("doi_tuong", ""), address.get("muc", "")
    return LinesQuery(
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        subject=subject if subject in SubjectKind.values else "",
        cohort=address.get("nhom", "")[:80],
        level=level if level in LEVELS else "",
        review=address.get("kiem_diem", "") == "1",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 and int(page) else 1,
    )
