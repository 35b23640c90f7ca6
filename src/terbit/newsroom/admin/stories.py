"""Stories in the desk: /redaksi/artikel/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import SnippetViewSet

from terbit.newsroom.admin import aftermath, deeds, story_views
from terbit.newsroom.admin.story_form import STORY_PANELS
from terbit.newsroom.admin.topics import offer_topics
from terbit.newsroom.models import Article


class StoryViewSet(SnippetViewSet):
    model = Article
    url_prefix = "artikel"
    url_namespace = "stories"
    chooser_base_url_path = "pilih-artikel"
    icon = "doc-full"
    menu_order = 100
    add_to_admin_menu = True
    edit_handler = STORY_PANELS
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = (
        "headline",
        "kicker",
        "standfirst",
        "publication",
        "section",
        "owner",
        "published_at",
        "withdrawn_at",
        "withdrawn_ground",
        "withdrawn_reason",
        "withdrawn_by",
    )

    index_view_class = story_views.StoryList
    add_view_class = story_views.CreateStory
    edit_view_class = story_views.EditStory
    delete_view_class = story_views.DeleteStory
    usage_view_class = story_views.StoryUsage
    history_view_class = story_views.StoryHistory
    inspect_view_class = story_views.InspectStory
    revisions_view_class = story_views.PreviewStoryRevision
    revisions_compare_view_class = story_views.CompareStoryRevisions
    revisions_unschedule_view_class = story_views.UnscheduleStory
    unpublish_view_class = deeds.WithdrawStory
    preview_on_edit_view_class = story_views.PreviewStory
    lock_view_class = story_views.LockStory
    unlock_view_class = story_views.UnlockStory
    workflow_action_view_class = story_views.ActOnStory
    collect_workflow_action_data_view_class = story_views.CollectStoryActionData
    confirm_workflow_cancellation_view_class = story_views.ConfirmStoryCancellation
    workflow_preview_view_class = story_views.PreviewStoryForTask
    workflow_history_view_class = story_views.StoryWorkflowHistory
    workflow_history_detail_view_class = story_views.StoryWorkflowHistoryDetail
    chooser_viewset_class = story_views.StoryChooser

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        policy = policy_registry.get_by_type(Article)
        stories = policy.instances_user_has_any_permission_for(request.user, {"view", "change"})
        return stories.with_waiting().select_related("section", "publication", "owner").defer("body", "standfirst")

    @property
    def unpublish_view(self) -> Any:
        return self.construct_view(deeds.WithdrawStory)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("withdraw/<int:pk>/", self.construct_view(deeds.WithdrawStory), name="withdraw"),
            path("access/<int:pk>/", self.construct_view(deeds.SetAccess), name="access"),
            path("address/<int:pk>/", self.construct_view(deeds.ChangeAddress), name="address"),
            path("correct/<int:pk>/", self.construct_view(aftermath.CorrectStory), name="correct"),
            path("reply/<int:pk>/", self.construct_view(aftermath.ReplyToStory), name="reply"),
            path("embargo/<int:pk>/", self.construct_view(aftermath.MoveEmbargo), name="embargo"),
            path("take-back/<int:pk>/", self.construct_view(aftermath.TakeBackStory), name="take_back"),
            path("topics/", require_admin_access(offer_topics), name="topics"),
        ]
