"""The rulebook loader takes what it knows and refuses the rest by file and key."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rulebooks import (
    Certainty,
    NoRuleInForce,
    UnableToLoadRulebook,
    load_rulebook,
    read_package_data,
    weakest,
)

UNITS = """\
percent:
  kind: number
  title: {vi: phần trăm, en: percent}
  least: 0
  most: 100
condition:
  kind: switch
  title: {vi: có hoặc không, en: yes or no}
"""
INSTRUMENTS = """\
instruments:
  - number: "335"
    year: 2025
    issuer: Chính phủ
    symbol: 335/2025/NĐ-CP
    kind: {vi: Nghị định, en: Decree}
    title: {vi: Đánh giá, en: Rating}
    signed_on: 2025-12-21
    effective_from: 2026-01-01
"""
PARAMETER = """\
key: level.least
title: {vi: Mức thấp nhất, en: Least level}
unit: percent
values:
  2026-01-01:
    value: 70.5
    certainty: confirmed
    cites:
      - instrument: {number: "335", year: 2025, issuer: Chính phủ}
        article: "20"
        url: https://example.org/335
        published_on: 2025-12-25
  2027-01-01:
    value: 80
    certainty: local
    cites:
      - basis: {vi: Tỉnh đặt, en: Set by the province}
    note: {vi: Chú thích, en: A note}
  2028-01-01:
    value: null
    certainty: stated
    cites:
      - instrument: {number: "335", year: 2025, issuer: Chính phủ}
        url: https://example.org/end
