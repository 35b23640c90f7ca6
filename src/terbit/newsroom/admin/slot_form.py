"""The form for one place on a front; what cannot stand there is said under the story."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from terbit.newsroom.refusals import NotForThisFront
from terbit.newsroom.verbs.curate import check_stands_here


class SlotForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        """A section's front speaks the section's language, whatever was chosen."""
        cleaned = super().clean()
        section, article = cleaned.get("section"), cleaned.get("article")
        if section is not None:
            cleaned["language"] = section.language
        if article is not None:
            try:
                check_stands_here(article, cleaned.get("language", ""))
            except NotForThisFront as refused:
                self.add_error("article", str(refused))
        return cleaned
