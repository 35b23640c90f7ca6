"""What kiosks tell the newsroom, on addresses of their own: how far they are, and how often pages were read; and what
they ask it, for whoever watches them: how much waits.

The kiosk passes no client on to `/_kiosk/`. Should one get here all the same, it comes with the forwarding header that
a kiosk puts on whatever it passes, and is told that there is nothing.
"""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from terbit.dispatch import write
from terbit.newsroom.reads import add_reads
from terbit.press.models import Mark


@csrf_exempt
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """{"name": …, "number": …}: this kiosk has applied dispatch up to that number."""
    match _said(request):
        case {"name": str(name), "number": int(number)} if name and number >= 0:
            write.record_kiosk(name, number)
            return HttpResponse(status=204)
        case _:
            return JsonResponse({"error": "A name and a number were expected."}, status=400)


@csrf_exempt
@require_POST
def counts(request: HttpRequest) -> HttpResponse:
    """{"counts": [[path, decision, hour, reads], …]}."""
    match _said(request):
        case {"counts": list(rows)}:
            return JsonResponse({"taken": add_reads(rows)})
        case _:
            return JsonResponse({"error": "A list of counts was expected."}, status=400)


@require_GET
def condition(request: HttpRequest) -> HttpResponse:
    """{"number": dispatch's last, "waiting": pages to be printed, "waiting_seconds": since when the first of them waits}."""
    _refuse_strangers(request)
    waits = Mark.objects.aggregate(pages=Count("key", distinct=True), since=Min("marked_at"))
    age = (timezone.now() - waits["since"]).total_seconds() if waits["since"] else 0.0
    said = {"number": write.last_number(), "waiting": waits["pages"], "waiting_seconds": max(0.0, round(age, 3))}
    return JsonResponse(said)


def _said(request: HttpRequest) -> Any:
    _refuse_strangers(request)
    try:
        return json.loads(request.body)
    except ValueError:
        return None


def _refuse_strangers(request: HttpRequest) -> None:
    if "X-Forwarded-For" in request.headers:
        raise Http404
