"""Everything between an empty folder and a house that can open: folders, keys, databases, style sheets, first content.

Run before every start. What is there already is left alone: a second run changes nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from terbit.config import Settings
from terbit.house.databases import check_servers
from terbit.house.refused import StartRefused
from terbit.house.state_folder import begin, make_folders, refuse_what_was_left, remember_origin

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader


MOST_PAGES_AT_THE_START: Final = 1_000
"""They take some seconds; a house with more opens first."""
MOST_PICTURES_AT_THE_START: Final = 50
"""A large photo takes up to a second; a house with more opens first."""


def prepare(settings: Settings, empty: bool) -> None:
    """Make the state folder, or bring it up to date. Raises StartRefused; an interrupted run is finished by the next.

    `settings.demo` builds the demo house in a folder that was not begun yet; `empty` begins a house without it.
    """
    make_folders(settings)
    refuse_what_was_left(settings)
    demo = begin(settings, empty)
    remember_origin(settings)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.house.settings")
    settings.house_database.touch(exist_ok=True)  # an empty file is an empty database; nothing else makes one
    with _step("Looking at the state folder"):
        import django

        check_servers(settings)
        django.setup()
        _create_ledger(settings)
        pending = pending_migrations(settings)
    if pending:
        with _step(f"Bringing the database up to date ({pending} steps)"):
            migrate()
    _bring_content(demo)
    _bring_static_files(settings)
    _cut_pictures()
    _print_pages()


@contextmanager
def _step(what: str) -> Iterator[None]:
    print(f"{what} … ", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print("stopped.", flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def _create_ledger(settings: Settings) -> None:
    """Before any process opens it, so that none of them meets a half-made database."""
    from terbit.ledger import LedgerUnavailable, create_ledger

    try:
        create_ledger(settings)
    except LedgerUnavailable as problem:
        raise StartRefused(f"The ledger in {settings.ledger_place} cannot be opened. {problem}") from None


def pending_migrations(settings: Settings) -> int:
    """How many migrations the database lacks. Raises StartRefused for one that a newer version of Terbit wrote."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as problem:
        raise StartRefused(f"{settings.house_place} cannot be read as a house's database: {problem}.") from None
    unknown = sorted(set(executor.loader.applied_migrations) - known_migrations(executor.loader))
    if unknown:
        app, name = unknown[0]
        raise StartRefused(
            f"{settings.house_place} was written by a newer version of Terbit: it has {app}.{name}, which this one "
            "does not know. Start that version, or the copy of the state folder made before the change."
        )
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def known_migrations(loader: MigrationLoader) -> set[tuple[str, str]]:
    """All that this version knows, and what was merged into later ones."""
    merged = {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    return set(loader.disk_migrations) | {(app, name) for app, name in merged}


def migrate() -> None:
    """Apply every migration that is lacking."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _bring_static_files(settings: Settings) -> None:
    from terbit.house.static_files import bring, version

    stamp = settings.static_folder / ".version"
    if stamp.exists() and stamp.read_text() == version():
        return
    with _step("Collecting style sheets and scripts"):
        bring(settings.static_folder, stamp)


def _bring_content(demo: bool) -> None:
    """The first content, once and whole: the demo house, or the three publications with the reference policy."""
    from django.db import transaction

    from terbit.newsroom.models import Publication

    if Publication.objects.exists():
        return
    with _step("Building the demo house" if demo else "Beginning an empty house"), transaction.atomic():
        from terbit.newsroom.setup import empty_house
        from terbit.press.marks import gathered, mark_everything

        if demo:
            from terbit.house.demo.build import build

            build()
        else:
            with gathered():
                empty_house()
            mark_everything("a new house")


def _cut_pictures() -> None:
    """Shapes for pictures that are older than the shapes: a few now, many whenever the operator likes."""
    from terbit.newsroom.cutting import cut_shapes_of, without_shapes

    wanted = without_shapes()
    if len(wanted) > MOST_PICTURES_AT_THE_START:
        print(f"{len(wanted):,} pictures have no shapes for search engines yet: run `terbit cut-pictures`.", flush=True)
    elif wanted:
        with _step(f"Cutting {len(wanted)} pictures"):
            for pk in wanted:
                cut_shapes_of(pk)


def _print_pages() -> None:
    """What is marked, before anybody asks for it: /healthz is 200 when the house has pages.

    Many pages of a house that has been read before are left to the worker, and readers have them as they were.
    """
    from terbit.press.models import Mark, Printed
    from terbit.press.worker import drain

    marked = Mark.objects.count()
    if marked > MOST_PAGES_AT_THE_START and Printed.objects.exclude(number=0).exists():
        print(f"{marked:,} pages are printed anew while the house is read.", flush=True)
    elif marked:
        with _step("Printing pages"):
            drain()
