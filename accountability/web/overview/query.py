"""The list as the address says it: what is looked for, what narrows it, in which order, which page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from accountability.web.presentation.states import STATES

# Each order with the direction that a first click asks for.
ORDERS: dict[str, bool] = {
    "attention": True,
    "name": False,
    "score": True,
    "rank": False,
    "missed": True,
    "at_risk": True,
    "done": False,
}
_MOST_LETTERS = 80


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Filters and order. Empty text means "all"; `descending` is meant for the figures of the order's column."""

    cohort: str = ""
    state: str = ""
    text: str = ""
    order: str = "attention"
    descending: bool = True
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything narrows the list."""
        return bool(self.cohort or self.state or self.text)

    def url(self, **changes: Any) -> str:
        """Write the address of the list with some things changed; whatever changes, it starts at the first page."""
        wanted = replace(self, **{"page": 1, **changes})
        sort = ("-" if wanted.descending else "") + wanted.order
        pairs = {
            "nhom": wanted.cohort,
            "tinh_trang": wanted.state,
            "q": wanted.text,
            "xep": "" if wanted.order == "attention" else sort,
            "page": "" if wanted.page == 1 else str(wanted.page),
        }
        return "?" + urlencode({name: value for name, value in pairs.items() if value})

    def sorted_by(self, order: str) -> str:
        """Write the address that a click on a column's head leads to: its first direction, then the other one."""
        turned = not self.descending if order == self.order else ORDERS[order]
        return self.url(order=order, descending=turned)


def query_read(address: Mapping[str, str]) -> ListQuery:
    """Read the query from an address; what is not known there counts as not said."""
    sort, state, page = address.get("xep", ""), address.get("tinh_trang", ""), address.get("page", "")
    order = sort.removeprefix("-")
    known = order in ORDERS and order != "attention"
    return ListQuery(
        cohort=address.get("nhom", "")[:_MOST_LETTERS],
        state=state if state in STATES else "",
        text=" ".join(address.get("q", "").split())[:_MOST_LETTERS],
        order=order if known else "attention",
        descending=sort.startswith("-") if known else True,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 and int(page) else 1,
    )
