"""The log's tables, in the newsroom's database, so that a change and its row commit together."""

from __future__ import annotations

from typing import Any

from django.db import models


class Row(models.Model):
    """The last word on one key. `value` is NULL where the key is gone: a deletion is a row too."""

    key = models.TextField(primary_key=True)
    number = models.BigIntegerField()
    value = models.BinaryField(null=True)

    class Meta:
        db_table = "dispatch_row"
        indexes = (models.Index(fields=["number"], name="dispatch_row_number"),)

    def __str__(self) -> str:
        return f"{self.key} at {self.number}"


class Log(models.Model):
    """The one row that hands out numbers. `epoch` is made with the table, and anew by restore and move."""

    id: Any = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.CharField(max_length=40)
    last = models.BigIntegerField(default=0)

    class Meta:
        db_table = "dispatch_log"

    def __str__(self) -> str:
        return f"{self.epoch} up to {self.last}"


class Kiosk(models.Model):
    """How far each kiosk has come, as it last said."""

    name = models.CharField(max_length=120, primary_key=True)
    number = models.BigIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "dispatch_kiosk"

    def __str__(self) -> str:
        return f"{self.name} at {self.number}"
