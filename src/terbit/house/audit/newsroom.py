"""Every route of the newsroom, asked as nobody and as readers: by the views that serve, with nobody signed in anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.test import RequestFactory
from django.urls import resolve
from wagtail.models import Revision, WorkflowState

from terbit.house.audit.archive import Archive
from terbit.house.audit.channels import API, BY_NAME, SEARCH, channel_of_route
from terbit.house.audit.judging import Judge
from terbit.house.audit.readers import Reader
from terbit.house.audit.routes import filled, routes
from terbit.kiosk.passage import PREFIXES, is_passed
from terbit.newsroom.models import Article
from terbit.readers.models import User

_OF_THE_STORY: Final = ("pk", "object_id", "page_id", "parent_page_id", "page_to_move_id", "page_pk")
_OTHER: Final = [
    "collection_id",
    "destination_id",
    "doc_id",
    "document_id",
    "image_id",
    "session_id",
    "uploaded_file_id",
    "workflow_pk",
    "task_state_id",
    "workflow_state_id",
    "task_id",
]


@dataclass(frozen=True)
class Story:
    """One story by which routes are filled in; `fill` says what stands for a parameter."""

    path: str
    fill: Mapping[str, str]


def stories_to_ask_for(archive: Archive, name_of_file: str) -> Iterator[Story]:
    """One of each kind: for those with an account, for units, for subscribers, a draft, a withdrawn one."""
    seen = set()
    for known in archive.owners:
        out = "withdrawn" if known.path in archive.kinds else "draft"
        kind = known.terms.access.code if known.terms is not None else out
        if kind not in seen:
            seen.add(kind)
            yield Story(known.path, fill_of(known.article, name_of_file))


def fill_of(pk: int, name_of_file: str = f"{'0' * 32}.webp") -> dict[str, str]:
    kind = ContentType.objects.get_for_model(Article)
    revisions = list(
        Revision.objects.filter(base_content_type=kind, object_id=str(pk)).order_by("pk").values_list("pk", flat=True)
    ) or [1]
    state = WorkflowState.objects.filter(base_content_type=kind, object_id=str(pk)).first()
    return {
        **dict.fromkeys(_OF_THE_STORY, str(pk)),
        **dict.fromkeys(_OTHER, "1"),
        **({"workflow_state_id": str(state.pk)} if state else {}),
        **dict.fromkeys(("revision_id", "revision_id_a"), str(revisions[0])),
        **dict.fromkeys(("app_label", "app_name", "content_type_app_name"), "newsroom"),
        **dict.fromkeys(("model_name", "content_type_model_name"), "article"),
        "revision_id_b": str(revisions[-1]),
        "action_name": "approve",
        "action": "delete",
        "name": name_of_file,
        "filter_spec": "original",
        "uidb36": "1",
        "uidb64": "MQ",
        "token": "a-b",
        "key": "a-b-c-d-e-f-g-h",
    }


def walk_newsroom(
    archive: Archive, judge: Judge, readers: tuple[Reader, ...], file: str = "", wanted: Sequence[str] | None = None
) -> None:
    """As nobody through everything that a request passes; as somebody with an account through the views themselves. Every
    route, or those `wanted`. To be called while `reading_only`."""
    for story in stories_to_ask_for(archive, file or f"{'0' * 32}.webp"):
        for route in routes() if wanted is None else wanted:
            address = filled(route, story.fill)
            for reader in readers:
                answer = _ask(reader, address)
                _judge(judge, answer, reader, channel_of_route(route), address)
        _ask_what_is_not_built(judge, readers[0], story)


def _ask_what_is_not_built(judge: Judge, nobody: Reader, story: Story) -> None:
    for prefix in PREFIXES:
        for channel in (SEARCH, API):
            if prefix in BY_NAME[channel].addresses:
                for address in (prefix, f"{prefix.rstrip('/')}/?q={story.fill['pk']}"):
                    _judge(judge, _ask(nobody, address), nobody, channel, address)


def _judge(judge: Judge, answer: HttpResponseBase, reader: Reader, channel: str, address: str) -> None:
    judge.report.count(channel)
    said = "".join(f"{name}: {value}\r\n" for name, value in answer.items())
    judge.headers(said.encode("latin-1", "replace"), reader, address)
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    judge.leaks(judge.read(content, "identity", answer.get("Content-Type", "")), reader, channel, address)


def _ask(reader: Reader, address: str) -> HttpResponseBase:
    request = RequestFactory().get(address, headers={"X-Forwarded-For": "127.0.0.1"} if is_passed(address) else {})
    if reader.standing is None:
        return _handler().get_response(request)
    return _as_reader(request, reader)


def _as_reader(request: WSGIRequest, reader: Reader) -> HttpResponseBase:
    """The view with all that its route puts around it, asked by somebody who has no row anywhere."""
    request.user = User(pk=reader.standing.reader if reader.standing else 0, email="audit@reader.invalid")
    request.session = SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    try:
        found = resolve(request.path_info)
        answer: HttpResponseBase = _in_allauth(request, found.func, found.args, found.kwargs)
        return answer.render() if isinstance(answer, SimpleTemplateResponse) else answer
    except (Http404, PermissionDenied):
        return _handler().get_response(RequestFactory().get("/_kiosk/none"))


def _in_allauth(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> Any:
    from allauth.account.middleware import AccountMiddleware

    return AccountMiddleware(lambda request: view(request, *args, **kwargs))(request)


def _handler() -> WSGIHandler:
    if not _handlers:
        _handlers.append(WSGIHandler())
    return _handlers[0]


_handlers: list[WSGIHandler] = []


@contextmanager
def reading_only() -> Iterator[None]:
    """The house's database refuses every change that is asked for in here."""
    on_postgresql = connection.vendor == "postgresql"
    set_to = "SET default_transaction_read_only = {}" if on_postgresql else "PRAGMA query_only = {}"
    with connection.cursor() as cursor:
        cursor.execute(set_to.format("on"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(set_to.format("off"))
