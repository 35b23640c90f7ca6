"""Who works for the house reads all of it: an entitlement over every publication, made and taken away with the role."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from terbit.readers.house import house
from terbit.readers.models import Entitlement, Source, User

FOR_EVER: Final = datetime(2999, 1, 1, tzinfo=UTC)


def settle(user: User) -> None:
    """Make the staff entitlements of `user` fit their role and the house's publications, in the caller's transaction."""
    codes = {product.code for product in house().products} if user.is_newsroom_staff() else set()
    with transaction.atomic():
        rows = Entitlement.objects.filter(user=user, source=Source.STAFF)
        rows.exclude(publication_code__in=codes).delete()
        for code in sorted(codes - set(rows.values_list("publication_code", flat=True))):
            Entitlement.objects.create(
                user=user, publication_code=code, starts=user.date_joined, ends=FOR_EVER, source=Source.STAFF
            )


def settle_all() -> None:
    """The same for all who have, or may get, such an entitlement: for when publications or roles change at once."""
    works_here = Q(is_staff=True) | Q(is_superuser=True) | Q(groups__isnull=False)
    for user in User.objects.filter(works_here | Q(entitlements__source=Source.STAFF)).distinct():
        settle(user)
