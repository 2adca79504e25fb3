"""Asking, in the transaction of a change, for the standings that it touches to be judged again."""

from datetime import datetime
from typing import Any

from commitments.lib.actors import Actor
from commitments.runs.models import Run
from commitments.runs.services import run_enqueue
from commitments.runs.signals import run_requested


def standings_request(
    *, key: str, params: dict[str, Any], actor: Actor, at: datetime, parent_id: int | None = None
) -> None:
    """Write down a refresh of the standings that `params` names; the same key is the same refresh."""
    run = run_enqueue(
        key=key,
        kind="standings_refresh",
        params=params,
        intended_at=at,
        at=at,
        requested_by=actor.name,
        parent_id=parent_id,
    )
    run_requested.send(sender=Run, run_id=run.pk)


def same_person(actor: Actor, user_id: int) -> None:
    """Refuse a call whose record would name another person than the one who acts; background work names itself.

    Raises:
        ValueError: the actor is another user.
    """
    if actor.user_id is not None and actor.user_id != user_id:
        raise ValueError(f"user {actor.user_id} cannot act as user {user_id}")
