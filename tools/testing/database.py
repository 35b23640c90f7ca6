"""Houses to be copied in a moment instead of begun anew: a migrated database without content, which is also the tests'
own, and the state folder of the demo house. Databases are files, or databases of the tests' PostgreSQL.

Templates are kept in pytest's cache under names made from what they are built by. A test that commits (transaction=True)
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
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import pytest

from tools.testing import engine, grounds
from tools.testing.cluster import BIN

ROOT = Path(__file__).parents[2]


def _kept(folder: Path, suffix: str, make: Callable[[Path], None]) -> Path:
    """The template of this kind, made where there is none of these migrations."""
    template = folder / f"house-{_digest((ROOT / 'src').glob('terbit/*/migrations/*.py'))}.{suffix}"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            for old in folder.glob(f"house-*.{suffix}"):
                old.unlink(missing_ok=True)
            make(template)
    return template


def _digest(files: Iterable[Path]) -> str:
    """Of these files, and of the versions of what they build on."""
    digest = hashlib.sha256(" ".join(version(part) for part in ("django", "wagtail", "django-allauth")).encode())
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _migrate(home: Path, environ: dict[str, str]) -> None:
    _terbit(home, environ, "manage", "migrate", "-v0", "--no-input", "--skip-checks")


def _terbit(home: Path, environ: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "terbit", *command],
        env=os.environ | {"TERBIT_HOME": str(home)} | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"A template of the tests' houses could not be made:\n{done.stderr}")


def _make_file(place: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="terbit-template-") as home:
        (Path(home) / "house.sqlite").touch()
        _migrate(Path(home), {"TERBIT_DATABASE_URL": "", "TERBIT_LEDGER_URL": ""})
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
def file_template(request: pytest.FixtureRequest) -> Path:
    """A migrated database without content as a file of SQLite, whatever the tests run on."""
    return _kept(request.config.cache.mkdir("terbit"), "sqlite", _make_file)


@pytest.fixture(scope="session")
def house_template(request: pytest.FixtureRequest) -> Path:
    """A migrated database without content, to be copied in milliseconds (`engine.lay_template`)."""
    if not engine.ON_POSTGRESQL:
        found: Path = request.getfixturevalue("file_template")
        return found
    template = _kept(request.config.cache.mkdir("terbit"), "sql", _make_dump)
    _load_dump(template)
    return template


@pytest.fixture(scope="session")
def demo_template(request: pytest.FixtureRequest, house_template: Path) -> Path:
    """The demo house's state folder as its first start leaves it, to be copied (`engine.copy_house`). A copy that opens
    at another origin prints its pages anew."""
    folder = request.config.cache.mkdir("terbit")
    sources = (ROOT / "src").rglob("*")
    files = (file for file in sources if file.is_file() and not {"tests", "__pycache__"} & set(file.parts))
    kind = "postgresql" if engine.ON_POSTGRESQL else "sqlite"  # one cannot be copied for tests on the other
    home = folder / f"demo-{kind}-{_digest(files)}"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not engine.is_whole(home):
            for old in folder.glob(f"demo-{kind}-*"):
                shutil.rmtree(old)
            _begin_demo(home, house_template)
    return home


def _begin_demo(home: Path, template: Path) -> None:
    engine.lay_template(home, template)
    _terbit(home, {"TERBIT_DEMO": "1"} | engine.environ_of(home), "prepare")
    engine.call_whole(home)


class TestDatabase(Protocol):
    """The database that Django's connections open, and whether a test has changed it for good."""

    is_changed: bool

    def restore(self) -> None: ...

    def become(self, home: Path) -> None:
        """A copy of the database of the house in `home`, in which nothing runs, until somebody says that it changed."""


class _File:
    def __init__(self, template: Path, file: Path) -> None:
        self.template, self.file, self.is_changed = template, file, True

    def restore(self) -> None:
        self._lay(self.template)

    def become(self, home: Path) -> None:
        self._lay(home / "house.sqlite")

    def _lay(self, source: Path) -> None:
        from django.db import connections

        connections.close_all()
        draft = self.file.with_suffix(".draft")
        shutil.copyfile(source, draft)
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        draft.replace(self.file)
        self.is_changed = False


class _Database:
    def __init__(self, name: str) -> None:
        self.name, self.is_changed = name, True

    def restore(self) -> None:
        self._lay(engine.TEMPLATE)

    def become(self, home: Path) -> None:
        self._lay(engine.names_of(home)[0])

    def _lay(self, template: str) -> None:
        from django.db import connections

        connections.close_all()
        engine.make_anew(self.name, template)
        self.is_changed = False


_DATABASE: pytest.StashKey[TestDatabase] = pytest.StashKey()


@pytest.fixture(scope="session", autouse=engine.ON_POSTGRESQL)
def _a_ledger_database() -> None:
    """Empty: whoever needs the ledger begins it (`engine.begin_ledger`)."""
    from terbit.config import settings

    engine.make_anew(engine.name_in(settings.ledger_url), "template0")


@pytest.fixture(scope="session")
def test_database(request: pytest.FixtureRequest, house_template: Path) -> TestDatabase:
    from django.conf import settings
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = lambda self: None  # type: ignore[method-assign]  # instead of a slow flush
    database: TestDatabase
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
def django_db_setup(test_database: TestDatabase) -> None:
    """pytest-django's own would migrate."""
    test_database.restore()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    database = _made(item)
    if database is not None:
        grounds.settle(item, commits=_commits(item), before=lambda: database.restore() if database.is_changed else None)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    database = _made(item)
    if database is not None and _commits(item):
        database.is_changed = True


def _made(item: pytest.Item) -> TestDatabase | None:
    return item.session.stash.get(_DATABASE, None)


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(fixtures & {"transactional_db", "live_server"})
