"""Editions: one dated issue of a publication, with its stories in order and its cover story (laput)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from terbit.newsroom import releases, things
from terbit.newsroom.languages import prefix_of
from terbit.newsroom.models.printed import Printed


class Edition(Printed, ClusterableModel):
    publication = models.ForeignKey(
        "newsroom.Publication", verbose_name=_("publication"), on_delete=models.PROTECT, related_name="editions"
    )
    date = models.DateField(_("date"))
    title = models.CharField(_("title"), max_length=160, blank=True, help_text=_("Printed beside the date, if any."))
    cover_story = models.ForeignKey(
        "newsroom.Article",
        verbose_name=_("cover story"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="covers",
        help_text=_("For subscribers only, for as long as it is the cover story."),
    )
    releases_at = models.DateTimeField(
        _("release"),
        null=True,
        blank=True,
        help_text=_(
            "Approved stories wait for this moment and go out together. Left empty, each goes out when published."
        ),
    )
    released_at = models.DateTimeField(
        _("released at"), null=True, blank=True, editable=False
    )  # when its first story became public; empty until then

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering: ClassVar[list[str]] = ["-date", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["publication", "date"],
                name="one_edition_a_day",
                violation_error_message=_("This publication already has an edition of this date."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication.name}, {date_format(self.date, 'j F Y')}"

    @property
    def path(self) -> str:
        return f"{prefix_of(self.publication.language)}/edisi/{self.publication.code}/{self.date.isoformat()}"

    def things(self) -> frozenset[str]:
        """The edition, its list, and every story whose terms hang on it: its entries and its cover story."""
        stories = set(self.entries.values_list("article_id", flat=True)) | {self.cover_story_id}
        return frozenset(
            {things.edition(self.pk), things.edition_list(self.pk)} | {things.article(pk) for pk in stories if pk}
        )

    def things_before(self) -> frozenset[str]:
        stored = type(self).objects.filter(pk=self.pk).first()
        return stored.things() if stored else frozenset()

    def clean(self) -> None:
        super().clean()
        if self.cover_story_id and self.cover_story.withdrawn_at:
            raise ValidationError({"cover_story": _("A withdrawn story cannot be the cover story.")})
        if self.pk and self.releases_at is None and self._waiting_for_it():
            raise ValidationError(
                {
                    "releases_at": _(
                        "Approved stories wait for this release. Set another moment, or take them back first."
                    )
                }
            )

    def _waiting_for_it(self) -> bool:
        return any(release.edition == self.pk for release in releases.waiting())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the edition and its entries; a cover story that is not yet an entry becomes its first.

        Stories that wait for its release follow it to another moment.
        """
        with transaction.atomic():
            before = type(self).objects.filter(pk=self.pk).values_list("releases_at", flat=True).first()
            self._save_with_entries(*args, **kwargs)
            if before != self.releases_at:
                releases.reconsider(EditionEntry.objects.filter(edition=self).values_list("article_id", flat=True))

    def _save_with_entries(self, *args: Any, **kwargs: Any) -> None:
        if self.cover_story_id and self.cover_story_id not in {entry.article_id for entry in self.entries.all()}:
            self.entries.add(EditionEntry(article_id=self.cover_story_id, position=0))
        super().save(*args, **kwargs)


class EditionEntry(Printed):
    """One story in an edition. A story may stand in several editions; the strictest of them decides its terms."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="entries")
    article = models.ForeignKey(
        "newsroom.Article", verbose_name=_("article"), on_delete=models.PROTECT, related_name="edition_entries"
    )
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)

    class Meta:
        verbose_name = _("story in the edition")
        verbose_name_plural = _("stories in the edition")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["edition", "article"],
                name="one_entry_per_story",
                violation_error_message=_("This story stands in the edition already."),
            )
        ]

    #: Wagtail's inline panels order by a field of this name.
    sort_order_field = "position"

    def __str__(self) -> str:
        return f"{self.edition} / {self.article}"

    def things(self) -> frozenset[str]:
        return frozenset({things.edition_list(self.edition_id), things.article(self.article_id)})

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._reconsider()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            result = super().delete(*args, **kwargs)
            self._reconsider()
            return result

    def _reconsider(self) -> None:
        """A story that waits for a release follows its editions."""
        if self.edition.releases_at is not None:
            releases.reconsider([self.article_id])
