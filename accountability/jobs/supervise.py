"""Keeps the web and the cluster running in one terminal: starts them, replaces what died or hangs, ends them all."""

import signal
import socket
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from types import FrameType

from django.conf import settings
from django.utils.translation import gettext as _

from accountability.jobs.child import Child
from accountability.jobs.liveness import Liveness

_LOOP_SECONDS = 0.25
_LONGEST_PAUSE_SECONDS = 30.0
_STEADY_SECONDS = 60.0

Say = Callable[[str], None]


class Service:
    """One program that shall always run; a new try waits a little longer each time it dies soon."""

    def __init__(self, name: str, command: Sequence[str], say: Say) -> None:
        self.name = name
        self.child: Child | None = None
        self._command = command
        self._say = say
        self._quick_deaths = 0
        self._started = 0.0
        self._start_at = 0.0

    def keep(self) -> None:
        """Start the program when it does not run; notice when it has ended."""
        if self.child is None:
            if time.monotonic() >= self._start_at:
                self._started = time.monotonic()
                self.child = self.start()
        elif (code := self.child.exit_code()) is not None:
            self._say(_("%(name)s đã dừng (mã %(code)s); sẽ được khởi động lại.") % {"name": self.name, "code": code})
            self.replace()

    def start(self) -> Child:
        return Child(self._command, environment=self.environment(), grace_seconds=settings.STOP_GRACE_SECONDS)

    def environment(self) -> dict[str, str]:
        return {}

    def replace(self) -> None:
        """End whatever is left of the program and plan the next start."""
        lived_long = time.monotonic() - self._started > _STEADY_SECONDS
        self._quick_deaths = 0 if lived_long else self._quick_deaths + 1
        pause = min(2.0 ** (self._quick_deaths - 1), _LONGEST_PAUSE_SECONDS) if self._quick_deaths else 0.0
        self._start_at = time.monotonic() + pause
        self.bury()

    def bury(self) -> None:
        if self.child is not None:
            self.child.kill()
            self.child = None


class ClusterService(Service):
    """The queue's cluster. One that does no work is replaced: with a dead worker's lock it would hang for ever."""

    def __init__(self, say: Say) -> None:
        super().__init__(_("Bộ phận chạy nền"), [sys.executable, *_manage(), "qcluster"], say)
        self._liveness = Liveness("")

    def environment(self) -> dict[str, str]:
        return {"CLUSTER_TOKEN": self._liveness.cluster}

    def start(self) -> Child:
        self._liveness = Liveness(f"cluster-{uuid.uuid4().hex[:12]}")
        child = super().start()
        self._liveness.begin()
        return child

    def keep(self) -> None:
        super().keep()
        if self.child is not None and self._liveness.is_hung():
            self._say(_("Bộ phận chạy nền không làm việc nữa; đang thay bằng bộ phận mới."))
            self.replace()

    def bury(self) -> None:
        super().bury()
        self._liveness.bury()


class WebService(Service):
    """The web on this machine only. Few threads: the embedded database has one writer at a time."""

    def __init__(self, port: int, say: Say) -> None:
        options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "2", "--no-control-socket"]
        gunicorn = [sys.executable, "-m", "gunicorn", *options, "--log-level", "warning", "--graceful-timeout", "10"]
        super().__init__(_("Trang web"), [*gunicorn, "accountability.wsgi:application"], say)
        self._port = port
        self._say_address: Say | None = say

    def keep(self) -> None:
        super().keep()
        if self._say_address and port_answers(self._port):
            self._say_address(
                _("Cam Kết đang chạy tại http://127.0.0.1:%(port)s/ (nhấn Ctrl-C để dừng).") % {"port": self._port}
            )
            self._say_address = None


class Supervisor:
    """Keeps services until a signal asks it to end, then ends them all."""

    def __init__(self, services: Sequence[Service], say: Say) -> None:
        self._services = services
        self._say = say
        self._signals = 0

    def run(self) -> None:
        """Stay until Ctrl-C, SIGTERM or SIGHUP; leave no process behind. A second signal cuts the waiting short."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_end)
        try:
            while not self._signals:
                for service in self._services:
                    service.keep()
                time.sleep(_LOOP_SECONDS)
            self._say(_("Đang dừng; việc đang làm dở sẽ được làm tiếp ở lần chạy sau."))
            self._wait_for_end()
        finally:
            for service in self._services:
                service.bury()

    def _asked_to_end(self, _signal: int, _frame: FrameType | None) -> None:
        self._signals += 1

    def _wait_for_end(self) -> None:
        running = [service.child for service in self._services if service.child is not None]
        for child in running:
            child.stop()
        until = time.monotonic() + settings.STOP_GRACE_SECONDS
        while running and self._signals < 2 and time.monotonic() < until:
            running = [child for child in running if child.exit_code() is None]
            time.sleep(0.05)


def port_is_free(port: int) -> bool:
    """Return whether the web could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def port_answers(port: int) -> bool:
    """Return whether something listens there."""
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _manage() -> list[str]:
    return [str(settings.BASE_DIR / "manage.py")]
