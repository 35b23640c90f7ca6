"""The form of the house's settings. The policy has a screen of its own (terbit.house.free_articles); its zone stands here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface

from terbit.newsroom.admin.settings_forms import HouseForm

HOUSE_PANELS = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("name"),
                FieldPanel("tagline"),
                FieldPanel("logo"),
                FieldPanel("contact_email"),
                FieldPanel("zone"),
            ],
            heading=_("House"),
        ),
        ObjectList(
            [
                FieldPanel("legal_name"),
                FieldPanel("address"),
                FieldPanel("responsible_person"),
                FieldPanel("masthead_text"),
            ],
            heading=_("Masthead"),
        ),
        ObjectList(
            [
                FieldRowPanel(
                    [FieldPanel("public_part_words"), FieldPanel("public_part_share")], heading=_("Public part")
                ),
                FieldPanel("price_text"),
                FieldPanel("how_to_subscribe"),
            ],
            heading=_("Subscriptions"),
        ),
        ObjectList([FieldPanel("four_eyes"), FieldPanel("withdrawn_shows_headline")], heading=_("Desk")),
        ObjectList([FieldPanel("press_guidelines"), FieldPanel("press_guidelines_en")], heading=_("Press guidelines")),
    ],
    base_form_class=HouseForm,
)
