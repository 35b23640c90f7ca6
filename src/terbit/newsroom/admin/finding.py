"""Wagtail's dialogs to choose from, with a field to search in: an archive has thousands of stories and of names."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.text import smart_split
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.snippets.views import chooser


class WordsForm(SearchFilterMixin, BaseFilterForm):
    """All words must stand in the column, in any order, however they are capitalised."""

    column: ClassVar[str] = "name"

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        self.search_query = self.cleaned_data["q"].strip()
        self.is_searching = bool(self.search_query)
        for word in smart_split(self.search_query):
            objects = objects.filter(**{f"{self.column}__icontains": word})
        return objects


class ChooseByName(chooser.ChooseView):
    filter_form_class = WordsForm
    page_title = gettext_lazy("Choose")


class ChooseByNameResults(chooser.ChooseResultsView):
    filter_form_class = WordsForm


class NameChooser(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseByName
    choose_results_view_class = ChooseByNameResults
