"""How often a page was asked for, as the kiosks counted it: no reader, no address, whole hours only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ReadCount(models.Model):
    path = models.CharField(max_length=300)
    decision = models.CharField(max_length=20)
    hour = models.BigIntegerField()  # whole hours since 1970-01-01T00:00Z
    reads = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["path", "decision", "hour"], name="one_count_an_hour")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["hour", "path"], name="reads_by_hour")]

    def __str__(self) -> str:
        return f"{self.path} {self.decision} {self.hour}: {self.reads}"
