"""The addresses under /akun/. Names that begin with `account_` are those that allauth looks for."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from terbit.readers.demo import views as demo
from terbit.readers.pages import confirming, home, language, passwords, signing

urlpatterns: list[URLPattern] = [
    path("", home.home, name="account_home"),
    path("masuk/", signing.SignIn.as_view(), name="account_login"),
    path("daftar/", signing.Join.as_view(), name="account_signup"),
    path("keluar/", signing.SignOut.as_view(), name="account_logout"),
    path("ditutup/", signing.account_shut, name="account_inactive"),
    path("konfirmasi/", confirming.confirm_prefix),
    path("konfirmasi/kirim/", confirming.SendConfirmation.as_view(), name="account_email_verification_sent"),
    re_path(r"^konfirmasi/(?P<key>[-:\w]{8,400})/$", confirming.Confirm.as_view(), name="account_confirm_email"),
    path("sandi/", passwords.Change.as_view(), name="account_change_password"),
    path("sandi/atur/", RedirectView.as_view(pattern_name="account_reset_password"), name="account_set_password"),
    path("sandi/lupa/", passwords.Forgotten.as_view(), name="account_reset_password"),
    path("sandi/lupa/terkirim/", passwords.LetterSent.as_view(), name="account_reset_password_done"),
    re_path(
        r"^sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        passwords.ChooseNew.as_view(),
        name="account_reset_password_from_key",
    ),
    path("sandi/baru/selesai/", passwords.Chosen.as_view(), name="account_reset_password_from_key_done"),
    path("bahasa/", language.choose_language, name="account_language"),
    path("demo/sebagai", demo.look_as, name="demo_look_as"),
    path("demo/surat/", demo.letters, name="demo_letters"),
    path("demo/surat/<str:name>/", demo.letter, name="demo_letter"),
]
