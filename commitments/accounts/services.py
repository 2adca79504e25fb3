"""Creating accounts. Accounts never register themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from commitments.accounts.models import User
from commitments.audit.services import event_append
from commitments.lib.actors import Actor


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account by its user name. Without a password nobody can sign in with it."""

    username: str
    full_name: str
    password: str = ""


def accounts_load(*, rows: Iterable[NewAccount], actor: Actor, at: datetime) -> int:
    """Create the accounts that do not exist yet; return how many. Existing ones keep their passwords."""
    wanted = {row.username: row for row in rows}
    with transaction.atomic():
        known = set(User.objects.filter(username__in=wanted).values_list("username", flat=True))
        fresh = [
            User(username=row.username, full_name=row.full_name, password=make_password(row.password or None))
            for row in wanted.values()
            if row.username not in known
        ]
        User.objects.bulk_create(fresh, batch_size=500)
        event_append(
            action="accounts.load", actor=actor, at=at, subject_type="account", subject_id="", after={"new": len(fresh)}
        )
    return len(fresh)
