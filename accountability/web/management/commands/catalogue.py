"""Keep the English catalogue equal to the Vietnamese words in code and templates, with Babel instead of gettext's
programs. Vietnamese sentences are the message ids."""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_CALL = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\(")
_PACKAGES = ("accountability", "commitments")
_PROJECT, _VERSION = "Cam Kết", "0.1.0"


class Command(BaseCommand):
    help = "extract: bring new words into locale/en; compile: make the .mo file; check: fail on anything untranslated"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["extract", "compile", "check"])

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
        if options["action"] == "compile":
            target = path.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
                with target.open("wb") as file:
                    write_mo(file, _read(path))
        elif options["action"] == "extract":
            self._extract(path)
        else:
            self._check(path)

    def _extract(self, path: Path) -> None:
        catalogue = _read(path)
        catalogue.update(_template(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        _sign(catalogue)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, sort_output=True, ignore_obsolete=True, omit_header=False)
        self.stdout.write(f"{len(catalogue)} messages, {len(_faults(catalogue))} to translate")

    def _check(self, path: Path) -> None:
        catalogue, words = _read(path), _template()
        absent = [message.id for message in words if message.id and catalogue.get(message.id, message.context) is None]
        faults = [f"not in the catalogue: {one!r}" for one in absent] + _faults(catalogue)
        if faults:
            raise CommandError("\n".join(faults[:30]) + f"\n{len(faults)} words need an English text.")


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en", project=_PROJECT, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def _sign(catalogue: Catalog) -> None:
    """Fill the header; what is left out becomes a placeholder of Babel's."""
    catalogue.project, catalogue.version = _PROJECT, _VERSION
    catalogue.copyright_holder = catalogue.msgid_bugs_address = catalogue.last_translator = f"{_PROJECT} maintainers"
    catalogue.language_team = "English"
    catalogue.revision_date = catalogue.creation_date


def _template() -> Catalog:
    catalogue = Catalog(project=_PROJECT, charset="utf-8")
    for text, message, context in _messages():
        # Line numbers would change the file with every edit of a neighbour.
        catalogue.add(message, None, [(text, 1)], context=context)
    return catalogue


def _messages() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    for package in _PACKAGES:
        for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
            if "migrations" not in path.parts:
                found = extract("python", io.BytesIO(path.read_bytes()), _KEYWORDS)
                for _line, message, _comments, context in found:
                    yield str(path.relative_to(settings.BASE_DIR)), message, context
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        for message, context in _template_messages(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(settings.BASE_DIR)), message, context


def _template_messages(source: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Read the calls out of Django's own translation of a template; the rest of that text is filler."""
    filler = templatize(source)
    for match in _CALL.finditer(filler):
        call = _parse_call(filler[match.start() :])
        texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        name = match.group(1)
        if name == "ngettext":
            yield (texts[0], texts[1]), None
        elif name == "pgettext":
            yield texts[1], texts[0]
        elif name == "npgettext":
            yield (texts[1], texts[2]), texts[0]
        elif texts:
            yield texts[0], None


def _parse_call(text: str) -> ast.Call:
    """Parse the shortest prefix of a text that is a whole call."""
    for end in (match.end() for match in re.finditer(r"\)", text)):
        try:
            node = ast.parse(text[:end], mode="eval").body
        except SyntaxError:
            continue
        if isinstance(node, ast.Call):
            return node
    raise CommandError(f"This translation cannot be read: {text[:80]!r}")


def _faults(catalogue: Catalog) -> list[str]:
    return [fault for message in catalogue if message.id for fault in _message_faults(message)]


def _message_faults(message: Message) -> Iterator[str]:
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    if message.fuzzy or not all(texts):
        yield f"not translated: {ids[0]!r}"
        return
    placeholders = {frozenset(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text)) for text in (*ids, *texts)}
    if len(placeholders) > 1:
        yield f"placeholders differ: {ids[0]!r}"
