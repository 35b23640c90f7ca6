"""The test database: a file in the tests' state folder, copied from a migrated template instead of migrated anew.

The template is kept in pytest's cache under a name made from all migrations. A test that commits (transaction=True)
leaves a changed file behind: before the next test that uses a database, the template is put in its place, with the
rows that migrations made and that Django's own flush would lose.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _template_name() -> str:
    from importlib.metadata import version

    digest = hashlib.sha256(" ".join(version(part) for part in ("django", "wagtail", "django-allauth")).encode())
    for file in sorted((ROOT / "src").glob("terbit/*/migrations/*.py")):
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return f"house-{digest.hexdigest()[:16]}.sqlite"


def _make_template(place: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="terbit-template-") as home:
        (Path(home) / "house.sqlite").touch()
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "terbit",
            "manage",
            "migrate",
            "-v0",
            "--no-input",
            "--skip-checks",
        ]
        done = subprocess.run(
            command, env=os.environ | {"TERBIT_HOME": home}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"The test database could not be made:\n{done.stderr}")
        draft = place.with_suffix(f".{os.getpid()}")
        shutil.copyfile(Path(home) / "house.sqlite", draft)
        draft.replace(place)


@pytest.fixture(scope="session")
def house_template(request: pytest.FixtureRequest) -> Path:
    """A migrated house.sqlite without content; copy it to have a database in milliseconds."""
    folder = request.config.cache.mkdir("terbit")
    template = folder / _template_name()
    if not template.exists():
        for old in folder.glob("house-*.sqlite"):
            old.unlink(missing_ok=True)
        _make_template(template)
    return template


class _TestDatabase:
    """The file that Django's connections open, and whether a test has changed it for good."""

    def __init__(self, template: Path, file: Path) -> None:
        self.template, self.file, self.is_changed = template, file, True

    def restore(self) -> None:
        from django.db import connections

        connections.close_all()
        draft = self.file.with_suffix(".draft")
        shutil.copyfile(self.template, draft)
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        draft.replace(self.file)
        self.is_changed = False


_DATABASE: pytest.StashKey[_TestDatabase] = pytest.StashKey()


@pytest.fixture(scope="session")
def _test_database(request: pytest.FixtureRequest, house_template: Path) -> _TestDatabase:
    from django.conf import settings
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = lambda self: None  # type: ignore[method-assign]  # instead of a slow flush
    file = Path(settings.DATABASES["default"]["NAME"])
    if file.parent != Path(os.environ["TERBIT_HOME"]):
        raise RuntimeError(f"Tests would write into {file}: Django was loaded before the root conftest.")
    database = _TestDatabase(house_template, file)
    request.session.stash[_DATABASE] = database
    return database


@pytest.fixture(scope="session")
def django_db_setup(_test_database: _TestDatabase) -> None:
    """pytest-django's own would migrate."""
    _test_database.restore()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    database = _made(item)
    if database is not None and database.is_changed:
        database.restore()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    database = _made(item)
    if database is not None and _commits(item):
        database.is_changed = True


def _made(item: pytest.Item) -> _TestDatabase | None:
    return item.session.stash.get(_DATABASE, None)


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(fixtures & {"transactional_db", "live_server"})
