"""What a newcomer is told when something is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is absent")
def test_make_says_when_python_is_too_old(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)
    result = subprocess.run(
        ["make", "setup", f"PYTHON={old}"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "needs Python 3.11 or newer" in result.stdout
    assert "3.9.2" in result.stdout


def test_the_tests_on_postgresql_say_when_there_is_none() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tests.requirements", "--postgresql"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "nothing was tested on it" in result.stderr


@pytest.mark.parametrize(("required", "code"), [("", 0), ("1", 1)])
def test_an_absent_browser_is_said_aloud_and_refused_where_required(required: str, code: int, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tests.requirements"],
        cwd=ROOT,
        env={"PATH": str(tmp_path), "REQUIRE_BROWSER": required, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == code
    assert "Chromium is absent" in result.stderr
