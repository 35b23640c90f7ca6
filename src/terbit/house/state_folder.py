"""The state folder: everything a house keeps. Making it, and what it was begun as. No Django here."""

from __future__ import annotations

from pathlib import Path

from terbit.config import Settings
from terbit.house.keys import create_keys
from terbit.house.refused import StartRefused

LONGEST_SOCKET_PATH = 104  # Linux allows 107 bytes; the last of ours has room to grow


def make_folders(settings: Settings) -> None:
    """Make the folders that are missing. Raises StartRefused when something cannot be written there."""
    refuse_long_sockets(settings)
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)  # it will hold readers' addresses
        for folder in (
            settings.shelf_folder,
            settings.media_folder / "pictures",
            settings.static_folder,
        ):
            folder.mkdir(parents=True, exist_ok=True)
        for private in (settings.keys_folder, settings.run_folder, settings.mailbox_folder):
            private.mkdir(mode=0o700, exist_ok=True)
            _try_to_write(private)
        _try_to_write(settings.home)
        create_keys(settings.keys_folder)
    except OSError as problem:
        raise StartRefused(
            f"The state folder {settings.home} cannot be written ({problem.strerror}: {problem.filename}). "
            "Make it writable, or choose another with TERBIT_HOME."
        ) from None


def refuse_long_sockets(settings: Settings) -> None:
    """Raises StartRefused where the state folder's path leaves no room for the names of its sockets."""
    sockets = (settings.newsroom_socket, settings.press_socket, settings.dispatch_socket)
    if max(len(str(path).encode()) for path in sockets) > LONGEST_SOCKET_PATH:
        raise StartRefused(
            f"TERBIT_HOME is {settings.home}: sockets cannot have so long a path. Choose a folder nearer to the root."
        )


def _try_to_write(folder: Path) -> None:
    trial = folder / ".trial"
    trial.touch()
    trial.unlink(missing_ok=True)


def begin(settings: Settings, empty: bool) -> bool:
    """Write down what this state folder is begun as, unless that is written; return whether it is a demo house.

    What a folder was begun as it remains: a house of real readers never becomes one with known passwords.
    Raises StartRefused for `empty` on a demo house.
    """
    if settings.kind_file.exists():
        if empty and settings.demo:
            raise StartRefused(
                f"{settings.home} holds the demo house; --empty begins a house of your own. "
                "Choose another folder for it with TERBIT_HOME."
            )
        return settings.demo
    demo = settings.demo and not empty
    settings.kind_file.write_text("demo\n" if demo else "house\n")
    return demo


def remember_origin(settings: Settings) -> None:
    """Keep the origin that pages are printed with, for commands beside the running house."""
    known = settings.origin_file.read_text().strip() if settings.origin_file.exists() else ""
    if known != settings.base_url:
        settings.origin_file.write_text(settings.base_url + "\n")


def remember_places(settings: Settings, folder: Path | None = None) -> None:
    """Write down where house and ledger are from now on, for whoever would start with what was left.

    In `folder`, where the state folder is still being made there.
    """
    file = (folder or settings.home) / settings.places_file.name
    file.write_text(f"house {settings.house_place}\nledger {settings.ledger_place}\n")


def refuse_what_was_left(settings: Settings) -> None:
    """Raises StartRefused where house or ledger were moved, and the settings name another place than the new one."""
    if not settings.places_file.exists():
        return
    moved = dict(line.split(" ", 1) for line in settings.places_file.read_text().splitlines())
    for what, name, place in (
        ("house", "TERBIT_DATABASE_URL", settings.house_place),
        ("ledger", "TERBIT_LEDGER_URL", settings.ledger_place),
    ):
        if moved.get(what, place) != place:
            raise StartRefused(
                f"The {what} was moved to {moved[what]}, and {name} names {place}, which was left. Set {name} to where it"
                f" is; or, if what was left shall be the {what} again, delete {settings.places_file}."
            )
