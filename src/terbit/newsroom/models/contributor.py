"""Contributors: the persons and organisations that a byline names."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.newsroom import things
from terbit.newsroom.models.printed import Printed


class Contributor(Printed):
    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("address"), max_length=160, unique=True)
    is_organisation = models.BooleanField(_("is an organisation"), default=False)
    biography = models.TextField(_("biography"), blank=True)

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def things(self) -> frozenset[str]:
        return frozenset({things.contributor(self.pk)})
