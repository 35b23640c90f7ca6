"""/langganan/: what the house sells, what it costs and how to get it. No wall leads nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from terbit.readers.house import house
from terbit.readers.own_path import own_path


@require_safe
def subscribing(request: HttpRequest) -> HttpResponse:
    of, user = house(), request.user
    now = timezone.now()
    rows = user.entitlements.filter(starts__lte=now, ends__gt=now) if user.is_authenticated else ()
    context = {
        "of": of,
        "held": sorted({of.product_name(row.publication_code) for row in rows}),
        "next": own_path(request.GET.get("next")),
    }
    answer = render(request, "langganan/page.html", context)
    answer.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return answer
