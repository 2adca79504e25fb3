"""Turns one parameter file into a `Parameter`, or refuses it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from scoring.rulebooks.fields import Fields
from scoring.rulebooks.model import (
    Certainty,
    Citation,
    Instrument,
    InstrumentKey,
    Parameter,
    ParameterValue,
    Text,
    Unit,
)


def parse_parameter(
    file: str, data: bytes, units: Mapping[str, Unit], instruments: Mapping[InstrumentKey, Instrument]
) -> Parameter:
    """Read one parameter file.

    Raises:
        UnableToLoadRulebook: the file is malformed; the message names file and key.
    """
    top = Fields.read(file, data)
    top.only("key", "title", "unit", "values", "checked_on", "next_check_due", "note")
    key, title = top.word("key"), top.text("title")
    unit = units.get(top.word("unit"))
    if unit is None:
        raise top.refuse("unit", f"{top.word('unit')!r} is not listed in units.yaml")
    checked_on, next_check_due = top.day("checked_on"), top.day("next_check_due")
    if next_check_due <= checked_on:
        raise top.refuse("next_check_due", "the next check must come after the last")
    values = top.mapping("values")
    entries = values.days()
    if not entries:
        raise top.refuse("values", "at least one dated value is needed")
    general = top.optional_text("note")
    parsed = tuple(_value(day, entry, key, title, unit, general, instruments) for day, entry in entries)
    if parsed[0] is None:
        raise values.refuse(entries[0][0], "what was never in force cannot be repealed")
    return Parameter(
        key=key,
        title=title,
        unit=unit.code,
        file=file,
        days=tuple(day for day, _ in entries),
        values=parsed,
        checked_on=checked_on,
        next_check_due=next_check_due,
    )


def _value(
    day: date,
    entry: Fields,
    key: str,
    title: Text,
    unit: Unit,
    general: Text | None,
    instruments: Mapping[InstrumentKey, Instrument],
) -> ParameterValue | None:
    entry.only("value", "certainty", "cites", "note")
    certainty = Certainty(entry.choice("certainty", tuple(Certainty)))
    citations = tuple(_citation(cite, certainty, instruments) for cite in entry.entries("cites"))
    note = entry.optional_text("note") or general
    if entry.need("value") is None:
        return None
    value = _typed(entry, unit)
    return ParameterValue(key, value, unit.code, certainty, day, citations, title, note)


def _typed(entry: Fields, unit: Unit) -> Decimal | bool:
    if unit.kind == "switch":
        switch = entry.need("value")
        if not isinstance(switch, bool):
            raise entry.refuse("value", f"true or false is needed here, not {switch!r}")
        return switch
    number = entry.decimal("value")
    if unit.least is not None and number < unit.least:
        raise entry.refuse("value", f"{number} {unit.code} is below {unit.least}")
    if unit.most is not None and number > unit.most:
        raise entry.refuse("value", f"{number} {unit.code} is above {unit.most}")
    return number


def _citation(cite: Fields, certainty: Certainty, instruments: Mapping[InstrumentKey, Instrument]) -> Citation:
    """Read one citation; how much it must name follows from how sure the value claims to be."""
    cite.only("instrument", "article", "url", "published_on", "basis")
    if not cite.has("instrument"):
        if certainty is not Certainty.LOCAL:
            raise cite.refuse("instrument", f"a value marked {certainty} must name a legal text")
        return Citation(None, None, None, None, cite.text("basis"))
    if certainty is Certainty.CONFIRMED:
        cite.word("article")
    if certainty in (Certainty.CONFIRMED, Certainty.STATED):
        cite.word("url")
    return Citation(
        instrument=_instrument(cite, instruments),
        article=cite.optional_word("article"),
        url=cite.optional_word("url"),
        published_on=cite.optional_day("published_on"),
        basis=cite.optional_text("basis"),
    )


def _instrument(cite: Fields, instruments: Mapping[InstrumentKey, Instrument]) -> Instrument:
    named = cite.mapping("instrument")
    named.only("number", "year", "issuer")
    key = InstrumentKey(named.word("number"), named.whole("year"), named.word("issuer"))
    if key not in instruments:
        raise cite.refuse("instrument", f"{key.number} of {key.year} by {key.issuer} is not in instruments.yaml")
    return instruments[key]
