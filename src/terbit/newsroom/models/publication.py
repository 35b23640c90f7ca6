"""Publications: the products that gather articles. The site, a daily (koran), a weekly (majalah)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, first_language
from terbit.newsroom.models.printed import Printed


class Kind(models.TextChoices):
    """What a publication is; its stories' access follows from it (terbit.gate.access_of)."""

    SITE = "site", _("site")
    DAILY = "daily", _("daily newspaper")
    WEEKLY = "weekly", _("weekly magazine")


class Publication(Printed):
    code = models.SlugField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("Stands in addresses and in subscriptions; do not change it."),
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, default=first_language)
    description = models.TextField(_("description"), blank=True)
    metered = models.BooleanField(
        _("free articles count here"),
        default=False,
        help_text=_("A confirmed reader may spend the house's free articles on this publication."),
    )

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name

    def things(self) -> frozenset[str]:
        """The publication; the policy, which says where the free articles are spent; the house, whose menus list it."""
        return frozenset({things.publication(self.pk), things.POLICY, things.HOUSE})
