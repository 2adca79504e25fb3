import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[3]
SHORT = {
    "DJANGO_SETTINGS_MODULE": "tests.jobs.processes.settings",
    "PYTHONPATH": str(ROOT),
    "QUEUE_WORKERS": "2",
    "RUN_LEASE_SECONDS": "2",
    "HUNG_AFTER_SECONDS": "4",
    "STOP_GRACE_SECONDS": "5",
    "LOG_LEVEL": "ERROR",
    "PYTHONWARNINGS": "ignore",
}
PATIENCE_SECONDS = 60


def until(answer: Callable[[], Any], what: str) -> Any:
    """Wait for something to become true; the limit is only there to end a broken test."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if found := answer():
            return found
        time.sleep(0.2)
    raise AssertionError(f"never came true: {what}")


class Installation:
    """One state folder with one database, and the processes started on it."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.environment = {**os.environ, **SHORT, "STATE_DIR": str(folder), "DATABASE_URL": database_url}
        self._driver: subprocess.Popen[str] | None = None
        self.started: list[subprocess.Popen[bytes]] = []

    def manage(self, *arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a long-running command; what it says goes to a file."""
        log = (self.folder / f"said-{len(self.started)}.txt").open("wb")
        command = [sys.executable, "manage.py", *arguments]
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        self.started.append(process)
        return process

    def said(self) -> str:
        return "".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("said-*.txt")))

    def ask(self, do: str, **more: Any) -> Any:
        if self._driver is None:
            command = [sys.executable, "-m", "tests.jobs.processes.driver"]
            pipe = subprocess.PIPE
            self._driver = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdin=pipe, stdout=pipe, text=True)
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        print(json.dumps({"do": do, **more}), file=self._driver.stdin, flush=True)
        return json.loads(self._driver.stdout.readline())

    def effects(self) -> dict[str, int]:
        return dict(self.ask("look")["effects"])

    def run(self, key: str) -> tuple[str, int, str]:
        state, attempt, error = self.ask("look")["runs"][key]
        return state, attempt, error

    def ended(self, *keys: str) -> bool:
        """Tick once, as every minute does, and tell whether these runs have ended."""
        self.ask("tick")
        runs = self.ask("look")["runs"]
        return all(runs[key][0] in {"succeeded", "failed", "cancelled"} for key in keys)

    def wait_for(self, *keys: str) -> None:
        until(lambda: self.ended(*keys), f"{keys} ended; {self.ask('look')['runs']}")

    def worker_in(self, key: str) -> int:
        """Wait until a worker is in the middle of this run and return its process id."""
        marks = self.folder / "marks"
        found = until(lambda: list(marks.glob(f"{key}.*")) if marks.exists() else [], f"{key} began")
        return int(found[-1].name.rsplit(".", 1)[1])

    def processes(self) -> dict[int, tuple[int, str]]:
        """Return every process of this installation: id -> (parent, command), without the test's own driver."""
        mark = f"STATE_DIR={self.folder}\0".encode()
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or (self._driver and int(entry.name) == self._driver.pid):
                continue
            try:
                if mark not in (entry / "environ").read_bytes() + b"\0":
                    continue
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if fields[0] != "Z":
                found[int(entry.name)] = (int(fields[1]), command)
        return found

    def cluster(self) -> tuple[int, list[int]]:
        """Return the cluster's main process and its two workers, once it is complete."""

        def look() -> tuple[int, list[int]] | None:
            processes = self.processes()
            queue = {
                pid: parent
                for pid, (parent, command) in processes.items()
                if command.endswith("qcluster ") and "minder" not in command
            }
            mains = [pid for pid, parent in queue.items() if parent not in queue]
            sentinels = [pid for pid, parent in queue.items() if parent in mains]
            # Workers are forked first, then the monitor, then the pusher.
            pool = sorted(pid for pid, parent in queue.items() if parent in sentinels)
            return (mains[0], pool[:2]) if len(mains) == 1 and len(pool) == 4 else None

        found: tuple[int, list[int]] = until(look, f"a whole cluster; {self.processes()}")
        return found

    def close(self) -> None:
        if self._driver is not None:
            self._driver.kill()
            self._driver.wait()
            for pipe in (self._driver.stdin, self._driver.stdout):
                if pipe:
                    pipe.close()
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in self.started:
            process.wait()


def _postgres(database: str, statement: str = "") -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    if statement:
        with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]
    return parts._replace(path=f"/{database}").geturl()


def _on_postgres() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A migrated database that each test copies."""
    if not Path("/proc/self/environ").exists():
        pytest.skip("tests with processes look into /proc, which this system does not have")
    folder = tmp_path_factory.mktemp("template")
    name = f"processes_{uuid.uuid4().hex[:10]}"
    file = folder / "template.sqlite3"
    url = _postgres(name, f"CREATE DATABASE {name}") if _on_postgres() else f"sqlite:///{file}"
    installation = Installation(folder, url)
    try:
        installation.manage("migrate")
        yield name, file
    finally:
        if _on_postgres():
            _postgres(name, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def installation(empty_database: tuple[str, Path], tmp_path: Path) -> Iterator[Installation]:
    template, file = empty_database
    name = f"processes_{uuid.uuid4().hex[:10]}"
    if _on_postgres():
        url = _postgres(name, f"CREATE DATABASE {name} TEMPLATE {template}")
    else:
        shutil.copy(file, tmp_path / "it.sqlite3")
        url = f"sqlite:///{tmp_path / 'it.sqlite3'}"
    under_test = Installation(tmp_path, url)
    try:
        yield under_test
    finally:
        under_test.close()
        if _on_postgres():
            _postgres(name, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
