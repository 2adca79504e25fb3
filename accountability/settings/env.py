"""Typed readers of the environment. A value that cannot be what it must be stops the start."""

import os
import re
from datetime import date
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def _raw(name: str) -> str | None:
    """Return the variable, or the content of the file that NAME_FILE points at; blank counts as absent."""
    pointer = os.environ.get(f"{name}_FILE", "").strip()
    if pointer:
        try:
            return Path(pointer).read_text(encoding="utf-8").strip() or None
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE points at a file that cannot be read: {error}") from error
    return os.environ.get(name, "").strip() or None


def text(name: str, default: str | None = None) -> str:
    value = _raw(name)
    if value is not None:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} must be set (or {name}_FILE, a file that holds it).")
    return default


def boolean(name: str, default: bool) -> bool:
    value = _raw(name)
    if value is None:
        return default
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    try:
        return words[value.lower()]
    except KeyError:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.") from None


def integer(name: str, default: int, *, least: int, most: int) -> int:
    value = _raw(name)
    if value is None:
        return default
    if not re.fullmatch(r"-?\d+", value) or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
    return int(value)


def day(name: str, default: str | None = None) -> date | None:
    value = _raw(name) or default
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a day such as 2025-10-15, not {value!r}.") from None


def names(name: str, default: str | None = None) -> list[str]:
    """Read a list separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """Read a folder's path; relative paths start where the process was started."""
    return Path(text(name, str(default))).expanduser().resolve()
