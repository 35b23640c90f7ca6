"""Slots: the stories that the desk puts first on a front. The rest of a front is filled by time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, first_language
from terbit.newsroom.models.printed import Printed


class Slot(Printed):
    """One story at one place: of a language's front, or, where `section` is named, of that section's.

    It may name a story that is not public yet; readers meet it there from its release on.
    """

    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, default=first_language)
    section = models.ForeignKey(
        "newsroom.Section",
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="slots",
        help_text=_("Left empty, it stands on the front page."),
    )
    position = models.PositiveIntegerField(_("position"), default=1, help_text=_("1 stands first."))
    article = models.ForeignKey(
        "newsroom.Article", verbose_name=_("article"), on_delete=models.PROTECT, related_name="slots"
    )

    class Meta:
        verbose_name = _("place on a front")
        verbose_name_plural = _("places on fronts")
        ordering: ClassVar[list[str]] = ["language", "section__position", "section_id", "position", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["section", "article"],
                name="one_place_per_story",
                violation_error_message=_("This story stands on this front already."),
            ),
            models.UniqueConstraint(
                fields=["language", "article"],
                condition=models.Q(section__isnull=True),
                name="one_front_place_per_story",
                violation_error_message=_("This story stands on this front already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.article}"

    def things(self) -> frozenset[str]:
        return frozenset({_list_of(self.language, self.section_id)})

    def things_before(self) -> frozenset[str]:
        stored = type(self).objects.filter(pk=self.pk).values_list("language", "section_id").first()
        return frozenset({_list_of(*stored)}) if stored else frozenset()


def _list_of(language: str, section_id: int | None) -> str:
    return things.section_list(section_id) if section_id else things.front_list(language)
