"""Opening and closing accounts. Passwords arrive already encoded: hashing is slow by design and done by the caller."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from commitments.accounts.models import User
from commitments.audit.services import event_append
from commitments.lib.actors import Actor


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to open. An empty `encoded_password` means that nobody can sign in with it yet."""

    username: str
    full_name: str
    encoded_password: str = ""
    is_staff: bool = False


def users_load(*, rows: Iterable[NewUser], actor: Actor, at: datetime) -> int:
    """Open the accounts that do not exist yet, by user name; leave the others as they are. Return how many opened."""
    wanted = {row.username: row for row in rows}
    with transaction.atomic():
        known = set(User.objects.filter(username__in=wanted).values_list("username", flat=True))
        fresh = [
            User(
                username=row.username,
                full_name=row.full_name,
                password=row.encoded_password or make_password(None),
                is_staff=row.is_staff,
                date_joined=at,
            )
            for row in wanted.values()
            if row.username not in known
        ]
        User.objects.bulk_create(fresh, batch_size=500)
        if fresh:
            opened = sorted(user.username for user in fresh)
            event_append(
                action="users.load",
                actor=actor,
                at=at,
                subject_type="user",
                subject_id="many",
                after={"opened": opened},
            )
    return len(fresh)


def user_deactivate(*, username: str, actor: Actor, at: datetime) -> bool:
    """Switch an account off; from then on it holds no role. Return whether it was on."""
    with transaction.atomic():
        changed = User.objects.filter(username=username, is_active=True).update(is_active=False)
        if changed:
            event_append(
                action="user.deactivate", actor=actor, at=at, subject_type="user", subject_id=username, after={}
            )
    return bool(changed)
