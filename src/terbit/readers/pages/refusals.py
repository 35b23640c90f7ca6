"""What people see when a request is refused, in words for them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_many(request: HttpRequest) -> HttpResponse:
    """allauth's limits end here (`handler429` of the URLconf)."""
    answer = render(request, "account/too_many.html", status=429)
    answer.headers["Retry-After"] = "60"
    return answer


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old page, a blocked cookie, or somebody else's page (CSRF_FAILURE_VIEW)."""
    return render(request, "account/form_refused.html", status=403)
