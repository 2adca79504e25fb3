"""Filters as chips: what narrows the list now, and what could."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter in force, with the address of the same list without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow the list. `state` adds the shape of a standing; `count` says how many it would leave."""

    label: str
    url: str
    current: bool = False
    count: int | None = None
    state: str = ""
