"""Every address that the newsroom process answers. The kiosk passes only /redaksi/, /akun/, /langganan/, /cari and /api/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from terbit.house import desk, kiosks
from terbit.readers.pages.subscribing import subscribing

urlpatterns: list[URLPattern | URLResolver] = [
    path("akun/", include("terbit.readers.urls")),
    path("langganan/", subscribing, name="subscribing"),
    path("redaksi/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("redaksi/", include(desk.urlpatterns)),
    path("redaksi/", include("terbit.newsroom.admin.urls")),
    path("redaksi/", include(wagtailadmin_urls)),
    path("_kiosk/seen", kiosks.seen),
    path("_kiosk/counts", kiosks.counts),
    path("_kiosk/condition", kiosks.condition),
]

handler429 = "terbit.readers.pages.refusals.too_many"
