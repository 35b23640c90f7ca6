"""The journal: who did what to which thing of the house, and when. Written in the transaction of the deed, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Journal(models.Model):
    what = models.CharField(_("deed"), max_length=60)  # "article.published", "edition.cover_moved", …
    object_type = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    object_name = models.CharField(_("of"), max_length=255)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(_("at"))
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["object_type", "object_id", "-id"], name="journal_of_object")
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.object_name}"


def record(what: str, thing: models.Model, *, by: Any, at: datetime, **detail: Any) -> Journal:
    """Write one entry. `by` None stands for the house itself (a scheduled release); `detail` must fit JSON."""
    return Journal.objects.create(
        what=what,
        object_type=thing._meta.model_name or "",
        object_id=thing.pk,
        object_name=str(thing)[:255],
        by=by,
        by_name=str(by)[:200] if by is not None else "",
        at=at,
        detail=detail,
    )
