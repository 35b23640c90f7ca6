"""What is to move, and one table's way: out of the one database, into the other, and read again from there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from terbit.config import Settings
from terbit.house.move.stores import AT_ONCE, Store
from terbit.house.move.tables import Table
from terbit.house.move.values import MODULUS, sum_of


@dataclass(frozen=True, slots=True)
class Move:
    """From one pair of databases to another; empty addresses are SQLite in the state folder."""

    source: Settings
    target: Settings

    @property
    def of_house(self) -> bool:
        return self.source.database_url != self.target.database_url

    @property
    def of_ledger(self) -> bool:
        return self.source.ledger_url != self.target.ledger_url


@dataclass(frozen=True, slots=True)
class Moved:
    """A table as it was and as it is now: rows, and the sum over them; equal where nothing was lost."""

    table: str
    rows: int
    sum: str
    rows_there: int
    sum_there: str

    @property
    def equal(self) -> bool:
        return (self.rows, self.sum) == (self.rows_there, self.sum_there)


def copy_tables(every: Sequence[Table], source: Store, target: Store, tell: Callable[[float], None]) -> list[Moved]:
    """All of them and their counters, into empty ones. `tell` hears after each what share of them is done."""
    target.empty(every)
    found = []
    for number, table in enumerate(every, 1):
        found.append(copy_table(table, source, target))
        if table.counter:
            target.set_counter(table, source.counter(table))
        tell(number / len(every))
    return found


def copy_table(table: Table, source: Store, target: Store, there: Table | None = None) -> Moved:
    """Every row that is meant, and what it adds up to on either side, read from the target again, where it may be called
    otherwise (`there`), and where all that is there is meant.
    """
    there = replace(there or table, only="")
    rows, total = 0, 0
    for some in _in_parts(source.rows(table)):
        target.put(there, some)
        rows += len(some)
        total += sum(map(sum_of, some))
    rows_there, total_there = 0, 0
    for row in target.rows(there):
        rows_there += 1
        total_there += sum_of(row)
    return Moved(table.name, rows, _hex(total), rows_there, _hex(total_there))


def _hex(total: int) -> str:
    return f"{total % MODULUS:016x}"


def _in_parts(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some
