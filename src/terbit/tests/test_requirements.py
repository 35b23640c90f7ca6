"""What the code imports is what requirements.in names, and the lock has it with hashes and without addresses."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def names_in(file: str) -> set[str]:
    """Distributions named in a requirements file, as the index writes them."""
    lines = (ROOT / file).read_text().splitlines()
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines if not line.startswith(("#", " ", "-")))
    return {normal(name.group()) for name in found if name}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported_by(folder: Path) -> dict[str, Path]:
    """Top-level names of others' packages, each with a file that imports it; tests and migrations are left out."""
    found: dict[str, Path] = {}
    for file in folder.rglob("*.py"):
        if {"tests", "migrations"} & set(file.parts):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            found |= {name.partition(".")[0]: file for name in names}
    return {name: file for name, file in found.items() if name not in sys.stdlib_module_names and name != "terbit"}


def test_every_package_that_the_code_imports_is_required_by_name() -> None:
    distributions = packages_distributions()
    required = names_in("requirements.in")
    missing = {
        name: str(file.relative_to(ROOT))
        for name, file in imported_by(ROOT / "src" / "terbit").items()
        if not required & {normal(one) for one in distributions.get(name, [name])}
    }
    assert missing == {}


@pytest.mark.parametrize("lock", ["requirements", "requirements-dev"])
def test_the_lock_holds_everything_required_with_hashes_and_without_addresses(lock: str) -> None:
    text = (ROOT / f"{lock}.txt").read_text()

    assert names_in(f"{lock}.in") <= names_in(f"{lock}.txt")
    assert "://" not in text and "--index" not in text and "--find" not in text
    for entry in re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL):
        assert "==" in entry and "--hash=sha256:" in entry, entry
