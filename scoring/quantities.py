"""Exact numbers, the two ways of having none, and the canonical bytes behind every digest.

Binary floating point must never come in here: it is refused, not converted.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from enum import Enum
from typing import Final

# Our own context: the result must not depend on what the calling thread did to the ambient one. Sixty-four digits
# hold any quotient of two stored figures (19 digits each) far enough to round it once, correctly.
EXACT: Final = Context(prec=64, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow])
STEPS: Final = tuple(Decimal(1).scaleb(-places) for places in range(13))
HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Missing:
    """No figure is known. It is not zero."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The question has no answer here, as with a share of nothing. It is neither zero nor a hundred."""

    reason: str


class UnableToCanonicalize(TypeError):
    """A value has no canonical form; the message names its type and where it was found."""


def quantize_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round once to a fixed number of decimals, halves away from zero.

    Args:
        value: finite.
        decimals: 0 to 12.

    Raises:
        ValueError: the value is not finite, or the number of decimals is out of bounds.
    """
    if not 0 <= decimals < len(STEPS):
        raise ValueError(f"decimals must be 0 to {len(STEPS) - 1}, not {decimals}")
    if not value.is_finite():
        raise ValueError(f"only a finite number can be rounded, not {value}")
    return value.quantize(STEPS[decimals], ROUND_HALF_UP, EXACT)


def ratio_percent(numerator: Decimal, denominator: Decimal, decimals: int) -> Decimal | NotApplicable:
    """Give numerator / denominator as a percentage, rounded once, half up.

    Raises:
        ValueError: the denominator is negative, or a figure is not finite.
    """
    if denominator == 0:
        return NotApplicable("zero_denominator")
    if denominator < 0:
        raise ValueError(f"a denominator cannot be negative: {denominator}")
    return quantize_half_up(EXACT.divide(EXACT.multiply(HUNDRED, numerator), denominator), decimals)


def decimal_text(value: Decimal) -> str:
    """Write a number in its one canonical form: no exponent, no trailing zeros, never "-0".

    Raises:
        ValueError: the value is not finite.
    """
    if not value.is_finite():
        raise ValueError(f"a number without a finite value has no canonical text: {value}")
    if value == 0:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def canonical_json(obj: object) -> bytes:
    """Give the one byte string of a value: sorted keys, no spaces, UTF-8, decimals as text.

    Dataclasses become objects, enums their value, dates and aware times ISO text (times in UTC).

    Raises:
        UnableToCanonicalize: a float, a set, a naive time or any type without an agreed form.
    """
    plain = _plain(obj, "$")
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def digest(obj: object) -> str:
    """Give the sha256, in hexadecimal, of the canonical JSON of a value."""
    return hashlib.sha256(canonical_json(obj)).hexdigest()


def _plain(obj: object, where: str) -> object:
    if isinstance(obj, Enum):
        return _plain(obj.value, where)
    if obj is None or isinstance(obj, str | bool | int):
        return obj
    if isinstance(obj, Decimal):
        return decimal_text(obj)
    if isinstance(obj, date):
        return _moment(obj, where)
    if isinstance(obj, Missing):
        return {"missing": obj.reason}
    if isinstance(obj, NotApplicable):
        return {"not_applicable": obj.reason}
    return _plain_container(obj, where)


def _plain_container(obj: object, where: str) -> object:
    if is_dataclass(obj) and not isinstance(obj, type):
        return {f.name: _plain(getattr(obj, f.name), f"{where}.{f.name}") for f in fields(obj)}
    if isinstance(obj, Mapping):
        return _plain_mapping(obj, where)
    if isinstance(obj, list | tuple):
        return [_plain(item, f"{where}[{index}]") for index, item in enumerate(obj)]
    raise UnableToCanonicalize(f"{where}: {type(obj).__name__} has no canonical form")


def _plain_mapping(obj: Mapping[object, object], where: str) -> dict[str, object]:
    plain: dict[str, object] = {}
    for key, value in obj.items():
        name = _plain(key, where)
        if not isinstance(name, str):
            raise UnableToCanonicalize(f"{where}: a key must be text, not {type(key).__name__}")
        if name in plain:
            raise UnableToCanonicalize(f"{where}: two keys are written {name!r}")
        plain[name] = _plain(value, f"{where}.{name}")
    return plain


def _moment(value: date, where: str) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        raise UnableToCanonicalize(f"{where}: a time without its zone has no canonical form")
    return value.astimezone(UTC).isoformat()
