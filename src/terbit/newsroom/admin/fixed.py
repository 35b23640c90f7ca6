"""Forms in which an address, once given, stays: nothing that readers may have kept a link to changes under them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class FixedForm(WagtailAdminModelForm):
    """Closes the `fixed` fields of a row that exists already."""

    fixed: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_fixed():
            for name in self.fixed:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Part of an address; it stays as it is.")

    def is_fixed(self) -> bool:
        return self.instance.pk is not None


class SlugForm(FixedForm):
    fixed = ("slug",)


class SectionForm(FixedForm):
    fixed = ("slug", "language")


class EditionForm(FixedForm):
    """An edition may be moved to another date until it is out."""

    fixed = ("publication", "date")

    def is_fixed(self) -> bool:
        return self.instance.released_at is not None
