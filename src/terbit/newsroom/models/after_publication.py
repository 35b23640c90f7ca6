"""What may be said about a public story afterwards: corrections and replies, dated, public, linked, never taken back.

Each stands at an address of its own, free to read whatever the story asks, and is named on the story's page; the story
is named on its page (PPMS 4; field.md L5, L11, L12). A row is written once: what is wrong in it is put right by another.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.newsroom import things
from terbit.newsroom.languages import LANGUAGES, prefix_of
from terbit.newsroom.models.printed import Printed
from terbit.newsroom.refusals import StaysAsItIs


class Severity(models.TextChoices):
    """How deep the error went (KEJ 10 and 11)."""

    DETAIL = "detail", _("a detail: a name, a figure, a word")
    FACT = "fact", _("a fact of the story")
    SUBSTANCE = "substance", _("the main substance of the story")


class AfterPublication(Printed):
    """What corrections and replies have in common; their text is plain, an empty line between paragraphs."""

    at = models.DateTimeField(_("published at"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible editor"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    by_name = models.CharField(max_length=200, editable=False)
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, editable=False)
    text = models.TextField(_("text"))

    #: The last part but one of the address.
    folder: ClassVar[str]

    class Meta:
        abstract = True

    @property
    def path(self) -> str:
        return f"{prefix_of(self.language)}/{self.folder}/{self.pk}"

    @property
    def paragraphs(self) -> list[str]:
        return plain_paragraphs(self.text)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once. Raises StaysAsItIs for a row that is stored already."""
        if not self._state.adding:
            raise StaysAsItIs
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise StaysAsItIs


class Correction(AfterPublication):
    """What was wrong in a story, and what is right."""

    article = models.ForeignKey(
        "newsroom.Article", verbose_name=_("article"), on_delete=models.PROTECT, related_name="corrections"
    )
    severity = models.CharField(_("how deep"), max_length=12, choices=Severity.choices, default=Severity.FACT)
    apology = models.TextField(_("apology"), blank=True)

    folder = "koreksi"

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["language", "-at", "-id"], name="corrections_by_time")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(severity="substance") | ~models.Q(apology=""), name="substance_has_an_apology"
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.article}"

    def things(self) -> frozenset[str]:
        own = {things.correction(self.pk), things.corrections_list(self.language)}
        return frozenset(own | {things.article(self.article_id)})


class Reply(AfterPublication):
    """Somebody's right of reply (hak jawab): their words, and if need be a line of the house before them."""

    article = models.ForeignKey(
        "newsroom.Article", verbose_name=_("article"), on_delete=models.PROTECT, related_name="replies"
    )
    from_whom = models.CharField(_("from"), max_length=200)
    introduction = models.TextField(_("the house's introduction"), blank=True)
    length_reason = models.TextField(
        blank=True, editable=False
    )  # why it was let through although it is longer than the story; for the desk

    folder = "hak-jawab"

    class Meta:
        verbose_name = _("right of reply")
        verbose_name_plural = _("rights of reply")
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["language", "-at", "-id"], name="replies_by_time")
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.from_whom}"

    def things(self) -> frozenset[str]:
        own = {things.reply(self.pk), things.corrections_list(self.language)}
        return frozenset(own | {things.article(self.article_id)})


def plain_paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text: parted by empty lines, none of them empty."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            parts[-1].append(line.strip())
        elif parts[-1]:
            parts.append([])
    return [" ".join(part) for part in parts if part]
