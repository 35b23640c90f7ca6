"""What a restored house lays into dispatch again: every reader's standing, the policy, and a mark on every page."""

from __future__ import annotations

from django.db import transaction

from terbit.dispatch.write import renew_epoch
from terbit.press.marks import mark_everything
from terbit.readers.models import User
from terbit.readers.standing import refresh


def lay_again() -> tuple[int, int]:
    """All in one transaction, under a new epoch. Returns how many readers, and how many pages are to be printed."""
    with transaction.atomic():
        renew_epoch()
        readers = list(User.objects.order_by("pk").values_list("pk", flat=True))
        for reader in readers:
            refresh(reader)
        return len(readers), mark_everything("restore")
