"""The kiosk's local copy: an LMDB folder that one follower fills and any number of kiosk workers read."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Self, cast

import lmdb

from terbit.dispatch import keys
from terbit.dispatch.contract import with_terms
from terbit.dispatch.source import DispatchRow, Position

_EPOCH: Final = b"#epoch"
_NUMBER: Final = b"#number"
_READY: Final = b"#ready"
MEGABYTE: Final = 1024 * 1024
FILL_ROWS: Final = 200
NOWHERE: Final = Position("", 0)


def has_shelf(folder: Path) -> bool:
    """Whether a follower has made the shelf, be it empty: before that no kiosk can open it."""
    try:
        return (folder / "data.mdb").stat().st_size > 0
    except FileNotFoundError:
        return False


class Glance:
    """One consistent look at the shelf. Buffers it gives die with it."""

    __slots__ = ("_get", "_transaction", "id")

    def __init__(self, transaction: lmdb.Transaction) -> None:
        self._transaction = transaction
        self._get = cast("Callable[[bytes], memoryview | None]", transaction.get)
        self.id: int = transaction.id()
        """Moves whenever the shelf was changed; what was decoded under one id holds for that id."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def close(self) -> None:
        self._transaction.abort()

    def get(self, key: bytes) -> memoryview | None:
        """The value under a key of dispatch, in UTF-8."""
        return self._get(key) if 0 < len(key) <= keys.LONGEST_PATH else None

    def position(self) -> Position:
        return _position(self._transaction)

    def ready(self) -> bool:
        """Whether the shelf has once caught up with dispatch; before that it may lack pages."""
        return self._transaction.get(_READY) is not None

    def pages(self) -> Iterator[tuple[str, memoryview]]:
        """Every page with its record, in the order of keys."""
        for key, value in self._transaction.cursor():
            name = bytes(key).decode()
            if keys.is_page(name):
                yield name, cast(memoryview, value)


class ShelfReader:
    """For the kiosk's workers. Opened once a process, after it was forked."""

    def __init__(self, folder: Path, environment: lmdb.Environment | None = None) -> None:
        self._environment = environment or _open(folder, readonly=True, max_readers=512)
        self.folder = folder

    def glance(self) -> Glance:
        """To be closed soon: a glance that stays open keeps the room of everything that was replaced since."""
        return Glance(self._begin())

    def _begin(self) -> lmdb.Transaction:
        """A shelf that was still small when it was opened here may have outgrown its map: take the one that holds now."""
        try:
            return self._environment.begin(buffers=True)
        except lmdb.MapResizedError:
            self._environment.set_mapsize(0)
            return self._environment.begin(buffers=True)

    def bytes_held(self) -> int:
        """What keys and values take of the map; room that was freed and waits to be used again does not count."""
        with self._begin():
            stat = self._environment.stat()
        return int(stat["psize"] * (stat["branch_pages"] + stat["leaf_pages"] + stat["overflow_pages"]))

    def close(self) -> None:
        self._environment.close()


class ShelfWriter:
    """For the one follower of this host."""

    def __init__(self, folder: Path, size_mb: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._environment = _open(folder, map_size=size_mb * MEGABYTE, metasync=False, max_readers=512)

    def reader(self) -> ShelfReader:
        """For a process that writes and reads, since a shelf is opened once a process; it closes with the writer."""
        return ShelfReader(self._folder, self._environment)

    def position(self) -> Position:
        with self._environment.begin() as transaction:
            return _position(transaction)

    def ready(self) -> bool:
        with self._environment.begin() as transaction:
            return transaction.get(_READY) is not None

    def fill(self, rows: Iterator[DispatchRow], upto: Position) -> int:
        """Fill a shelf that nobody reads yet, in batches, so that memory stays small; ready comes with the last.

        Broken off, it is not ready and is filled from the start again. Returns how many rows there were.
        """
        count = self.apply(itertools.islice(rows, FILL_ROWS), NOWHERE, anew=True, ready=False)
        while batch := list(itertools.islice(rows, FILL_ROWS)):
            count += self.apply(batch, NOWHERE, anew=False, ready=False)
        self.apply((), upto, anew=False, ready=bool(upto.epoch))
        return count

    def apply(self, rows: Iterable[DispatchRow], upto: Position, *, anew: bool, ready: bool) -> int:
        """Take the rows, all or none, and note how far that leads. Returns how many there were.

        `anew` empties the shelf first, in the same transaction: readers see the old one until the new one is whole.
        """
        count = 0
        with self._environment.begin(write=True) as transaction:
            if anew:
                transaction.drop(self._environment.open_db(None, transaction), delete=False)
            for row in rows:
                _lay(transaction, row)
                count += 1
            transaction.put(_EPOCH, upto.epoch.encode())
            transaction.put(_NUMBER, str(upto.number).encode())
            if ready:
                transaction.put(_READY, b"1")
        return count

    def close(self) -> None:
        self._environment.close()


def _lay(transaction: lmdb.Transaction, row: DispatchRow) -> None:
    name = row.key.encode()
    if row.key.startswith(keys.TERMS + "/"):
        if row.value is not None:
            _shut(transaction, row.key.removeprefix(keys.TERMS).encode(), bytes(row.value))
    elif row.value is None:
        transaction.delete(name)
    else:
        transaction.put(name, row.value)


def _shut(transaction: lmdb.Transaction, path: bytes, terms: bytes) -> None:
    """Stricter terms came before their page: put them into the page that lies here."""
    record = transaction.get(path)
    if record is not None:
        transaction.put(path, with_terms(record, terms))


def _position(transaction: lmdb.Transaction) -> Position:
    epoch, number = transaction.get(_EPOCH), transaction.get(_NUMBER)
    return Position(bytes(epoch or b"").decode(), int(bytes(number or b"0")))


def _open(folder: Path, **options: Any) -> lmdb.Environment:
    return lmdb.open(str(folder), subdir=True, meminit=False, **options)
