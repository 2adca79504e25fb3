"""Canonical bytes: one text for one content, on every machine and for ever. The output never changes in place."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from commitments.lib.fields import from_scaled, to_scaled


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two contents differ; `path` is like "commitments.3.target". None means absent."""

    path: str
    signed: str | None
    now: str | None


def exact_text(value: Decimal | None) -> str | None:
    """Write an exact number with its four decimals, or None."""
    return None if value is None else f"{from_scaled(to_scaled(value)):f}"


def day_text(day: date | None) -> str | None:
    """Write a civil day as 2025-10-15, or None."""
    return None if day is None else day.isoformat()


def moment_text(moment: datetime) -> str:
    """Write a moment in UTC to the microsecond, whatever zone it came in."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical_bytes(content: Mapping[str, Any]) -> bytes:
    """Write plain content (texts, whole numbers, booleans, None, lists, mappings) as canonical JSON.

    Keys are sorted, the encoding is UTF-8, no space is added; numbers with decimals come as text.

    Raises:
        TypeError: the content holds something else, such as a float.
    """
    _refuse_floats(content)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def sha256_of(data: bytes) -> str:
    """Return the sha256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def differences(signed: Any, now: Any, path: str = "") -> Iterator[Difference]:
    """Yield each place where two contents differ, in the order of the signed one."""
    if isinstance(signed, dict) and isinstance(now, dict):
        for key in [*signed, *(key for key in now if key not in signed)]:
            yield from differences(signed.get(key), now.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(signed, list) and isinstance(now, list):
        for index in range(max(len(signed), len(now))):
            left = signed[index] if index < len(signed) else None
            right = now[index] if index < len(now) else None
            yield from differences(left, right, f"{path}.{index + 1}")
    elif signed != now:
        yield Difference(path, _shown(signed), _shown(now))


def _shown(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical text")
    for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ():
        _refuse_floats(part)
