"""Partners: outside houses whose articles we republish under contract."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.newsroom import things
from terbit.newsroom.models.printed import Printed


class Indexing(models.TextChoices):
    """What search engines are asked about a partner's stories at our addresses (field.md G8)."""

    NOINDEX = "noindex", _("not to list them")
    CANONICAL = "canonical", _("to list them where they first stood")
    INDEX = "index", _("to list them")


class Partner(Printed):
    name = models.CharField(_("name"), max_length=160, unique=True)
    slug = models.SlugField(_("address"), max_length=160, unique=True)
    url = models.URLField(_("web site"), blank=True)
    logo = models.ForeignKey(
        "newsroom.Picture", verbose_name=_("logo"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    indexing = models.CharField(
        _("search engines are asked"),
        max_length=12,
        choices=Indexing.choices,
        default=Indexing.NOINDEX,
        db_default="noindex",
    )
    agreement_note = models.TextField(
        _("agreement"), blank=True, help_text=_("What the contract allows; for the desk only, never printed.")
    )

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def things(self) -> frozenset[str]:
        return frozenset({things.partner(self.pk)})
