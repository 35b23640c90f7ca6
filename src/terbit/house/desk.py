"""Addresses of the desk's screens that need more than the newsroom; they stand before Wagtail's own under /redaksi/."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access

from terbit.house.free_articles.screen import PolicyScreen, show_sentences
from terbit.house.why.screen import WhyScreen

urlpatterns: list[URLPattern] = [
    path("artikel-gratis/", require_admin_access(PolicyScreen.as_view()), name="free_articles"),
    path("artikel-gratis/kalimat/", require_admin_access(show_sentences), name="free_articles_sentences"),
    path("mengapa/", require_admin_access(WhyScreen.as_view()), name="why"),
]
