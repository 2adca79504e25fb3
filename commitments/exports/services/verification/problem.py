"""What a check found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was: what it is, by kind and id, and a sentence that says what differs."""

    kind: str
    subject: str
    text: str
