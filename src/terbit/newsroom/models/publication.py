"""Publications: the products that gather articles. The site, a daily (koran), a weekly (majalah)."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.gate import COVER_STORY, Access, usual_access
from terbit.newsroom import things
from terbit.newsroom.access import ACCESS_WORDS
from terbit.newsroom.languages import LANGUAGES, first_language
from terbit.newsroom.models.printed import Printed


class Kind(models.TextChoices):
    """What a publication is; its stories' access follows from it where it says nothing else (terbit.gate.usual_access)."""

    SITE = "site", _("site")
    DAILY = "daily", _("daily newspaper")
    WEEKLY = "weekly", _("weekly magazine")


_CHOICES = [(access.code, ACCESS_WORDS[access]) for access in Access]


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
    access = models.CharField(
        _("who may read its stories"),
        max_length=12,
        blank=True,
        default="",
        db_default="",
        choices=[("", _("As usual: of a site everybody, of a newspaper or magazine by free article")), *_CHOICES],
        help_text=_("For every story, old and new, unless an editor set its access by hand. Counts at once."),
    )
    cover_access = models.CharField(
        _("who may read its cover stories"),
        max_length=12,
        default=COVER_STORY.code,
        db_default=COVER_STORY.code,
        choices=_CHOICES,
        help_text=_("For as long as a story stands on the cover; never less strict than its other stories."),
    )

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def story_access(self) -> Access:
        """What each of its stories asks, as far as it goes by this publication."""
        return Access.from_code(self.access) if self.access else usual_access(self.kind)

    @property
    def story_access_words(self) -> str:
        return str(ACCESS_WORDS[self.story_access])

    @property
    def cover_story_access(self) -> Access:
        """What a story asks while it stands on the cover of one of its editions."""
        return Access.from_code(self.cover_access)

    @property
    def cover_story_access_words(self) -> str:
        return str(ACCESS_WORDS[self.cover_story_access])

    def clean(self) -> None:
        super().clean()
        if self.cover_story_access < self.story_access:
            words = _(
                "A cover story is one of its stories: this would be less strict than “%(access)s”, and have no effect."
            )
            raise ValidationError({"cover_access": words % {"access": ACCESS_WORDS[self.story_access]}})

    def things(self) -> frozenset[str]:
        """The publication; the policy, which says where the free articles are spent; the house, whose menus list it."""
        return frozenset({things.publication(self.pk), things.POLICY, things.HOUSE})
