"""Wagtail's views of a story, each asking about this story; nothing else in them is ours but what is written here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import TaskState
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser, snippets

from terbit.newsroom import verbs
from terbit.newsroom.admin.finding import ChooseByName, ChooseByNameResults, NameChooser, WordsForm
from terbit.newsroom.admin.menus import deed_buttons
from terbit.newsroom.admin.policy import AboutThisArticle
from terbit.newsroom.admin.refusing import StoryIsSaved
from terbit.newsroom.admin.tell import tell_that_it_waits, tell_what_readers_see
from terbit.newsroom.models import Article, HouseSettings, Publication
from terbit.newsroom.refusals import Refused

_WIDE = "desk-wide"  # shown where there is room (static/newsroom/desk.css)


class StoryList(snippets.IndexView):
    list_display = (
        "headline",
        Column("state_words", label=gettext_lazy("State")),
        Column("publication", label=gettext_lazy("Publication"), classname=_WIDE),
        Column("section", label=gettext_lazy("Section"), classname=_WIDE),
        Column("owner", label=gettext_lazy("Writer"), classname=_WIDE),
        DateColumn("edited_at", label=gettext_lazy("Last edited"), sort_key="edited_at", classname=_WIDE),
    )
    list_filter = ("live", "publication", "section", "language", "access_override")
    search_fields = ("headline",)
    search_backend_name = None
    default_ordering = "-pk"

    @cached_property
    def columns(self) -> list[Any]:
        """Without Wagtail's boxes: there is nothing to do to many stories at once."""
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        return super()._get_title_column("__str__", *args, **kwargs)

    def get_list_more_buttons(self, instance: Article) -> list[Any]:
        """The deeds of a public story, for whoever may do them."""
        return [*super().get_list_more_buttons(instance), *deed_buttons(instance, self.request.user)]

    def get_edit_url(self, instance: Article) -> str | None:
        """A withdrawn story is looked at, not changed."""
        return super().get_edit_url(instance) if instance.withdrawn_at is None else None


class CreateStory(StoryIsSaved, snippets.CreateView):
    def get_initial_form_instance(self) -> Article:
        site = Publication.objects.filter(kind="site").first()
        return Article(owner=self.request.user, publication=site, live=False)

    def get_available_actions(self) -> list[str]:
        """Under four eyes nobody publishes what they are just writing."""
        actions = super().get_available_actions()
        return [action for action in actions if action != "publish" or not HouseSettings.load().four_eyes]


class EditStory(StoryIsSaved, AboutThisArticle, snippets.EditView):
    def is_valid(self, form: Any) -> bool:
        """Saving over somebody else's newer version is refused; what was typed stays on the screen."""
        if self._was_overtaken():
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = _(
                "Somebody saved a newer version of this story meanwhile. Nothing was saved: keep your words, "
                "open the story anew, and put them in."
            )
            return False
        return super().is_valid(form)

    def _was_overtaken(self) -> bool:
        """Whether another person saved after the version in this form was loaded; own autosaves are no others."""
        loaded = self.request.POST.get("loaded_revision_id", "")
        if not loaded.isdigit():
            return False
        return self.object.revisions.filter(pk__gt=int(loaded)).exclude(user=self.request.user).exists()


class StoryUsage(AboutThisArticle, snippets.UsageView):
    pass


class StoryHistory(AboutThisArticle, snippets.HistoryView):
    pass


class InspectStory(AboutThisArticle, snippets.InspectView):
    any_permission_required = ("view",)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Times in the desk's zone; Wagtail would print them in UTC without saying so."""
        value = super().get_field_display_value(field_name, field)
        return date_format(timezone.localtime(value), "j F Y H.i") if isinstance(value, datetime) else value


class DeleteStory(AboutThisArticle, snippets.DeleteView):
    """There is no deleting; the policy refuses it to everybody."""


class PreviewStoryRevision(AboutThisArticle, snippets.PreviewRevisionView):
    pass


class CompareStoryRevisions(AboutThisArticle, snippets.RevisionsCompareView):
    pass


class UnscheduleStory(AboutThisArticle, snippets.RevisionsUnscheduleView):
    """Wagtail's address for it does what the house's verb does."""

    permission_required = "publish"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            verbs.take_back(self.object, by=request.user, now=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(self.get_next_url())


class PreviewStory(AboutThisArticle, snippets.PreviewOnEditView):
    pass


class LockStory(AboutThisArticle, snippets.LockView):
    pass


class UnlockStory(AboutThisArticle, snippets.UnlockView):
    pass


class StoryWorkflowHistory(AboutThisArticle, snippets.WorkflowHistoryView):
    pass


class StoryWorkflowHistoryDetail(AboutThisArticle, snippets.WorkflowHistoryDetailView):
    pass


class _TaskOfThisStory:
    """The address names a story and a task state; Wagtail does not look whether they belong together."""

    def get_task_state(self) -> TaskState:
        states = TaskState.objects.for_instance(self.object)
        return get_object_or_404(states, pk=self.task_state_id).specific


class ActOnStory(_TaskOfThisStory, AboutThisArticle, PermissionCheckedMixin, snippets.WorkflowActionView):
    permission_required = "publish"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        since = timezone.now()
        try:
            response = super().post(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, str(refused))
            return self._back(request)
        tell_that_it_waits(request, Article.objects.get(pk=self.object.pk))
        if Article.objects.filter(pk=self.object.pk, live=True).exists():
            tell_what_readers_see(request, since)
        return response

    def _back(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)


class CollectStoryActionData(
    _TaskOfThisStory, AboutThisArticle, PermissionCheckedMixin, snippets.CollectWorkflowActionDataView
):
    permission_required = "publish"


class ConfirmStoryCancellation(AboutThisArticle, PermissionCheckedMixin, snippets.ConfirmWorkflowCancellationView):
    permission_required = "change"


class PreviewStoryForTask(AboutThisArticle, PermissionCheckedMixin, snippets.WorkflowPreviewView):
    permission_required = "view"


class HeadlineForm(WordsForm):
    column = "headline"


class _StoriesForMe:
    """Public stories, and the drafts that this user may open."""

    filter_form_class = HeadlineForm

    def get_object_list(self) -> QuerySet[Article]:
        policy = policy_registry.get_by_type(Article)
        mine = policy.instances_user_has_any_permission_for(self.request.user, {"view"})
        return (Article.objects.public() | mine).with_waiting().defer("body").order_by("-pk")

    @property
    def columns(self) -> list[Any]:
        """State in our words, and the language: an edition is in one."""
        return [
            self.title_column,
            Column("state_words", label=gettext_lazy("State")),
            Column("get_language_display", label=gettext_lazy("Language")),
        ]


class ChooseStory(_StoriesForMe, ChooseByName):
    pass


class ChooseStoryResults(_StoriesForMe, ChooseByNameResults):
    pass


class _ChosenForMe(_StoriesForMe):
    def get_object(self, pk: Any) -> Article:
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: Any) -> QuerySet[Article]:
        return self.get_object_list().filter(pk__in=pks)


class StoryChosen(_ChosenForMe, chooser.SnippetChosenView):
    pass


class StoriesChosen(_ChosenForMe, chooser.SnippetChosenMultipleView):
    pass


class StoryChooser(NameChooser):
    choose_view_class = ChooseStory
    choose_results_view_class = ChooseStoryResults
    chosen_view_class = StoryChosen
    chosen_multiple_view_class = StoriesChosen
