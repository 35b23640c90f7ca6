"""The form in which a story is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.snippets.widgets import AdminSnippetChooser

from terbit.newsroom.admin.access_panel import access_panel
from terbit.newsroom.admin.topics import TopicsField, topics_named
from terbit.newsroom.models import Article
from terbit.newsroom.refusals import HeadlineMissing, PublicationMissing, SectionMissing

_DEMANDED = {"headline": HeadlineMissing, "section": SectionMissing, "publication": PublicationMissing}


class StoryForm(WagtailAdminModelForm):
    """A draft may lack everything; the sentences for what publishing demands are the refusals' own."""

    topics = TopicsField(
        label=_("Topics"), required=False, help_text=_("What the story is about; commas between. Each has a page.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, refusal in _DEMANDED.items():
            self.fields[name].error_messages["required"] = refusal.message
        if self.instance.first_published_at is not None:
            self._close_address()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        try:
            cleaned["topics"] = topics_named(
                cleaned.get("topics", []), cleaned.get("language") or self.instance.language
            )
        except forms.ValidationError as unknown:
            self.add_error("topics", unknown)
        return cleaned

    def _close_address(self) -> None:
        """A public story's address is changed by its own verb, which keeps the old one working."""
        self.fields["slug"].help_text = _("The story is public: change its address with “Change address”.")
        for name in ("slug", "language"):
            self.fields[name].disabled = True


STORY_PANELS = ObjectList(
    [
        FieldRowPanel(
            [
                FieldPanel("publication", widget=forms.Select),
                FieldPanel("section", widget=forms.Select),
                FieldPanel("language"),
            ],
            heading=_("Where it stands"),
        ),
        access_panel(),
        FieldPanel("kicker"),
        FieldPanel("headline", classname="title"),
        FieldPanel("standfirst"),
        InlinePanel(
            "bylines",
            label=_("Byline"),
            heading=_("Bylines"),
            panels=[FieldRowPanel([FieldPanel("contributor"), FieldPanel("role")])],
        ),
        FieldPanel("body"),
        FieldPanel("topics"),
        MultiFieldPanel(
            [FieldPanel("lead_picture"), FieldPanel("picture_caption")], heading=_("Lead picture"), icon="image"
        ),
        MultiFieldPanel(
            [
                FieldPanel("dateline"),
                FieldPanel("credit"),
                FieldPanel("partner", widget=forms.Select),
                FieldPanel("origin_url"),
                FieldPanel("translation_of", widget=AdminSnippetChooser(model=Article)),
            ],
            heading=_("Where it comes from"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel("slug"), FieldRowPanel([FieldPanel("published_at"), FieldPanel("published_precision")])],
            heading=_("Address and date"),
            classname="collapsed",
        ),
        FieldPanel(
            "go_live_at",
            heading=_("Embargo until"),
            help_text=_(
                "Approved, the story waits for this moment; nobody sees it before. Empty: it goes out at once."
            ),
            permission="newsroom.publish_article",
        ),
    ],
    base_form_class=StoryForm,
)
