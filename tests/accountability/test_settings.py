"""A wrong value stops the start, in a process of its own as a real start would be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-for-this-test-only-0123456789-0123456789-0123456789"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "accountability.settings.prod",
    "SECRET_KEY": SECRET,
    "DATABASE_URL": "postgres://user@db.example.vn/camket",
    "ALLOWED_HOSTS": "camket.example.vn",
}


def _start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "STATE_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT,
        env={**clean, **{name: value for name, value in environment.items() if value}},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_its_secrets(tmp_path: Path) -> None:
    result = _start(tmp_path, **PRODUCTION)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"WORKING_DAY": "2025-10-15"}, "WORKING_DAY"),
        ({"DATABASE_URL": "mysql://user@db/camket"}, "DATABASE_URL"),
        ({"SECURE_SSL_REDIRECT": "perhaps"}, "SECURE_SSL_REDIRECT"),
        ({"DROP_MAX_MB": "many"}, "DROP_MAX_MB"),
        ({"SECRET_KEY": "", "SECRET_KEY_FILE": "/does/not/exist"}, "SECRET_KEY_FILE"),
    ],
)
def test_production_refuses_to_start(tmp_path: Path, change: dict[str, str], word: str) -> None:
    result = _start(tmp_path, **{**PRODUCTION, **change})
    assert result.returncode != 0
    assert "ImproperlyConfigured" in result.stderr
    assert word in result.stderr.splitlines()[-1]


def test_the_demonstration_refuses_a_day_that_does_not_exist(tmp_path: Path) -> None:
    result = _start(tmp_path, DJANGO_SETTINGS_MODULE="accountability.settings.dev", WORKING_DAY="2025-02-30")
    assert result.returncode != 0
    assert "WORKING_DAY" in result.stderr.splitlines()[-1]


def test_the_demonstration_keeps_its_key_so_that_queued_tasks_stay_readable(tmp_path: Path) -> None:
    for _ in range(2):
        assert _start(tmp_path, DJANGO_SETTINGS_MODULE="accountability.settings.dev").returncode == 0
    assert len((tmp_path / "secret_key").read_text(encoding="utf-8")) > 50


def test_a_queued_task_is_not_delivered_again_while_it_waits_in_a_full_local_queue() -> None:
    cluster = settings.Q_CLUSTER
    assert cluster["retry"] > cluster["timeout"] * (cluster["queue_limit"] + 2)
    assert cluster["orm"] == "default"
