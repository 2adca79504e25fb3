"""How a lower floor says that work is waiting, without knowing the queue."""

from django.dispatch import Signal

# Sent inside the transaction that wrote the run; carries `run_id`. Whoever listens must not fail the request:
# the minute's tick finds the run anyway.
run_requested = Signal()
