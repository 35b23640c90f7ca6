"""The language of the account pages and of letters: a cookie, and for a signed-in reader a column."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from terbit.readers.middleware import A_YEAR
from terbit.readers.own_form import is_own_form
from terbit.readers.own_path import own_path


@csrf_exempt  # judged by where the form came from, so that /langganan/ needs no cookie for strangers
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    if not is_own_form(request):
        raise PermissionDenied
    answer = HttpResponseRedirect(own_path(request.POST.get("next")) or "/", status=303)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=A_YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=["language"])
    return answer
