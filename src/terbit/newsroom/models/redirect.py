"""Old addresses: one row for each address under which a story was ever public and no longer is. Kept for ever."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    old_path = models.CharField(_("old address"), max_length=300, unique=True)
    article = models.ForeignKey(
        "newsroom.Article", verbose_name=_("article"), on_delete=models.CASCADE, related_name="redirects"
    )

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.old_path
