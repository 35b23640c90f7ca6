"""Files of pictures for the desk, also of such as no page shows: drafts, stories under embargo, withdrawn ones."""

from __future__ import annotations

import mimetypes

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.urls import path, register_converter
from wagtail.admin.auth import require_admin_access


class FileName:
    """What `newsroom.models.picture.unguessable_name` makes; nothing else in the folder is given out."""

    regex = r"[0-9a-f]{32}\.[a-z]{3,4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileName, "picture_file")


def picture_file(request: HttpRequest, name: str) -> FileResponse:
    """The file never changes under its name, so the browser of whoever may see it keeps it."""
    try:
        file = storages["pictures"].open(name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer = FileResponse(file, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


urlpatterns = [path("berkas/<picture_file:name>", require_admin_access(picture_file), name="picture_file")]
