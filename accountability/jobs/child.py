"""One program under the supervisor: started in a session of its own, stopped gently, or killed with all it started."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

from django.conf import settings


class Child:
    """A program behind its minder. All its processes share one process group, so they can be killed together."""

    def __init__(self, command: Sequence[str], *, environment: Mapping[str, str], grace_seconds: float) -> None:
        minder = [sys.executable, "-m", "accountability.jobs.minder", str(grace_seconds)]
        # The unwritten pipe is the lifeline: it closes when this process ends, however it ends.
        self._minder = subprocess.Popen(  # noqa: S603  our own fixed commands
            [*minder, *command],
            stdin=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": _search_path(), **environment},
        )

    @property
    def pid(self) -> int:
        """The process id of the minder, and the id of the process group of everything behind it."""
        return self._minder.pid

    def exit_code(self) -> int | None:
        """Return how the program ended, or None while it runs."""
        return self._minder.poll()

    def stop(self) -> None:
        """Ask the program's main process to end."""
        if self._minder.poll() is None:
            self._minder.terminate()

    def wait(self, timeout_seconds: float) -> bool:
        """Return whether the program ended in time."""
        try:
            self._minder.wait(timeout=timeout_seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """End every process of the program at once, orphans of a dead main process too."""
        # macOS says "not permitted" of a group in which only the dead are left.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._minder.pid, signal.SIGKILL)
        self._minder.wait()
        if self._minder.stdin:
            self._minder.stdin.close()


def _search_path() -> str:
    """Let the program find the project, wherever the supervisor was started."""
    return os.pathsep.join(part for part in (str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")) if part)
