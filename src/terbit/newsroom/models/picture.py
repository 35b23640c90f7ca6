"""Pictures: checked, turned upright, stripped and cut to size at upload, so that printing only reads rows."""

from __future__ import annotations

import secrets
from io import BytesIO
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from terbit.newsroom import pictures, things
from terbit.newsroom.signals import changed

#: Made at upload, never when printing. The JPEG is for those who share a link: not all of them read WebP.
PRINTED_SPECS = ("width-400|format-webp", "width-800|format-webp", "width-1200|format-webp", "width-1200|format-jpeg")


def unguessable_name(extension: str) -> str:
    """A file name of 128 random bits: a picture is open to whoever has its name, so nobody may guess it."""
    return f"{secrets.token_hex(16)}{extension}"


def _extension_of(filename: str) -> str:
    dot = filename.rfind(".")
    extension = filename[dot:].lower() if dot > 0 else ""
    return extension if extension in {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"} else ""


class Picture(AbstractImage):
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it, and for whom."))
    alt = models.CharField(
        _("alternative text"),
        max_length=400,
        blank=True,
        help_text=_("What the picture shows, for those who do not see it. Empty for a mere ornament."),
    )

    admin_form_fields = ("title", "file", "alt", "caption", "credit", "tags", "collection")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def get_upload_to(self, filename: str) -> str:
        """Originals stand apart: the kiosk serves media/pictures only."""
        return "originals/" + unguessable_name(_extension_of(filename))

    @property
    def default_alt_text(self) -> str:
        return self.alt

    def clean(self) -> None:
        """Raises ValidationError with the sentence of a PictureRefused."""
        super().clean()
        if self.file and not self.file._committed:
            try:
                self._upright()
            except pictures.PictureRefused as refused:
                raise ValidationError({"file": ValidationError(str(refused), code=refused.code)}) from refused

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Also makes the cuts of a new file. Raises PictureRefused where the file is none, before anything is stored.

        Cutting takes a second for a large photo and stands outside the transaction, so that nobody waits for it.
        """
        upright = self._upright() if self.file and not self.file._committed else None
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._tell()
        if upright is not None:
            self._cut(upright)

    def _cut(self, upright: Any) -> None:
        made = [(cut, ContentFile(cut.content, "cut" + cut.extension)) for cut in pictures.cuts(upright, PRINTED_SPECS)]
        with transaction.atomic():
            for old in self.renditions.all():
                old.delete()
            for cut, file in made:
                self.renditions.create(filter_spec=cut.spec, focal_point_key="", file=file)
            self._tell()

    def _upright(self) -> Any:
        with self.open_file() as file:
            return pictures.read_upright(file)

    def _tell(self) -> None:
        changed.send(type(self), things=frozenset({things.picture(self.pk)}), article=None)

    def generate_rendition_file(self, filter: Any, *, source: File | None = None) -> File:
        """The desk's thumbnails, too, are drawn from the bare pixels."""
        bare = BytesIO()
        self._upright().save(bare, "PNG", compress_level=1)
        return super().generate_rendition_file(filter, source=File(bare, name=self.file.name))


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_cut")
        ]

    def get_upload_to(self, filename: str) -> str:
        return unguessable_name(_extension_of(filename))
