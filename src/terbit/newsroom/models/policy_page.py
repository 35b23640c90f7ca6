"""The house's policies as pages of their own: corrections, privacy, whatever a house promises its readers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from terbit.newsroom import things
from terbit.newsroom.html import clean_prose
from terbit.newsroom.languages import LANGUAGES, first_language, prefix_of
from terbit.newsroom.models.printed import Printed

PROSE = ["h2", "h3", "bold", "italic", "link", "ol", "ul"]


class PolicyPage(Printed):
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, help_text=_("The last part of the page's address."))
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, default=first_language)
    text = RichTextField(_("text"), features=PROSE)
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order in menus; the smallest first."))

    #: What every page's footer names; other columns concern the page alone.
    _IN_EVERY_FOOTER: ClassVar[tuple[str, ...]] = ("title", "slug", "language", "position")

    class Meta:
        verbose_name = _("policy page")
        verbose_name_plural = _("policy pages")
        ordering: ClassVar[list[str]] = ["language", "position", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="one_policy_page_per_address",
                violation_error_message=_("Another policy page in this language already has this address."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        return f"{prefix_of(self.language)}/kebijakan/{self.slug}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.text = clean_prose(self.text)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._tell(frozenset({things.HOUSE}))
        return super().delete(*args, **kwargs)

    def things(self) -> frozenset[str]:
        return frozenset({things.policy_page(self.pk)})

    def things_before(self) -> frozenset[str]:
        """The house too, where what every footer names of it is about to change or the row is new."""
        stored = type(self).objects.filter(pk=self.pk).values(*self._IN_EVERY_FOOTER).first()
        now = {column: getattr(self, column) for column in self._IN_EVERY_FOOTER}
        return frozenset() if stored == now else frozenset({things.HOUSE})
