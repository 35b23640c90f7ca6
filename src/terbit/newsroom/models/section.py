"""Sections (rubrik): where a story stands on the site."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, first_language, prefix_of
from terbit.newsroom.models.printed import Printed


class Section(Printed):
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80, help_text=_("The last part of the section's address."))
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, default=first_language)
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order in menus; the smallest first."))

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering: ClassVar[list[str]] = ["language", "position", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="one_section_per_address",
                violation_error_message=_("Another section in this language already has this address."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"{prefix_of(self.language)}/rubrik/{self.slug}"

    def things(self) -> frozenset[str]:
        """The section, and the house: every page's menu lists the sections."""
        return frozenset({things.section(self.pk), things.HOUSE})
