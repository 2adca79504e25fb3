"""Takes a file apart field by field and refuses what it does not expect, naming file and key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from scoring.rulebooks.model import Text
from scoring.rulebooks.strict_yaml import UnreadableYaml, read_yaml


class UnableToLoadRulebook(ValueError):
    """A rulebook file is not of the form we allow; the message names file and key."""


@dataclass(frozen=True, slots=True)
class Fields:
    """One mapping of a file, with the path that leads to it."""

    file: str
    path: str
    raw: dict[Any, Any]

    @classmethod
    def read(cls, file: str, data: bytes) -> "Fields":
        """Read a file whose top is a mapping."""
        try:
            raw = read_yaml(data)
        except UnreadableYaml as error:
            raise UnableToLoadRulebook(f"{file}: {error}") from error
        if not isinstance(raw, dict):
            raise UnableToLoadRulebook(f"{file}: the file must be a list of keys with values")
        return cls(file, "", raw)

    def refuse(self, key: object, why: str) -> UnableToLoadRulebook:
        """Build the error for one key of this mapping."""
        return UnableToLoadRulebook(f"{self.file}: {self._where(key)}: {why}")

    def only(self, *allowed: str) -> None:
        """Refuse every key that is not expected here."""
        for key in self.raw:
            if key not in allowed:
                raise self.refuse(key, "this key is not known here")

    def has(self, key: str) -> bool:
        """Tell whether the key is written."""
        return key in self.raw

    def need(self, key: str) -> Any:
        """Give whatever is written under a key that must be there."""
        if key not in self.raw:
            raise self.refuse(key, "this key is absent")
        return self.raw[key]

    def word(self, key: str) -> str:
        """Give a non-empty single-line text."""
        value = self.need(key)
        if not isinstance(value, str) or not value.strip() or value != value.strip() or "\n" in value:
            raise self.refuse(key, f"a text is needed here, not {value!r}")
        return value

    def optional_word(self, key: str) -> str | None:
        """Give a text, or None where the key is not written."""
        return self.word(key) if self.has(key) else None

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """Give one of a few words."""
        value = self.word(key)
        if value not in allowed:
            raise self.refuse(key, f"{value!r} is none of {', '.join(allowed)}")
        return value

    def whole(self, key: str) -> int:
        """Give a whole number."""
        value = self.need(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.refuse(key, f"a whole number is needed here, not {value!r}")
        return value

    def decimal(self, key: str) -> Decimal:
        """Give an exact number."""
        value = self.need(key)
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise self.refuse(key, f"a number is needed here, not {value!r}")
        try:
            number = Decimal(value)
        except InvalidOperation as error:
            raise self.refuse(key, f"{value!r} is not a number") from error
        if not number.is_finite() or "e" in str(value).lower():
            raise self.refuse(key, f"{value!r} is not a plain number")
        return number

    def optional_decimal(self, key: str) -> Decimal | None:
        """Give an exact number, or None where the key is not written."""
        return self.decimal(key) if self.has(key) else None

    def day(self, key: str) -> date:
        """Give a civil day."""
        value = self.need(key)
        if type(value) is not date:
            raise self.refuse(key, f"a day (2025-12-31) is needed here, not {value!r}")
        return value

    def optional_day(self, key: str) -> date | None:
        """Give a civil day, or None where the key is not written."""
        return self.day(key) if self.has(key) else None

    def text(self, key: str) -> Text:
        """Give a text in both languages."""
        both = self.mapping(key)
        both.only("vi", "en")
        return Text(vi=both.word("vi"), en=both.word("en"))

    def optional_text(self, key: str) -> Text | None:
        """Give a text in both languages, or None where the key is not written."""
        return self.text(key) if self.has(key) else None

    def mapping(self, key: str) -> "Fields":
        """Step into a mapping."""
        return self._into(key, self.need(key))

    def entries(self, key: str, *, only: bool = False) -> "list[Fields]":
        """Step into a list of mappings that is not empty; `only` refuses any other key beside it."""
        if only:
            self.only(key)
        value = self.need(key)
        if not isinstance(value, list) or not value:
            raise self.refuse(key, "a list with at least one entry is needed here")
        return [self._into(f"{key}[{index}]", entry) for index, entry in enumerate(value)]

    def items(self) -> "Iterator[tuple[str, Fields]]":
        """Step through entries whose keys are free words."""
        for key, value in self.raw.items():
            if not isinstance(key, str):
                raise self.refuse(key, "a key must be a word here")
            yield key, self._into(key, value)

    def days(self) -> "list[tuple[date, Fields]]":
        """Step through entries whose keys are days, earliest first."""
        for key in self.raw:
            if type(key) is not date:
                raise self.refuse(key, "a key must be a day here")
        return [(day, self._into(day, self.raw[day])) for day in sorted(self.raw)]

    def _into(self, key: object, value: object) -> "Fields":
        if not isinstance(value, dict):
            raise self.refuse(key, "a list of keys with values is needed here")
        return Fields(self.file, self._where(key), value)

    def _where(self, key: object) -> str:
        return f"{self.path}.{key}" if self.path else str(key)
