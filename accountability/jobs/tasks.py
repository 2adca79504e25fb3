"""What the queue calls. Thin: ids in, one call, nothing returned. Extra arguments of an older caller are let pass."""

import logging
import os
import socket
from collections.abc import Callable
from datetime import timedelta

from accountability.jobs import enqueue
from accountability.jobs.due import due_runs_write
from accountability.jobs.execute import run_execute
from commitments.lib import clock
from commitments.runs.services import heartbeat_record, heartbeats_prune, runs_set_aside

_log = logging.getLogger(__name__)


def cluster_name() -> str:
    """Return the name under which this cluster's workers beat; the supervisor gives each start a new one."""
    return os.environ.get("CLUSTER_TOKEN", "cluster")


def tick(**_ignored: object) -> None:
    """Look once at what is due: write runs, enqueue what may be taken up, close what nobody will end."""
    at = clock.now()
    _beat()
    parts: list[Callable[[], object]] = [
        lambda: due_runs_write(at=at),
        lambda: runs_set_aside(at=at),
        lambda: enqueue.runs_deliver(at=at),
        lambda: heartbeats_prune(before=at - timedelta(days=1)),
    ]
    for part in parts:  # a fault in one must not stop the others; health shows what stays undone
        try:
            part()
        except Exception:
            _log.exception("a part of the tick failed")


def execute(run_id: int, **_ignored: object) -> None:
    """Carry out one run; its follow-ups become tasks of their own, with their own time limit."""
    _beat()
    worker = f"{cluster_name()}/{socket.gethostname()}/{os.getpid()}"
    run_execute(run_id, worker=worker, follow_up=enqueue.run_deliver)


def heartbeat(**_ignored: object) -> None:
    """Prove that this cluster takes tasks and does them."""
    _beat()


def _beat() -> None:
    heartbeat_record(name=cluster_name(), at=clock.now())
