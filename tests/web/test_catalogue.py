"""The English catalogue: complete, and made without a system program."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation


def test_every_vietnamese_sentence_has_an_english_one() -> None:
    call_command("catalogue", "check")


def test_words_of_code_and_of_templates_are_found(tmp_path: Path, settings: object) -> None:
    settings.LOCALE_PATHS = [tmp_path]  # type: ignore[attr-defined]
    call_command("catalogue", "extract")
    text = (tmp_path / "en" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    assert "commitments/runs/services/__init__.py" in text
    assert "templates/base.html" in text
    with pytest.raises(CommandError, match="English"):
        call_command("catalogue", "check")


def test_a_compiled_catalogue_speaks_english() -> None:
    call_command("catalogue", "compile")
    with translation.override("en"):
        assert translation.gettext("Không đạt") != "Không đạt"
    assert settings.LANGUAGE_CODE == "vi"


def test_no_sentence_hides_in_an_f_string_where_extraction_does_not_look() -> None:
    hidden = [
        str(path.relative_to(settings.BASE_DIR))
        for package in ("accountability", "commitments")
        for path in (settings.BASE_DIR / package).rglob("*.py")
        if re.search(r"\{(_|gettext|ngettext|pgettext)\(", path.read_text(encoding="utf-8"))
    ]
    assert hidden == []
