"""Everything else that the desk keeps: editions, fronts, contributors, topics, sections, publications, partners, policies."""

from __future__ import annotations

from django import forms
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from terbit.newsroom.admin.finding import NameChooser
from terbit.newsroom.admin.fixed import EditionForm, SectionForm, SlugForm
from terbit.newsroom.admin.settings_forms import PublicationForm
from terbit.newsroom.admin.slot_form import SlotForm
from terbit.newsroom.models import Contributor, Edition, Partner, PolicyPage, Publication, Section, Slot, Topic


class EditionViewSet(SnippetViewSet):
    model = Edition
    url_prefix = "edisi"
    url_namespace = "editions"
    icon = "date"
    menu_order = 110
    add_to_admin_menu = True
    list_display = ("__str__", "title", "cover_story", DateColumn("releases_at", label=_("Release")))
    list_filter = ("publication",)
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("publication", widget=forms.Select), FieldPanel("date"), FieldPanel("title")]),
            FieldPanel("releases_at"),
            FieldPanel("cover_story"),
            InlinePanel("entries", label=_("Story"), heading=_("Stories in order"), panels=[FieldPanel("article")]),
        ],
        base_form_class=EditionForm,
    )


class ContributorViewSet(SnippetViewSet):
    model = Contributor
    url_prefix = "penulis"
    url_namespace = "contributors"
    icon = "user"
    menu_order = 120
    add_to_admin_menu = True
    list_display = ("name", "is_organisation")
    chooser_viewset_class = NameChooser
    search_fields = ("name",)
    search_backend_name = None
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("slug"), FieldPanel("is_organisation"), FieldPanel("biography")],
        base_form_class=SlugForm,
    )


class SectionViewSet(SnippetViewSet):
    model = Section
    url_prefix = "rubrik"
    url_namespace = "sections"
    icon = "folder-open-inverse"
    menu_order = 200
    add_to_settings_menu = True
    list_display = ("name", "language", "position")
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("slug"), FieldRowPanel([FieldPanel("language"), FieldPanel("position")])],
        base_form_class=SectionForm,
    )


class PublicationViewSet(SnippetViewSet):
    model = Publication
    url_prefix = "terbitan"
    url_namespace = "publications"
    icon = "copy"
    menu_order = 210
    add_to_settings_menu = True
    list_display = ("name", "kind", Column("story_access_words", label=_("Its stories")))
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("language")]),
            FieldPanel("description"),
            MultiFieldPanel([FieldPanel("access"), FieldPanel("cover_access")], heading=_("Who may read it")),
        ],
        base_form_class=PublicationForm,
    )


class PartnerViewSet(SnippetViewSet):
    model = Partner
    url_prefix = "mitra"
    url_namespace = "partners"
    icon = "group"
    menu_order = 220
    add_to_settings_menu = True
    list_display = ("name", "url")
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldPanel("url"),
            FieldPanel("logo"),
            FieldPanel("indexing"),
            FieldPanel("agreement_note"),
        ],
        base_form_class=SlugForm,
    )


class TopicViewSet(SnippetViewSet):
    model = Topic
    url_prefix = "topik"
    url_namespace = "topics"
    icon = "tag"
    menu_order = 125
    add_to_admin_menu = True
    list_display = ("name", "language")
    search_fields = ("name",)
    search_backend_name = None
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("slug"), FieldPanel("language")], base_form_class=SectionForm
    )


class NoChooser(SnippetChooserViewSet):
    """For what no form refers to: Wagtail would show its names to everybody of the desk, and a place's name is a story's."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return []


class SlotViewSet(SnippetViewSet):
    model = Slot
    chooser_viewset_class = NoChooser
    url_prefix = "halaman-depan"
    url_namespace = "slots"
    icon = "home"
    menu_label = _("Fronts")
    menu_order = 115
    add_to_admin_menu = True
    list_display = ("article", "section", "position", "language")
    list_filter = ("language", "section")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("language"), FieldPanel("section", widget=forms.Select), FieldPanel("position")]),
            FieldPanel("article"),
        ],
        base_form_class=SlotForm,
    )


class PolicyPageViewSet(SnippetViewSet):
    model = PolicyPage
    url_prefix = "kebijakan"
    url_namespace = "policy_pages"
    icon = "doc-full-inverse"
    menu_order = 230
    add_to_settings_menu = True
    list_display = ("title", "language", "position")
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("language"), FieldPanel("position")]),
            FieldPanel("text"),
        ],
        base_form_class=SectionForm,
    )


VIEWSETS = (
    EditionViewSet,
    SlotViewSet,
    ContributorViewSet,
    TopicViewSet,
    SectionViewSet,
    PublicationViewSet,
    PartnerViewSet,
    PolicyPageViewSet,
)
