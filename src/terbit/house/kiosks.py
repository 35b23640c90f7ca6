"""What kiosks tell the newsroom, on addresses of their own: how far they are, and how often pages were read.

The kiosk passes no client on to `/_kiosk/`. Should one get here all the same, it comes with the forwarding header that
a kiosk puts on whatever it passes, and is told that there is nothing.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from terbit.dispatch import write
from terbit.newsroom.reads import add_reads


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


def _said(request: HttpRequest) -> Any:
    if "X-Forwarded-For" in request.headers:
        raise Http404
    try:
        return json.loads(request.body)
    except ValueError:
        return None
