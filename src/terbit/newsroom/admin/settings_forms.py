"""Forms of administrators whose changes reach every reader at once: each leaves a line in the journal."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from terbit.newsroom.admin.fixed import FixedForm
from terbit.newsroom.models import HouseSettings, Publication
from terbit.newsroom.verbs.change_policy import record_policy
from terbit.newsroom.verbs.set_publication_access import access_columns, record_access


class PublicationForm(FixedForm):
    """Who may read its stories is asked here; on which publications free articles count, on the screen of the policy."""

    fixed = ("code", "language")

    def save(self, commit: bool = True) -> Publication:
        stored = Publication.objects.filter(pk=self.instance.pk).first()
        before = access_columns(stored or Publication())
        with transaction.atomic():
            saved: Publication = super().save(commit)
            record_access(saved, before, by=self.for_user, now=timezone.now())
        return saved


class HouseForm(WagtailAdminModelForm):
    """The zone is the policy's too: months begin at its midnight."""

    def save(self, commit: bool = True) -> HouseSettings:
        before = HouseSettings.objects.get(pk=self.instance.pk).policy
        with transaction.atomic():
            saved: Any = super().save(commit)
            record_policy(saved, before, by=self.for_user, now=timezone.now())
        return saved
