"""A reader's standing, computed from rows, and put into dispatch in the transaction that changed them."""

from __future__ import annotations

from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from terbit import gate
from terbit.dispatch import keys, write
from terbit.readers.models import Entitlement, ReaderSession, User


def standing_of(user: User, now: datetime) -> gate.Standing | None:
    """What `user` has at `now` (aware); None for one whose account is shut. Ended entitlements and sessions are left out."""
    if not user.is_active:
        return None
    return gate.Standing(
        reader=user.pk,
        confirmed=is_confirmed(user),
        sessions=frozenset(
            ReaderSession.objects.filter(user=user, session__expire_date__gt=now).values_list("pk", flat=True)
        ),
        entitlements=tuple(
            gate.Entitlement(row.publication_code, row.starts.astimezone(UTC), row.ends.astimezone(UTC), row.source)
            for row in Entitlement.objects.filter(user=user, ends__gt=now).order_by("pk")
        ),
        carried=user.carried,
    )


def is_confirmed(user: User) -> bool:
    """Whether an address of this reader was confirmed from its own mailbox."""
    return EmailAddress.objects.filter(user_id=user.pk, verified=True).exists()


def refresh(reader: int) -> None:
    """Tell the kiosks what `reader` has now. Belongs in the transaction of the change; commits with it or not at all.

    The user's row is locked first, so that of two changes at once the later one sees the earlier one's rows.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=reader).first()
        standing = standing_of(user, timezone.now()) if user is not None else None
        if standing is None:
            write.drop(keys.reader_key(reader))
        else:
            write.put_standing(standing)
