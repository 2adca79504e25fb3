"""The only door to the queue. Its rows are on our own database, so enqueueing is part of the caller's transaction."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.tasks import async_task

from commitments.runs.selectors import Deliverable, runs_deliverable
from commitments.runs.services import lease, run_delivered

_TASKS = "accountability.jobs.tasks"
_MOST_DELIVERIES = 500
_MOST_PROBES = 3


class _NumberedBroker(ORM):
    """The ORM broker, remembering the number of the row it wrote: django-q2 itself returns only the task's id."""

    row: int = 0

    def enqueue(self, task: Any) -> Any:
        self.row = super().enqueue(task)
        return self.row


def runs_deliver(*, at: datetime) -> int:
    """Enqueue a task for every run that may be taken up and has none in the queue; return how many."""
    runs = runs_deliverable(at=at, limit=_MOST_DELIVERIES)
    carried = _in_queue([run.delivery for run in runs if run.delivery is not None], at)
    return sum(_deliver(run) for run in runs if run.delivery not in carried)


def run_deliver(run_id: int) -> None:
    """Enqueue a task for one run that nobody has enqueued yet."""
    _deliver(Deliverable(run_id=run_id, delivery=None))


def tick_enqueue() -> None:
    """Let a worker look now at what is due, without waiting for the minute."""
    _push("tick")


def heartbeat_enqueue(*, at: datetime) -> None:
    """Let some worker prove that it works; nothing is added while such proofs are still waiting."""
    waiting = OrmQ.objects.filter(key=Conf.CLUSTER_NAME, lock__lte=at).count()
    if waiting < _MOST_PROBES:
        _push("heartbeat")


def _deliver(run: Deliverable) -> bool:
    with transaction.atomic():
        delivery = _push("execute", run.run_id)
        delivered = run_delivered(run_id=run.run_id, previous=run.delivery, delivery=delivery)
        if not delivered:  # a twin was faster: its task carries the run
            OrmQ.objects.filter(pk=delivery).delete()
    return delivered


def _in_queue(deliveries: Collection[int], at: datetime) -> set[int]:
    """Return those tasks that wait, or were fetched so lately that a worker may still be about to begin.

    A fetched task stays locked for hours when its cluster was killed, so an old lock means nothing.
    """
    fetched_lately = at + timedelta(seconds=Conf.RETRY) - lease()
    alive = Q(lock__lte=at) | Q(lock__gt=fetched_lately)
    return set(OrmQ.objects.filter(alive, pk__in=deliveries).values_list("pk", flat=True))


def _push(task: str, *args: int) -> int:
    # Ids and nothing else: payloads are pickles. `save` off: the ledger says what became of a run.
    broker = _NumberedBroker(list_key=Conf.CLUSTER_NAME)
    async_task(f"{_TASKS}.{task}", *args, broker=broker, save=False, ack_failure=True)
    return broker.row
