"""Links in a story's text go to addresses; Wagtail's own chooser begins with its pages, and a house has none."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

_CHOOSERS = {
    "pageChooser": reverse_lazy("wagtailadmin_choose_page_external_link"),
    "externalLinkChooser": reverse_lazy("wagtailadmin_choose_page_external_link"),
    "emailLinkChooser": reverse_lazy("wagtailadmin_choose_page_email_link"),
}


def link_to_addresses(features: FeatureRegistry) -> None:
    """Takes the place of Wagtail's "link"; what is allowed in the end stands in terbit.newsroom.html."""
    link = EntityFeature(
        {
            "type": "LINK",
            "icon": "link",
            "description": _("Link"),
            "attributes": ["url"],
            "allowlist": {"href": "^(http:|https:|mailto:|/|undefined$)"},
            "chooserUrls": _CHOOSERS,
        },
        js=["wagtailadmin/js/page-chooser-modal.js"],
    )
    features.register_editor_plugin("draftail", "link", link)