checked_on: 2026-11-21
next_check_due: 2027-05-21
"""
NAME = "levels/level.least.yaml"


def files(**changed: str) -> dict[str, bytes]:
    texts = {"units": UNITS, "instruments": INSTRUMENTS, "parameter": PARAMETER} | changed
    names = {"units": "units.yaml", "instruments": "instruments.yaml", "parameter": NAME}
    return {names[which]: text.encode() for which, text in texts.items()}


def test_a_value_holds_from_its_day_until_the_day_before_the_next() -> None:
    book = load_rulebook(files())
    first = book.at(date(2026, 12, 31)).get("level.least")
    assert (first.value, first.unit, first.certainty) == (Decimal("70.5"), "percent", Certainty.CONFIRMED)
    assert first.from_day == date(2026, 1, 1)
    assert first.citations[0].instrument is not None
    assert first.citations[0].instrument.symbol == "335/2025/NĐ-CP"
    assert first.citations[0].published_on == date(2025, 12, 25)
    second = book.at(date(2027, 1, 1)).get("level.least")
    assert (second.value, second.certainty) == (Decimal(80), Certainty.LOCAL)
    assert second.note is not None
    assert second.citations[0].basis is not None


def test_a_fraction_written_plainly_stays_exact() -> None:
    text = PARAMETER.replace("70.5", "0.1")
    assert load_rulebook(files(parameter=text)).at(date(2026, 1, 1)).get("level.least").value == Decimal("0.1")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 12, 31), ["2025-12-31", "no value before", "next value from 2026-01-01"]),
        (date(2028, 1, 1), ["2028-01-01", "ended on 2028-01-01", "no later value"]),
    ],
)
def test_asking_outside_the_dates_names_key_day_file_and_neighbours(day: date, words: list[str]) -> None:
    at = load_rulebook(files()).at(day)
    assert not at.has("level.least")
    with pytest.raises(NoRuleInForce) as caught:
        at.get("level.least")
    for word in ["level.least", NAME, *words]:
        assert word in str(caught.value)


def test_asking_for_a_key_that_does_not_exist_is_an_error_too() -> None:
    with pytest.raises(NoRuleInForce, match=r"nothing\.here"):
        load_rulebook(files()).at(date(2026, 1, 1)).get("nothing.here")


VALUES = PARAMETER[PARAMETER.index("values:") : PARAMETER.index("checked_on")]
CITED = "issuer: Chính phủ}\n        article"
END = "checked_on: 2026-11-21\n"

# What is changed in the parameter file, and what the refusal says of it.
REFUSED = {
    "an unknown key": (END, END + "colour: red\n", "colour: this key is not known"),
    "a repeated key": (END, END + "unit: percent\n", "key unit is written twice"),
    "a repeated day": ("2027-01-01:", "2026-01-01:", "key 2026-01-01 is written twice"),
    "an absent key": ("unit: percent\n", "", "unit: this key is absent"),
    "an unknown unit": ("unit: percent", "unit: furlong", "'furlong' is not listed"),
    "a day that does not exist": ("2027-01-01:", "2027-02-30:", "day is out of range"),
    "a day that is a word": ("  2027-01-01:", "  soon:", "values.soon: a key must be a day"),
    "a day with a clock": (END, "checked_on: 2026-11-21 10:00:00\n", "checked_on: a day"),
    "a next check before the last": ("2027-05-21", "2026-11-21", "next_check_due: the next check"),
    "text for a number": ("70.5", "seventy", "2026-01-01.value: 'seventy' is not a number"),
    "a power of ten": ("70.5", "7e1", "not a plain number"),
    "not a number": ("70.5", "nan", "not a plain number"),
    "a switch for a number": ("70.5", "true", "a number is needed"),
    "a number for a switch": ("unit: percent", "unit: condition", "true or false is needed"),
    "more than all": ("70.5", "100.1", "above 100"),
    "less than nothing": ("70.5", "-1", "below 0"),
    "no certainty": ("    certainty: local\n", "", "2027-01-01.certainty: this key is absent"),
    "an invented certainty": ("certainty: local", "certainty: sure", "'sure' is none of"),
    "no citation": ("- basis: {vi: Tỉnh đặt, en: Set by the province}", "[]", "at least one entry"),
    "law without a text": ("certainty: local", "certainty: unconfirmed", "must name a legal text"),
    "confirmed without article": ('        article: "20"\n', "", "article: this key is absent"),
    "stated without address": ("        url: https://example.org/end\n", "", "url: this key is absent"),
    "another year": (f"year: 2025, {CITED}", f"year: 2026, {CITED}", "335 of 2026 by Chính phủ is not in"),
    "another issuer": (CITED, CITED.replace("Chính phủ", "Bộ Nội vụ"), "335 of 2025 by Bộ Nội vụ is not in"),
    "one language": ("{vi: Chú thích, en: A note}", "{vi: Chú thích}", "note.en: this key is absent"),
    "an empty text": ("en: A note", 'en: ""', "note.en: a text is needed"),
    "no values": (VALUES, "values: {}\n", "at least one dated value"),
    "a repeal of nothing": ("70.5", "null", "cannot be repealed"),
    "another name than its key": ("key: level.least", "key: level.most", "must be called level.most.yaml"),
    "a list at the top": (PARAMETER, "- a\n", "the file must be a list of keys"),
    "an anchor": ("{vi: Chú thích", "&x {vi: Chú thích", "anchors and aliases"),
    "broken YAML": (PARAMETER, "key: [\n", NAME),
}
NUMBER = 'number: "335"'
REFUSED_LISTS = {
    "an unknown kind of unit": ("units", UNITS, "switch", "colour", "condition.kind: 'colour'"),
    "a unit that is no mapping": ("units", UNITS, UNITS, "percent: 1\n", "percent: a list of keys"),
    "a key beside the list": ("instruments", INSTRUMENTS, "instruments:", "more: 1\ninstruments:", "more: this key"),
    "a symbol of another year": ("instruments", INSTRUMENTS, "335/2025", "335/2026", "is not of the year 2025"),
    "a symbol of another number": ("instruments", INSTRUMENTS, "335/2025", "336/2025", "begin with the number 335"),
    "a number that is not text": ("instruments", INSTRUMENTS, NUMBER, "number: 335", "number: a text is needed"),
}


@pytest.mark.parametrize(("old", "new", "words"), REFUSED.values(), ids=REFUSED)
def test_a_parameter_is_refused_for(old: str, new: str, words: str) -> None:
    with pytest.raises(UnableToLoadRulebook) as caught:
        load_rulebook(files(parameter=PARAMETER.replace(old, new)))
    assert words in str(caught.value)
    assert NAME in str(caught.value)


@pytest.mark.parametrize(("name", "text", "old", "new", "words"), REFUSED_LISTS.values(), ids=REFUSED_LISTS)
def test_a_list_is_refused_for(name: str, text: str, old: str, new: str, words: str) -> None:
    with pytest.raises(UnableToLoadRulebook) as caught:
        load_rulebook(files(**{name: text.replace(old, new)}))
    assert words in str(caught.value)
    assert f"{name}.yaml" in str(caught.value)


def test_one_legal_text_listed_twice_is_refused() -> None:
    with pytest.raises(UnableToLoadRulebook, match="listed twice"):
        load_rulebook(files(instruments=INSTRUMENTS + INSTRUMENTS.removeprefix("instruments:\n")))


def test_it_refuses_bytes_that_are_not_utf_8() -> None:
    with pytest.raises(UnableToLoadRulebook, match=r"level\.least"):
        load_rulebook({**files(), NAME: b"key: \xff"})


def test_it_refuses_one_key_in_two_files() -> None:
    with pytest.raises(UnableToLoadRulebook, match="also defined in"):
        load_rulebook({**files(), "other/level.least.yaml": PARAMETER.encode()})


@pytest.mark.parametrize("name", ["units.yaml", "instruments.yaml"])
def test_it_refuses_to_work_without_its_lists(name: str) -> None:
    incomplete = files()
    del incomplete[name]
    with pytest.raises(UnableToLoadRulebook, match=name):
        load_rulebook(incomplete)


def test_yaml_words_that_older_readers_take_for_switches_stay_words() -> None:
    text = PARAMETER.replace("en: A note", "en: yes")
    note = load_rulebook(files(parameter=text)).at(date(2027, 1, 1)).get("level.least").note
    assert note is not None
    assert note.en == "yes"


@given(st.randoms())
def test_the_digest_does_not_depend_on_the_order_of_files(chance: object) -> None:
    items = list(files().items())
    chance.shuffle(items)  # type: ignore[attr-defined]
    assert load_rulebook(dict(items)).digest == load_rulebook(files()).digest


def test_the_digest_changes_with_one_byte_or_one_name() -> None:
    original = load_rulebook(files()).digest
    assert load_rulebook(files(parameter=PARAMETER + "# remark\n")).digest != original
    moved = files()
    moved["other/level.least.yaml"] = moved.pop(NAME)
    assert load_rulebook(moved).digest != original


def test_what_should_have_been_read_again_is_listed() -> None:
    book = load_rulebook(files())
    assert book.overdue(date(2027, 5, 21)) == ()
    assert book.overdue(date(2027, 5, 22)) == ("level.least",)


def test_the_least_sure_of_several_is_found() -> None:
    assert weakest(set()) is None
    assert weakest({Certainty.CONFIRMED, Certainty.STATED}) is Certainty.STATED
    assert weakest(set(Certainty)) is Certainty.UNCONFIRMED


def test_the_package_data_loads_and_loads_the_same_twice() -> None:
    assert load_rulebook(read_package_data()) == load_rulebook(read_package_data())
