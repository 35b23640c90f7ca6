"""What every test gets: a state folder of its own, a closed network, a migrated database in a moment.

With TERBIT_TEST_DATABASE_URL, the address of a PostgreSQL server, all runs on databases there (make test-postgresql).
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

# Before anything of Terbit or Django is loaded: settings are read once. Nobody's own TERBIT_* reaches a test, which is
# also why DJANGO_SETTINGS_MODULE stands here and not in pyproject.toml: pytest-django would load it before this file.
SERVER = os.environ.get("TERBIT_TEST_DATABASE_URL") or os.environ.get("TESTS_ON_POSTGRESQL")
for name in [name for name in os.environ if name.startswith("TERBIT_") or name == "PORT"]:
    del os.environ[name]
HOME = Path(tempfile.mkdtemp(prefix="terbit-"))
os.environ["TERBIT_HOME"] = str(HOME)
if SERVER:
    os.environ["TESTS_ON_POSTGRESQL"] = SERVER
    MINE = os.environ.get("PYTEST_XDIST_WORKER", "main")
    for setting, database in (("TERBIT_DATABASE_URL", f"house_{MINE}"), ("TERBIT_LEDGER_URL", f"ledger_{MINE}")):
        os.environ[setting] = urlunsplit(urlsplit(SERVER)._replace(path=f"/{database}"))
os.environ["DJANGO_SETTINGS_MODULE"] = "terbit.house.settings"
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

import django
import pytest

from terbit.config import settings
from terbit.house.state_folder import make_folders

make_folders(settings)
django.setup()


def pytest_configure(config: pytest.Config) -> None:
    """With -n, each worker is a process that reads this file anew and must find nothing set, as this one did."""
    if getattr(config.option, "numprocesses", None):
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: without this, a tenth of the time goes into looking whether it is garbage."""
    gc.collect()
    gc.freeze()


pytest_plugins = [
    "tools.testing.database",
    "tools.testing.network",
    "tools.testing.only_on",
    "tools.testing.scheduling",
    "tools.testing.skips",
    "tools.testing.tracebacks",
]
