"""Reads a rulebook from bytes, strictly. `read_package_data` is the only place in `scoring` that opens a file."""

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

from scoring.rulebooks.fields import Fields, UnableToLoadRulebook
from scoring.rulebooks.model import Instrument, InstrumentKey, Parameter, Rulebook, Unit
from scoring.rulebooks.parameters import parse_parameter

_DATA: Final = Path(__file__).parent / "data"
_UNITS: Final = "units.yaml"
_INSTRUMENTS: Final = "instruments.yaml"


def read_package_data() -> dict[str, bytes]:
    """Read the rulebook that ships with the program: file name below `data/`, with slashes, to bytes."""
    return {path.relative_to(_DATA).as_posix(): path.read_bytes() for path in sorted(_DATA.rglob("*.yaml"))}


def load_rulebook(files: Mapping[str, bytes]) -> Rulebook:
    """Build a rulebook from its files, or refuse it as a whole.

    Args:
        files: name with slashes to bytes: `units.yaml`, `instruments.yaml`, and one file per parameter whose name is
            the parameter's key.

    Raises:
        UnableToLoadRulebook: anything unknown, repeated, absent or malformed; the message names file and key.
    """
    for name in (_UNITS, _INSTRUMENTS):
        if name not in files:
            raise UnableToLoadRulebook(f"{name}: the file is absent")
    units = _parse_units(files[_UNITS])
    instruments = _parse_instruments(files[_INSTRUMENTS])
    parameters: dict[str, Parameter] = {}
    for name in sorted(set(files) - {_UNITS, _INSTRUMENTS}):
        parameter = parse_parameter(name, files[name], units, instruments)
        if PurePosixPath(name).name != f"{parameter.key}.yaml":
            raise UnableToLoadRulebook(f"{name}: key: the file must be called {parameter.key}.yaml")
        if parameter.key in parameters:
            raise UnableToLoadRulebook(f"{name}: key: also defined in {parameters[parameter.key].file}")
        parameters[parameter.key] = parameter
    return Rulebook(
        digest=rulebook_digest(files),
        parameters=MappingProxyType(parameters),
        units=MappingProxyType(units),
        instruments=MappingProxyType(instruments),
    )


def rulebook_digest(files: Mapping[str, bytes]) -> str:
    """Give the sha256 over the sorted file names and bytes, each with its length so that no two sets collide."""
    running = hashlib.sha256()
    for name in sorted(files):
        encoded = name.encode()
        running.update(b"%d:%s%d:" % (len(encoded), encoded, len(files[name])))
        running.update(files[name])
    return running.hexdigest()


def _parse_units(data: bytes) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for code, entry in Fields.read(_UNITS, data).items():
        entry.only("kind", "title", "least", "most")
        unit = Unit(
            code=code,
            kind=entry.choice("kind", ("number", "switch")),
            title=entry.text("title"),
            least=entry.optional_decimal("least"),
            most=entry.optional_decimal("most"),
        )
        units[code] = unit
    return units


def _parse_instruments(data: bytes) -> dict[InstrumentKey, Instrument]:
    instruments: dict[InstrumentKey, Instrument] = {}
    for entry in Fields.read(_INSTRUMENTS, data).entries("instruments", only=True):
        entry.only("number", "year", "issuer", "symbol", "kind", "title", "signed_on", "effective_from")
        key = InstrumentKey(entry.word("number"), entry.whole("year"), entry.word("issuer"))
        if key in instruments:
            raise entry.refuse("number", f"{key.number} of {key.year} by {key.issuer} is listed twice")
        instruments[key] = Instrument(
            key=key,
            symbol=_symbol(entry, key),
            kind=entry.text("kind"),
            title=entry.text("title"),
            signed_on=entry.optional_day("signed_on"),
            effective_from=entry.optional_day("effective_from"),
        )
    return instruments


def _symbol(entry: Fields, key: InstrumentKey) -> str:
    """Hold the printed sign against the key: 335/2026/NĐ-CP must never pass as number 335 of 2025."""
    symbol = entry.word("symbol")
    number, _, rest = symbol.partition("/")
    if number.partition("-")[0] != key.number:
        raise entry.refuse("symbol", f"{symbol} does not begin with the number {key.number}")
    year = rest.partition("/")[0]
    if year.isdecimal() and int(year) != key.year:
        raise entry.refuse("symbol", f"{symbol} is not of the year {key.year}")
    return symbol
