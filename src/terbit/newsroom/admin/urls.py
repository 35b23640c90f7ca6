"""Addresses that stand before Wagtail's own under /redaksi/: its reports list every story's title to everybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path, re_path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import reports

from terbit.newsroom.admin import files
from terbit.newsroom.roles import is_editor

View = Callable[..., HttpResponse]


def editors_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_editor(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return require_admin_access(guarded)


def _guarded(pattern: URLPattern) -> URLPattern:
    return re_path(pattern.pattern.regex.pattern, editors_only(pattern.callback))


urlpatterns = [
    path("reports/", include([_guarded(pattern) for pattern in reports.urlpatterns])),
    *files.urlpatterns,
]
