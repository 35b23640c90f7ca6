"""The test database, copied from a migrated template instead of migrated anew: a file in the tests' state folder, or a
database of the tests' PostgreSQL.

The template is kept in pytest's cache under a name made from all migrations. A test that commits (transaction=True)
leaves a changed database behind: before the next test that uses one, the template is put in its place, with the rows
that migrations made and that Django's own flush would lose.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Protocol

import pytest

from tools.testing import engine
from tools.testing.cluster import BIN

ROOT = Path(__file__).parents[2]
SUFFIX = "sql" if engine.ON_POSTGRESQL else "sqlite"


def _template_name() -> str:
    from importlib.metadata import version

    digest = hashlib.sha256(" ".join(version(part) for part in ("django", "wagtail", "django-allauth")).encode())
    for file in sorted((ROOT / "src").glob("terbit/*/migrations/*.py")):
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return f"house-{digest.hexdigest()[:16]}.{SUFFIX}"


def _migrate(home: Path, environ: dict[str, str]) -> None:
    command = "migrate", "-v0", "--no-input", "--skip-checks"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "terbit", "manage", *command],
        env=os.environ | {"TERBIT_HOME": str(home)} | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The test database could not be made:\n{done.stderr}")


def _make_file(place: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="terbit-template-") as home:
        (Path(home) / "house.sqlite").touch()
        _migrate(Path(home), {})
        _put(Path(home) / "house.sqlite", place)


def _make_dump(place: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="terbit-template-") as home:
        environ = engine.environ_of(Path(home))
        _migrate(Path(home), environ)
        _tool("pg_dump", "--no-owner", f"--file={home}/dump", f"--dbname={environ['TERBIT_DATABASE_URL']}")
        _put(Path(home) / "dump", place)


def _put(made: Path, place: Path) -> None:
    draft = place.with_suffix(f".{os.getpid()}")
    shutil.copyfile(made, draft)
    draft.replace(place)


def _tool(name: str, *arguments: str) -> None:
    done = subprocess.run([BIN / name, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} failed:\n{done.stderr}")


def _load_dump(dump: Path) -> None:
    """Into the server's database `migrated`, once for all workers."""
    with engine.server() as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (engine.TEMPLATE,)).fetchone():
            return
        connection.execute("CREATE DATABASE draft TEMPLATE template0 ENCODING 'UTF8'")
        _tool("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-f", str(dump), engine.url_of("draft"))
        connection.execute(f"ALTER DATABASE draft RENAME TO {engine.TEMPLATE}")


@pytest.fixture(scope="session")
def house_template(request: pytest.FixtureRequest) -> Path:
    """A migrated database without content, to be copied in milliseconds (`engine.lay_template`)."""
    folder = request.config.cache.mkdir("terbit")
    template = folder / _template_name()
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            for old in folder.glob(f"house-*.{SUFFIX}"):
                old.unlink(missing_ok=True)
            (_make_dump if engine.ON_POSTGRESQL else _make_file)(template)
    if engine.ON_POSTGRESQL:
        _load_dump(template)
    return template


class _TestDatabase(Protocol):
    """The database that Django's connections open, and whether a test has changed it for good."""

    is_changed: bool

    def restore(self) -> None: ...


class _File:
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


class _Database:
    def __init__(self, name: str) -> None:
        self.name, self.is_changed = name, True

    def restore(self) -> None:
        from django.db import connections

        connections.close_all()
        engine.make_anew(self.name, engine.TEMPLATE)
        self.is_changed = False


_DATABASE: pytest.StashKey[_TestDatabase] = pytest.StashKey()


@pytest.fixture(scope="session", autouse=engine.ON_POSTGRESQL)
def _a_ledger_database() -> None:
    """Empty: whoever needs the ledger begins it (`engine.begin_ledger`)."""
    from terbit.config import settings

    engine.make_anew(settings.ledger_url.partition("?")[0].rpartition("/")[2], "template0")


@pytest.fixture(scope="session")
def _test_database(request: pytest.FixtureRequest, house_template: Path) -> _TestDatabase:
    from django.conf import settings
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = lambda self: None  # type: ignore[method-assign]  # instead of a slow flush
    database: _TestDatabase
    if engine.ON_POSTGRESQL:
        database = _Database(settings.DATABASES["default"]["NAME"])
    else:
        file = Path(settings.DATABASES["default"]["NAME"])
        if file.parent != Path(os.environ["TERBIT_HOME"]):
            raise RuntimeError(f"Tests would write into {file}: Django was loaded before the root conftest.")
        database = _File(house_template, file)
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
