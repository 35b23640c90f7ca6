"""The workflow's one task: an editor who is not the story's author approves it, and so publishes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from terbit.newsroom.four_eyes import may_let_out
from terbit.newsroom.roles import is_editor

if TYPE_CHECKING:
    from terbit.newsroom.models.article import Article


class EditorApproval(Task):
    """While a story waits here, its writer cannot change it; every editor can."""

    class Meta:
        verbose_name = _("approval by an editor")
        verbose_name_plural = _("approvals by an editor")

    def user_can_access_editor(self, obj: Article, user: Any) -> bool:
        return is_editor(user)

    def locked_for_user(self, obj: Article, user: Any) -> bool:
        return not is_editor(user)

    def user_can_lock(self, obj: Article, user: Any) -> bool:
        return is_editor(user)

    def get_actions(self, obj: Article, user: Any) -> list[tuple[str, Any, bool]]:
        """(name, words, whether it asks for a comment). An author may send the own story back, never let it out."""
        if not is_editor(user):
            return []
        send_back = ("reject", _("Send back to the writer"), True)
        if not may_let_out(obj, user):
            return [send_back]
        return [send_back, ("approve", _("Approve"), False)]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        from terbit.newsroom.models.article import Article

        if not is_editor(user):
            return TaskState.objects.none()
        own = Article.objects.filter(owner=user).values(key=Cast("pk", models.CharField()))
        waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task_id=self.pk)
        return waiting.exclude(workflow_state__object_id__in=own)

    @classmethod
    def get_description(cls) -> Any:
        return _("An editor who is not the story's author approves and publishes it.")
