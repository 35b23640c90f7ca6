"""Gives signed-in devices their pass, takes it from signed-out ones, and keeps what is personal out of every cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from terbit.dispatch import keys, write
from terbit.gate import reader_pass
from terbit.gate.reader_pass import COOKIE, MARKER_COOKIE, ReaderPass
from terbit.readers import sessions, standing
from terbit.readers.models import ReaderSession
from terbit.readers.pass_keys import pass_keys

A_YEAR: Final = 365 * 24 * 3600


class ReaderPassMiddleware:
    """Stands next inside the session's middleware. It acts after the view: what the view did (sign in, confirm, change
    a password) is in the pass that its own answer carries.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        user = getattr(request, "user", None)  # missing where another middleware answered before the session was read
        signed_in = user is not None and user.is_authenticated
        device = sessions.begin(request, user) if signed_in else None
        if device is not None:
            _give(request, response, device)
        else:
            _take(request, response)
        if signed_in or response.cookies or not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _give(request: HttpRequest, response: HttpResponseBase, device: ReaderSession) -> None:
    due = _pass_of(device)
    if not _is_good(request.COOKIES.get(COOKIE, ""), due):
        _set(response, COOKIE, reader_pass.sign(due, pass_keys().signing), httponly=True)
    if request.COOKIES.get(MARKER_COOKIE) != "1":
        _set(response, MARKER_COOKIE, "1", httponly=False)


def _take(request: HttpRequest, response: HttpResponseBase) -> None:
    for name in (COOKIE, MARKER_COOKIE):
        if name in request.COOKIES:
            response.delete_cookie(name, path="/", samesite="Lax")


def _pass_of(device: ReaderSession) -> ReaderPass:
    """The pass that this device should carry now; a reader whom dispatch does not know is told to it first."""
    key = keys.reader_key(device.user_id)
    number = write.number_of(key)
    if number == 0:
        standing.refresh(device.user_id)
        number = write.number_of(key)
    return ReaderPass(device.user_id, device.pk, write.epoch(), number)


def _is_good(text: str, due: ReaderPass) -> bool:
    """Whether the pass at hand says what `due` says, not behind it, under the key that signs now."""
    known = pass_keys()
    held = reader_pass.verify(text, known.accepted)
    if held is None or reader_pass.key_id_of(text) != known.signing.id:
        return False
    same = (held.reader, held.session, held.epoch) == (due.reader, due.session, due.epoch)
    return same and held.number >= due.number


def _set(response: HttpResponseBase, name: str, value: str, *, httponly: bool) -> None:
    response.set_cookie(
        name, value, max_age=A_YEAR, path="/", httponly=httponly, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
