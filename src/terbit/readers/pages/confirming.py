"""Confirming an e-mail address. Opening the link shows a button: no prefetch and no mail scanner confirms anything."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailConfirmationHMAC
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import View

from terbit.readers.addresses import Sending, awaited_address, send_confirmation
from terbit.readers.forms import SendConfirmationForm
from terbit.readers.own_path import own_path
from terbit.readers.standing import is_confirmed


class Confirm(View):
    """GET and HEAD look, POST confirms. The link works without a sign-in and signs nobody in."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        found = EmailConfirmationHMAC.from_key(key)
        return self._show(request, found.email_address.email if found else "")

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        found = EmailConfirmationHMAC.from_key(key)
        if found is None or not get_adapter(request).confirm_email(request, found.email_address):
            return self._show(request, "")
        onward = own_path(request.POST.get("next"))
        here = request.user.is_authenticated and request.user.pk == found.email_address.user_id
        if here and onward:
            return HttpResponseRedirect(onward)  # a printed page, which shows no messages
        messages.success(request, _("Your address is confirmed."))
        if here:
            return HttpResponseRedirect(reverse("account_home"))
        return HttpResponseRedirect(reverse("account_login", query={"next": onward} if onward else None))

    def _show(self, request: HttpRequest, address: str) -> HttpResponse:
        """`address` is empty where the link was used before, is too old, or another account has its address."""
        confirmed = request.user.is_authenticated and is_confirmed(request.user)
        context = {"address": address, "confirmed": confirmed, "next": own_path(request.GET.get("next"))}
        return render(request, "account/confirm.html", context, status=200 if address or confirmed else 410)


class SendConfirmation(View):
    """Says that a letter is on its way; sends it again, also to a corrected address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, SendConfirmationForm(initial={"email": awaited_address(request)}))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("account_login", query={"next": request.get_full_path()}))
        form = SendConfirmationForm(request.POST)
        if is_confirmed(request.user) or not form.is_valid():
            return self._show(request, form)
        if send_confirmation(request, request.user, form.cleaned_data["email"]) is Sending.TOO_SOON:
            form.add_error(None, _("A letter was sent a moment ago. Please wait a minute before you ask for another."))
            return self._show(request, form, status=429)
        messages.success(request, _("The letter is on its way."))
        return HttpResponseRedirect(request.get_full_path())

    def _show(self, request: HttpRequest, form: SendConfirmationForm, status: int = 200) -> HttpResponse:
        signed_in = request.user.is_authenticated
        context = {
            "form": form if signed_in else None,
            "address": awaited_address(request),
            "confirmed": signed_in and is_confirmed(request.user),
            "next": own_path(request.GET.get("next")),
        }
        return render(request, "account/confirm_sent.html", context, status=status)


@require_safe
def confirm_prefix(request: HttpRequest) -> HttpResponse:
    """/akun/konfirmasi/ without a key: where people land who cut the link short."""
    return HttpResponseRedirect(reverse("account_email_verification_sent"))
