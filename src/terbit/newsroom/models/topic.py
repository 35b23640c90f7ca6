"""Topics: what stories are about, across sections. Each has a page of its own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, first_language, prefix_of
from terbit.newsroom.models.printed import Printed


class Topic(Printed):
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("address"), max_length=80, allow_unicode=True, help_text=_("The last part of the topic's address.")
    )
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, default=first_language)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="one_topic_per_address",
                violation_error_message=_("Another topic in this language already has this address."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"{prefix_of(self.language)}/topik/{self.slug}"

    def things(self) -> frozenset[str]:
        return frozenset({things.topic(self.pk)})
