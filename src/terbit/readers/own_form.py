"""Whether a POST without a token comes from a page of this house. Printed pages are the same for everyone: no token."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest

from terbit.config import settings


def is_own_form(request: HttpRequest) -> bool:
    """By Sec-Fetch-Site where the browser sends it, else by Origin, else by Referer; none of them is a refusal."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site == "same-origin"
    origin = request.headers.get("Origin") or _origin_of(request.headers.get("Referer", ""))
    return origin in {settings.base_url, f"{request.scheme}://{request.get_host()}"}


def _origin_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
