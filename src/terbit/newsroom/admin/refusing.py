"""What the house's verbs refuse becomes a sentence on the screen; what was written stays saved."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages

from terbit.newsroom.admin.tell import tell_that_it_waits, tell_what_readers_see, words_of_waiting
from terbit.newsroom.models.journal import record
from terbit.newsroom.publishing import check_complete
from terbit.newsroom.refusals import PublishRefused, Refused

#: The buttons after which a story must be whole.
_DEMANDING = {"publish", "submit", "restart-workflow", "workflow-action"}


class StoryIsSaved:
    """Before Create and Edit: the whole POST is one transaction, a refused publishing leaves the saved draft."""

    is_public_now = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        since = timezone.now()
        with transaction.atomic():
            response = super().post(request, *args, **kwargs)
        if self.is_public_now:
            tell_what_readers_see(request, since)
        return response

    def is_valid(self, form: Any) -> bool:
        """Saying no before anything is saved, field by field, where the form alone shows what is lacking."""
        if not super().is_valid(form):
            return False
        if self.action not in _DEMANDING or getattr(self, "workflow_action", "") == "reject":
            return True
        try:
            check_complete(form.instance, timezone.now())
        except PublishRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            self.produced_error_code = refused.code
            self.produced_error_message = str(refused)
            return False
        return True

    def run_action_method(self) -> HttpResponse | None:
        """Publish, submit, approve. A refusal undoes the deed, not the draft that was saved with it."""
        try:
            with transaction.atomic():
                response = super().run_action_method()
        except Refused as refused:
            messages.error(self.request, str(refused))
            return redirect(self.get_edit_url())
        self.is_public_now = self._stored_is_public()
        if self.action == "workflow-action":
            tell_that_it_waits(self.request, self.object)
        if self.action == "submit":
            record("article.submitted", self.object, by=self.request.user, at=timezone.now())
        return response

    def get_success_message(self, instance: Any = None) -> Any:
        """Wagtail knows a story's own embargo only, not its editions' releases."""
        story = instance or self.object
        waits = words_of_waiting(story) if self.action == "publish" else ""
        return waits or super().get_success_message(instance)

    def _stored_is_public(self) -> bool:
        if self.action not in {"publish", "workflow-action"}:
            return False
        return self.model.objects.filter(pk=self.object.pk, live=True).exists()
