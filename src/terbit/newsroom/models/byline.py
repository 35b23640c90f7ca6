"""Bylines: who made a story, in which role, in the order in which they are printed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from terbit.newsroom import things
from terbit.newsroom.models.printed import Printed


class Role(models.TextChoices):
    REPORTER = "reporter", _("reporter")
    EDITOR = "editor", _("editor")
    PHOTOGRAPHER = "photographer", _("photographer")
    CONTRIBUTOR = "contributor", _("contributor")
    TRANSLATOR = "translator", _("translator")
    AUTHOR = "author", _("author")


class Byline(Printed):
    article = ParentalKey("newsroom.Article", on_delete=models.CASCADE, related_name="bylines")
    contributor = models.ForeignKey(
        "newsroom.Contributor", verbose_name=_("name"), on_delete=models.PROTECT, related_name="bylines"
    )
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.REPORTER)
    sort_order = models.IntegerField(null=True, blank=True, editable=False)

    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering: ClassVar[list[str]] = ["sort_order", "id"]

    def __str__(self) -> str:
        return f"{self.contributor} ({self.get_role_display()})"

    def things(self) -> frozenset[str]:
        """The story, and the list of the contributor's stories; not the contributor, whose name all of them print."""
        if self.article.first_published_at is None:
            return frozenset()
        return frozenset({things.article(self.article_id), things.contributor_list(self.contributor_id)})
