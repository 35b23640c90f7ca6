"""Who may open, change and publish which story in Wagtail's views: the answers of `roles`, in Wagtail's terms.

Wagtail asks most of its questions about the model ("may she change articles?"); a newsroom's answers are about one
story. `AboutThisArticle`, put before every view that has a story, makes it ask about that story.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from terbit.newsroom.models import Article
from terbit.newsroom.roles import is_editor, is_staff, may_change, may_open


class DeskPolicy(ModelPermissionPolicy):
    """Reporters: their own stories. Editors: every story. Nobody deletes: what is public is withdrawn, not deleted.

    Four eyes is not asked here but where a story is published, with a sentence (terbit.newsroom.four_eyes).
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Article) -> bool:
        match action:
            case "view" | "add":  # Wagtail's history asks whether "add" is allowed
                return may_open(user, instance)
            case "change":
                return may_change(user, instance)
            case "publish" | "lock" | "unlock":
                return is_editor(user) and instance.withdrawn_at is None
            case _:
                return False

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Article) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Article]:
        stories = Article.objects.all()
        if not set(actions) & {"view", "change"}:
            stories = stories.none() if not is_editor(user) else stories
        if is_editor(user):
            return stories
        return stories.filter(owner=user) if is_staff(user) else stories.none()

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Article) -> QuerySet[Any]:
        editors = self.users_with_permission("publish")
        return (editors | self.users_with_any_permission(actions).filter(pk=instance.owner_id)).distinct()

    def about(self, article: Article) -> AboutOne:
        return AboutOne(self, article)


class AboutOne:
    """A policy that answers questions about the model for one story."""

    def __init__(self, policy: DeskPolicy, article: Article) -> None:
        self._policy, self._article = policy, article

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self._policy.user_has_permission_for_instance(user, action, self._article)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return self._policy.user_has_any_permission_for_instance(user, actions, self._article)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._policy, name)


class AboutThisArticle:
    """Before every view class that has a story. Rights are those of the row: a draft may claim another writer."""

    @property
    def permission_policy(self) -> DeskPolicy | AboutOne:
        policy = policy_registry.get_by_type(Article)
        story = getattr(self, "live_object", None) or getattr(self, "object", None)
        return policy.about(story) if story is not None and story.pk else policy


def register() -> None:
    """At start, before anybody asks Wagtail for the policy of articles."""
    register_permission_policy(Article, DeskPolicy(Article))
