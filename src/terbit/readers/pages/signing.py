"""Joining, signing in, signing out."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from terbit.readers.forms import JoinForm, SignInForm, after_joining
from terbit.readers.house import house
from terbit.readers.own_path import own_path

NEWSROOM = "/redaksi/"


class SignIn(views.LoginView):
    template_name = "account/sign_in.html"
    form_class = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A reader whom the newsroom sent here is told why, instead of being sent to and fro for ever."""
        user = request.user
        if user.is_authenticated and self._wants_newsroom() and not user.has_perm("wagtailadmin.access_admin"):
            messages.error(request, _("This account does not work in the newsroom. Sign out to use another one."))
            return HttpResponseRedirect(reverse("account_home"))
        return super().dispatch(request, *args, **kwargs)

    def _wants_newsroom(self) -> bool:
        return own_path(self.request.GET.get("next")).startswith(NEWSROOM)


class Join(views.SignupView):
    template_name = "account/join.html"
    form_class = JoinForm

    def get_success_url(self) -> str:
        """Someone signed in already goes on to the story; a new reader is told about the letter first."""
        if self.request.user.is_authenticated and self.request.method == "GET":
            return super().get_success_url()
        return after_joining(self.request)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"of": house()}


class SignOut(views.LogoutView):
    template_name = "account/sign_out.html"


def account_shut(request: HttpRequest) -> HttpResponse:
    """For the owner of a deactivated account, who gave the right password."""
    return render(request, "account/shut.html", status=403)
