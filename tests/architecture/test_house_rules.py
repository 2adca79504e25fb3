"""What the import contract cannot see."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP_FILES = {
    "__init__.py",
    "admin.py",
    "apps.py",
    "models.py",
    "resources.py",
    "selectors.py",
    "services.py",
    "signals.py",
    "migrations",
}
# Folders that an app may add, each with its reason.
EXTRA = {
    # One file a check, with the sentences for findings; one folder a connector, with what their parsers share. Neither
    # may reach the database, so they are no part of services or selectors.
    "sources": {"checks", "connectors"},
    "exports": {"sheets"},  # one file a sheet, with the workbook and the words that sheets share
}


def _python(package: str) -> list[Path]:
    return [path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]


def _apps() -> list[Path]:
    return sorted(path for path in (ROOT / "commitments").iterdir() if (path / "apps.py").exists())


@pytest.mark.parametrize("app", _apps(), ids=lambda app: app.name)
def test_every_app_has_the_same_file_names(app: Path) -> None:
    names = {path.name for path in app.iterdir() if path.name != "__pycache__"}
    # A file that grew becomes a folder of the same name.
    names = {name if (app / name).is_file() or f"{name}.py" not in APP_FILES else f"{name}.py" for name in names}
    assert names <= APP_FILES | EXTRA.get(app.name, set())


def test_only_pages_and_jobs_ask_what_time_it_is() -> None:
    asking = re.compile(r"clock\.(now|working_day)\(|timezone\.now\(|\.today\(|datetime\.now\(|auto_now")
    offenders = [
        str(path.relative_to(ROOT))
        for package in ("scoring", "commitments")
        for path in _python(package)
        if path.name != "clock.py" and asking.search(path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_the_core_has_no_float_and_no_file_outside_the_rule_reader() -> None:
    offenders = []
    for path in _python("scoring"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
            opens = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open"
            if is_float or opens:
                offenders.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert offenders == []


def test_no_file_has_outgrown_its_purpose() -> None:
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for package in ("scoring", "commitments", "accountability")
        for path in _python(package)
    }
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_every_management_command_has_a_test() -> None:
    commands = {
        path.stem for path in ROOT.glob("accountability/*/management/commands/*.py") if not path.stem.startswith("_")
    }
    tested = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert {name for name in commands if f'"{name}"' not in tested} == set()


def test_pinned_requirements_name_no_registry_and_carry_hashes() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


def test_imports_inside_functions_are_the_listed_ones() -> None:
    allowed = {
        # A child that reads a CSV never pays for the workbook reader, and its limits stand before that is loaded.
        "commitments/sources/connectors/folder/child.py",
    }
    offenders = []
    for package in ("scoring", "commitments", "accountability"):
        for path in _python(package):
            if str(path.relative_to(ROOT)) in allowed or path.name == "apps.py":  # `ready` may look at models only late
                continue
            for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                    offenders += [
                        f"{path.relative_to(ROOT)}:{node.lineno}"
                        for node in ast.walk(function)
                        if isinstance(node, ast.Import | ast.ImportFrom)
                    ]
    assert offenders == []
