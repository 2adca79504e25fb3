"""Slow down whoever tries passwords. Kept in the cache: on several processes each keeps its own count, so the limit is
a multiple of the one below, never none."""

import hashlib

from django.core.cache import cache

LIMIT = 8
PAUSE_SECONDS = 600


def is_blocked(*subject: object) -> bool:
    """Tell whether this subject has failed too often within the pause."""
    return int(cache.get(_key(subject), 0)) >= LIMIT


def note_failure(*subject: object) -> None:
    """Count one failure; the pause starts with the first one."""
    key = _key(subject)
    if not cache.add(key, 1, PAUSE_SECONDS):
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two calls
            cache.set(key, 1, PAUSE_SECONDS)


def forget(*subject: object) -> None:
    """Start again from nothing, after the right password."""
    cache.delete(_key(subject))


def _key(subject: tuple[object, ...]) -> str:
    text = "\x00".join(str(part) for part in subject)
    return "failures-" + hashlib.sha256(text.encode()).hexdigest()
