"""Who acts, as the record remembers it: by id and by name as text, so that it outlives the account."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or a job, then `user_id` is None) acting in a role, from somewhere, within one request."""

    user_id: int | None
    name: str
    role: str = ""
    request_id: str = ""
    address: str = ""


def system(name: str) -> Actor:
    """Return the actor of background work, such as "source_pull"."""
    return Actor(user_id=None, name=name, role="system")
