"""A real installation for tests in a browser: own state folder, own database, web and worker as processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from playwright.sync_api import Browser, Page, sync_playwright
from psycopg import sql

from tests.requirements import browser_path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Cam-Ket-2025"


@dataclass(frozen=True)
class Site:
    """Where the installation answers, where its state is, and how to run its commands."""

    url: str
    state: Path
    environment: dict[str, str]

    def manage(self, *words: str) -> str:
        """Run a management command in a process of its own; return what it printed."""
        result = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, f"{words}: {result.stdout}\n{result.stderr}"
        return result.stdout

    def read(self, question: str, *words: str) -> Any:
        """Ask the record itself, past the pages."""
        result = subprocess.run(
            [sys.executable, "-m", "tests.browser.record_reader", question, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)


@contextmanager
def demo_site(state: Path) -> Iterator[Site]:
    """Load the demonstration below `state` and serve it, on the kind of database that DATABASE_URL names."""
    with _database() as database_url:
        port = _free_port()
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "LANG": "C.UTF-8",
            "DJANGO_SETTINGS_MODULE": "accountability.settings.dev",
            "STATE_DIR": str(state),
            "PORT": str(port),
        }
        if database_url:
            environment["DATABASE_URL"] = database_url
        site = Site(f"http://127.0.0.1:{port}", state, environment)
        site.manage("migrate", "--verbosity", "0")
        site.manage("schedules_sync")
        site.manage("demo_load")
        log = state / "serve.log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, stdout=output, stderr=output
            )
            try:
                _wait_for(site.url, server, log)
                yield site
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(timeout=60)


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser_path(),
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield chromium
        chromium.close()


def sign_in(page: Page, site: Site, username: str) -> None:
    page.goto(f"{site.url}/dang-nhap/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "dang-nhap" not in url)


@contextmanager
def _database() -> Iterator[str]:
    """Create a database of its own on the server that DATABASE_URL names; SQLite needs none."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    name = f"camket_browser_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/dang-nhap/", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(0.3)
    raise AssertionError(f"The site did not answer in a minute: {log.read_text(encoding='utf-8')}")
