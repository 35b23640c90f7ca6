"""Signed-in devices: each of Django's sessions that carries a user has one ReaderSession, and goes with it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from terbit.readers.models import ReaderSession, User


def begin(request: HttpRequest, user: User) -> ReaderSession | None:
    """The row of this request's session, made where it is missing.

    None where the session was ended elsewhere while the request ran: this device is signed out.
    """
    if request.session.session_key is None:
        request.session.save()
    key = request.session.session_key
    found = ReaderSession.objects.filter(session_id=key, user_id=user.pk).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            if not Session.objects.filter(pk=key).exists():
                return None
            return ReaderSession.objects.get_or_create(session_id=key, user_id=user.pk)[0]
    except IntegrityError:
        return None


def end_expired(now: datetime) -> int:
    """Take away the sessions that ran out before `now` (aware), and with them their devices. Returns how many."""
    return _end(Session.objects.filter(expire_date__lt=now))


def end_expired_of(user: User, now: datetime) -> int:
    """The same for the devices of one reader."""
    return _end(Session.objects.filter(reader_session__user=user, expire_date__lt=now))


def _end(expired: QuerySet[Session]) -> int:
    with transaction.atomic():
        ended = expired.count()
        expired.delete()
    return ended
