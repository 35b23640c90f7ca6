"""Which tables a house has, in an order in which each comes after those it points to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import ConnectionHandler, models

from terbit.house.move.values import KNOWN

SEARCH: Final = "wagtailsearch_"
"""Tables of search begin so. They are left out and filled from the rest: each engine's have a shape of their own."""


@dataclass(frozen=True, slots=True)
class Table:
    """`types` are PostgreSQL's, without lengths; `counter` is the column that numbers rows by itself, or "".

    `only` is the condition of the rows that are meant, in SQL that both engines understand; "" means all.
    """

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    counter: str
    only: str = ""


def tables() -> list[Table]:
    """Every table of every model, those that others point to first."""
    postgresql = ConnectionHandler({"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "-"}})["default"]
    return [_table(model, postgresql) for model in _in_order(_models())]


def _models() -> list[type[models.Model]]:
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.db_table.startswith(SEARCH)
    }
    return [found[name] for name in sorted(found)]


def _in_order(unordered: list[type[models.Model]]) -> list[type[models.Model]]:
    """Where tables point to each other in a circle, one of them comes too early; constraints wait for the commit."""
    placed: dict[type[models.Model], None] = {}

    def place(model: type[models.Model], on_the_way: frozenset[type[models.Model]]) -> None:
        if model in placed or model in on_the_way:
            return
        for field in model._meta.local_concrete_fields:
            other = field.related_model
            if isinstance(other, type) and other._meta.concrete_model in known:
                place(other._meta.concrete_model, on_the_way | {model})
        placed[model] = None

    known = set(unordered)
    for model in unordered:
        place(model, frozenset())
    return list(placed)


def _table(model: type[models.Model], postgresql: Any) -> Table:
    fields = model._meta.local_concrete_fields
    types = tuple(str(field.db_type(postgresql)).partition("(")[0] for field in fields)
    unknown = set(types) - KNOWN
    if unknown:
        raise NotImplementedError(f"{model._meta.db_table} has columns of a type that is not moved yet: {unknown}.")
    counters = [field.column for field in fields if isinstance(field, models.AutoField | models.BigAutoField)]
    return Table(model._meta.db_table, tuple(field.column for field in fields), types, "".join(counters))
