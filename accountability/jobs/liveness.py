"""Whether a cluster does work. Its own status says "working" while it hangs, so only work done counts."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import Error, connection

from accountability.jobs.enqueue import heartbeat_enqueue, tick_enqueue
from commitments.lib import clock
from commitments.runs.selectors import cluster_last_sign
from commitments.runs.services import runs_release

_log = logging.getLogger(__name__)
# A starting cluster loads the whole site first, on a busy machine slowly.
_BOOT = timedelta(seconds=60)

T = TypeVar("T")


class Liveness:
    """Watches one start of one cluster, by the name that its workers beat under."""

    def __init__(self, cluster: str) -> None:
        self.cluster = cluster
        self._limit = timedelta(seconds=settings.HUNG_AFTER_SECONDS)
        self._look_every = min(5.0, settings.HUNG_AFTER_SECONDS / 6)
        self._next_look = 0.0
        self._silent_since = clock.now()
        self._has_worked = False

    def begin(self) -> None:
        """Let the new cluster begin with what is due, not with waiting for the minute."""
        _asked(tick_enqueue)

    def is_hung(self) -> bool:
        """Return whether the cluster has done nothing for too long, although it was asked to.

        Before the limit is reached proofs are enqueued: with several clusters on one queue the others may take
        some of them, so one question would prove nothing. While the database is away nobody can prove anything.
        """
        if time.monotonic() < self._next_look:
            return False
        self._next_look = time.monotonic() + self._look_every
        answer = _asked(lambda: self._look(clock.now()))
        if answer is None:
            self._silent_since = clock.now()
        return bool(answer)

    def bury(self) -> None:
        """Set free what the cluster held, now that every process of it is dead."""
        _asked(lambda: runs_release(cluster=self.cluster, at=clock.now()))

    def _look(self, at: datetime) -> bool:
        sign = cluster_last_sign(self.cluster)
        if sign is not None:
            self._has_worked = True
            self._silent_since = max(self._silent_since, sign)
        silent = at - self._silent_since
        if silent > self._limit / 3:
            heartbeat_enqueue(at=at)
        return silent > (self._limit if self._has_worked else max(self._limit, _BOOT))


def _asked(question: Callable[[], T]) -> T | None:
    """Return the answer of the database, or None when it cannot be reached now."""
    try:
        return question()
    except Error:
        _log.warning("the database cannot be reached; the workers are left as they are", exc_info=True)
        return None
    finally:
        connection.close()
