"""Every row that a standing is made from ends here when it changes, however it was changed (bulk writes apart)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from terbit.readers import addresses, sessions, staff, standing
from terbit.readers.models import Entitlement, ReaderSession, User

_OF_A_STANDING = frozenset({"is_active", "is_staff", "is_superuser", "carried"})


@receiver([post_save, post_delete], sender=Entitlement)
@receiver([post_save, post_delete], sender=ReaderSession)
@receiver([post_save, post_delete], sender=EmailAddress)
def row_changed(instance: Entitlement | ReaderSession | EmailAddress, **_: Any) -> None:
    standing.refresh(instance.user_id)


@receiver(post_delete, sender=ReaderSession)
def device_gone(instance: ReaderSession, **_: Any) -> None:
    """Where the user or the row went first, Django's session must go too; the other way round the database cascades."""
    Session.objects.filter(pk=instance.session_id).delete()


@receiver(post_save, sender=User)
def user_changed(instance: User, update_fields: Collection[str] | None, **_: Any) -> None:
    if update_fields is None or "email" in update_fields:
        addresses.follow(instance)
    if update_fields is None or _OF_A_STANDING & set(update_fields):
        staff.settle(instance)
        standing.refresh(instance.pk)


@receiver(post_delete, sender=User)
def user_gone(instance: User, **_: Any) -> None:
    standing.refresh(instance.pk)


@receiver(m2m_changed, sender=User.groups.through)
def roles_changed(action: str, instance: User | Group, reverse: bool, pk_set: set[int] | None, **_: Any) -> None:
    if action not in {"post_add", "post_remove", "post_clear"}:
        return
    if not reverse:
        staff.settle(instance)
    elif pk_set is None:
        staff.settle_all()
    else:
        for user in User.objects.filter(pk__in=pk_set):
            staff.settle(user)


@receiver(pre_delete, sender=Group)
def role_goes(instance: Group, **_: Any) -> None:
    """The database would take the memberships away without a word."""
    instance.user_set.clear()


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    sessions.end_expired_of(user, timezone.now())
    sessions.begin(request, user)
