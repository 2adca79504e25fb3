"""What the loads of this app share: find by code, insert or bring up to date, write one event."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from commitments.audit.services import event_append
from commitments.lib.actors import Actor
from commitments.organization.services.rows import LoadResult

BATCH = 500
_LISTED = 50
M = TypeVar("M", bound=Model)


class UnableToLoadOrganization(Exception):
    """A row names something unknown or contradicts another; nothing of the load was written."""


def rows_upsert(model: type[M], pairs: Sequence[tuple[M | None, dict[str, Any]]]) -> LoadResult:
    """Insert the pairs that have no row yet; update the rows whose values differ."""
    objects = model._default_manager  # noqa: SLF001  Django's documented way to a model's manager
    fresh = [model(**values) for row, values in pairs if row is None]
    changed: list[M] = []
    for row, values in pairs:
        if row is None or all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        changed.append(row)
    # What ends comes first: a successor's row may only begin beside a row that is no longer open.
    if changed:
        objects.bulk_update(changed, list(pairs[0][1]), batch_size=BATCH)
    objects.bulk_create(fresh, batch_size=BATCH)
    return LoadResult(len(fresh), len(changed))


def ids_of(model: type[Model], key: str, wanted: Collection[str], refuse: Callable[[str], Exception]) -> dict[str, int]:
    """Return the id of each code; raise what `refuse` makes of the first one that is unknown."""
    objects = model._default_manager  # noqa: SLF001  Django's documented way to a model's manager
    found = dict(objects.filter(**{f"{key}__in": wanted}).values_list(key, "pk"))
    for name in sorted(wanted):
        if name not in found:
            raise refuse(name)
    return found


def no_unit(code: str) -> Exception:
    return UnableToLoadOrganization(_("Không tìm thấy đơn vị có mã %(code)s.") % {"code": code})


def no_cohort(key: str) -> Exception:
    return UnableToLoadOrganization(_("Không tìm thấy nhóm xếp hạng %(key)s.") % {"key": key})


def no_user(username: str) -> Exception:
    return UnableToLoadOrganization(_("Không tìm thấy tài khoản %(user)s.") % {"user": username})


def load_recorded(
    action: str, subject: str, result: LoadResult, rows: Iterable[Any], actor: Actor, at: datetime
) -> None:
    """Write one event for a load that changed something: the rows themselves when few, their digest always."""
    if not (result.added or result.changed):
        return
    content = [asdict(row) for row in rows]
    text = json.dumps(content, default=str, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    after = {
        "rows": len(content),
        "added": result.added,
        "changed": result.changed,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    if len(content) <= _LISTED:
        after["listed"] = json.loads(text)
    event_append(action=action, actor=actor, at=at, subject_type=subject, subject_id="many", after=after)


def day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None
