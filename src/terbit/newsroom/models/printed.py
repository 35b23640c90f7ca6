"""Rows that pages are made from: saving or deleting one says so, in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from terbit.newsroom.signals import changed


class Printed(models.Model):
    """Base of every small model that pages print. Bulk updates and bulk creations pass by it: do not use them."""

    class Meta:
        abstract = True

    def things(self) -> frozenset[str]:
        """The things and lists whose pages may differ when this row does, as the row stands now."""
        raise NotImplementedError

    def things_before(self) -> frozenset[str]:
        """What this save touches besides: of the row as it is still stored (it may be new: no row)."""
        return frozenset()

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = self.things_before()
            super().save(*args, **kwargs)
            self._tell(before | self.things())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            things = self.things()
            result = super().delete(*args, **kwargs)
            self._tell(things)
            return result

    def _tell(self, things: frozenset[str]) -> None:
        if things:
            changed.send(type(self), things=things, article=None)
