"""Pictures: checked, turned upright, stripped and cut to size at upload, so that printing only reads rows."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from io import BytesIO
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from terbit.newsroom import pictures, things
from terbit.newsroom.shapes import MIDDLE, SHAPED_SPECS, Focus, shapes
from terbit.newsroom.signals import changed

#: Made at upload, never when printing. The JPEG is for those who share a link: not all of them read WebP.
PRINTED_SPECS = ("width-400|format-webp", "width-800|format-webp", "width-1200|format-webp", "width-1200|format-jpeg")


def _files(cuts: Iterable[pictures.Cut]) -> list[tuple[str, ContentFile[bytes]]]:
    return [(cut.spec, ContentFile(cut.content, "cut" + cut.extension)) for cut in cuts]


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

    #: Where a shape is cut around, in pixels of the original; the desk draws a box for it.
    FOCAL_POINT: ClassVar[tuple[str, ...]] = (
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    admin_form_fields = ("title", "file", "alt", "caption", "credit", "tags", "collection", *FOCAL_POINT)

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
        moved = self._focus_moved()
        if upright is not None and self.pk and not moved:  # the old focal point was another picture's
            self.set_focal_point(None)
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._tell()
        if upright is not None:
            self._cut(upright)
        elif moved:
            self.cut_shapes()

    def cut_shapes(self) -> bool:
        """Make the three shapes anew from the stored file; False where the file was replaced meanwhile.

        Raises PictureRefused or OSError where the original cannot be read.
        """
        made = _files(shapes(self._upright(), self.focus))
        with transaction.atomic():
            if not type(self).objects.select_for_update().filter(pk=self.pk, file=self.file.name).exists():
                return False
            for old in self.renditions.filter(filter_spec__in=SHAPED_SPECS):
                old.delete()
            self._keep(made)
        return True

    def _cut(self, upright: Any) -> None:
        made = _files([*pictures.cuts(upright, PRINTED_SPECS), *shapes(upright, self.focus)])
        with transaction.atomic():
            for old in self.renditions.all():
                old.delete()
            self._keep(made)

    def _keep(self, made: list[tuple[str, ContentFile[bytes]]]) -> None:
        for spec, file in made:
            self.renditions.create(filter_spec=spec, focal_point_key="", file=file)
        self._tell()

    @property
    def focus(self) -> Focus:
        """The focal point, in parts of the picture; its middle where the desk chose none."""
        if self.focal_point_x is None or self.focal_point_y is None or not self.width or not self.height:
            return MIDDLE
        return Focus(self.focal_point_x / self.width, self.focal_point_y / self.height)

    def _focus_moved(self) -> bool:
        stored = type(self).objects.filter(pk=self.pk).values_list(*self.FOCAL_POINT).first() if self.pk else None
        return stored is not None and stored != tuple(getattr(self, name) for name in self.FOCAL_POINT)

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
