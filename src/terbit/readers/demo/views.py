"""What exists in demo mode only: looking as somebody else, and the mailbox that everyone can see."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from terbit.mail import mailbox
from terbit.readers.demo.cast import ROLES, reader_like
from terbit.readers.own_form import is_own_form
from terbit.readers.own_path import own_path

BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"
NOBODY: Final = "nobody"
View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """In any other house the address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.TERBIT_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@csrf_exempt  # printed pages are the same for everyone and have no token; the form's origin is judged instead
@demo_only
@require_POST
def look_as(request: HttpRequest) -> HttpResponse:
    """Sign in as a reader of the standing `who`, or out for nobody; then back to `next`."""
    who = request.POST.get("who", "")
    if not is_own_form(request):
        raise PermissionDenied
    if who != NOBODY and who not in ROLES:
        return HttpResponse(f"who is one of {NOBODY}, {', '.join(ROLES)}.", status=400, content_type="text/plain")
    if who == NOBODY:
        logout(request)
    else:
        login(request, reader_like(who), backend=BACKEND)
    return HttpResponseRedirect(own_path(request.POST.get("next")) or "/", status=303)


@demo_only
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    return render(request, "account/demo_letters.html", {"letters": mailbox.letters(Path(settings.MAILBOX_FOLDER))})


@demo_only
@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    found = mailbox.letter(Path(settings.MAILBOX_FOLDER), name)
    if found is None:
        raise Http404
    return render(request, "account/demo_letter.html", {"letter": found, "body": with_links(found.body)})


_ADDRESS: Final = re.compile(r"(https?://[^\s<>\"]+)")


def with_links(text: str) -> SafeString:
    """`text` as HTML with its addresses clickable; all else is escaped."""
    parts = _ADDRESS.split(text)
    return format_html_join(
        "", "{}", ((format_html('<a href="{0}">{0}</a>', part) if n % 2 else part,) for n, part in enumerate(parts))
    )
