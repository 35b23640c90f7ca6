"""What came in, from where, and what became of it: so that the same delivery is recognised when it comes again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """One run of an import. `counts` holds read, made, changed, unchanged and refused; empty while it runs, or if it was stopped."""

    id: Any = models.BigAutoField(primary_key=True)
    format = models.CharField(_("format"), max_length=40)
    source = models.CharField(_("source"), max_length=80)
    begun_at = models.DateTimeField(_("begun at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.source}, {self.begun_at:%Y-%m-%d %H:%M}"


class Delivery(models.Model):
    """One story of one source. A source never means two stories by one id.

    `digest` is that of the story as it last came in; `revision` the article's newest revision after that: where the article has
    a newer one, the desk has changed it since. `seen_in` is the last import in which the id stood.
    """

    id: Any = models.BigAutoField(primary_key=True)
    source = models.CharField(_("source"), max_length=80)
    delivered_id = models.CharField(_("id at the source"), max_length=255)
    article = models.OneToOneField(
        "newsroom.Article", verbose_name=_("article"), on_delete=models.CASCADE, related_name="delivery"
    )
    digest = models.CharField(max_length=64)
    revision = models.BigIntegerField()
    doubts = models.JSONField(_("doubts"), default=list, blank=True)  # [{"field", "why"}, …]
    tags = models.JSONField(
        _("topics"), default=list, blank=True
    )  # as they came; the newsroom has no place for them yet
    seen_in = models.ForeignKey(Import, verbose_name=_("last import"), on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(_("delivered at"))

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "delivered_id"], name="one_delivery_per_id")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.delivered_id}"


class KeptOriginal(models.Model):
    """The file that a delivery was read from, as it came."""

    id: Any = models.BigAutoField(primary_key=True)
    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="original")
    name = models.CharField(_("file"), max_length=255)
    packed = models.BinaryField()  # zlib

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")

    def __str__(self) -> str:
        return self.name


class WantedStory(models.Model):
    """A "read also" line whose story has not come in yet. When it does, the line is put at `place` among the article's blocks."""

    id: Any = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=80)
    delivered_id = models.CharField(max_length=255)
    article = models.ForeignKey("newsroom.Article", on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("story that is waited for")
        verbose_name_plural = _("stories that are waited for")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["source", "delivered_id"], name="wanted_stories")]

    def __str__(self) -> str:
        return f"{self.source} {self.delivered_id}"
