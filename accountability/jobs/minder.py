"""Stands between the supervisor and one program, so that nothing outlives the supervisor, even when it is killed.

Run as `python -m accountability.jobs.minder GRACE PROGRAM ARGUMENT…` in a session of its own, with a pipe from the
supervisor as standard input. It starts the program, passes SIGTERM on to the program's main process only (django-q2
hangs when its whole process group gets one), and when the pipe closes it stops the program itself: gently first, the
whole process group after GRACE seconds. It ends with the program's own exit code.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType


class Minder:
    """One program, told to stop by a signal or by the end of its supervisor."""

    def __init__(self, grace_seconds: float) -> None:
        self._grace_seconds = grace_seconds
        self._program: subprocess.Popen[bytes] | None = None
        self._stopping = False
        self._abandoned = threading.Event()

    def run(self, command: list[str]) -> int:
        """Start the command and stay until it has ended; return how it ended."""
        # Handlers, not SIG_IGN: what is ignored here would be ignored by the program as well.
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self._program = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603  the supervisor's own
        if self._stopping:
            self._program.terminate()
        threading.Thread(target=self._watch_supervisor, daemon=True).start()
        code = self._program.wait()
        if self._abandoned.is_set():
            os.killpg(0, signal.SIGKILL)
        return abs(code)

    def _stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self._stopping = True
        if self._program is not None:
            self._program.terminate()

    def _watch_supervisor(self) -> None:
        while os.read(0, 1024):
            pass
        self._abandoned.set()
        self._stop()
        time.sleep(self._grace_seconds)
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(Minder(float(sys.argv[1])).run(sys.argv[2:]))
