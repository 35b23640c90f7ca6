"""The story form's field for topics: names with commas between, offered while one types."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import HttpRequest, JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from taggit.utils import edit_string_for_tags, parse_tags

from terbit.newsroom.models import Topic

#: So many names are offered.
OFFERED = 10


class TopicsWidget(forms.TextInput):
    """Wagtail's own script for tags, fed with the house's topics; without script, a line of text."""

    def __init__(self) -> None:
        options = json.dumps({"allowSpaces": True, "autocompleteOnly": False})
        names = {"controller": "w-tag", "w-tag-delay-value": 200, "w-tag-options-value": options}
        address = reverse_lazy("stories:topics")
        super().__init__({"data-w-tag-url-value": address} | {f"data-{name}": value for name, value in names.items()})

    def format_value(self, value: Any) -> str:
        return value if isinstance(value, str) else edit_string_for_tags(value or [])


class TopicsField(forms.CharField):
    """Cleans to a list of names."""

    widget = TopicsWidget

    def to_python(self, value: Any) -> Any:
        return parse_tags(super().to_python(value))

    def validate(self, value: Any) -> None:
        """A story may have no topic."""

    def run_validators(self, value: Any) -> None:
        """Names are looked up, with the story's language, by `topics_named`."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return {topic.name for topic in initial or []} != set(parse_tags(data or ""))


def topics_named(names: list[str], language: str) -> list[Topic]:
    """The topics of these names in this language, however they are capitalised. Raises ValidationError for another."""
    known = {topic.name.casefold(): topic for topic in Topic.objects.filter(language=language)}
    strange = [name for name in names if name.casefold() not in known]
    if strange:
        sentence = _("There is no topic “%(name)s” in this language. Choose another, or have an editor add it.")
        raise forms.ValidationError(sentence % {"name": strange[0]}, code="no_such_topic")
    return [known[name.casefold()] for name in names]


def offer_topics(request: HttpRequest) -> JsonResponse:
    """Names that begin with what was typed."""
    begun = request.GET.get("term", "")
    topics = Topic.objects.filter(name__istartswith=begun) if begun else Topic.objects.none()
    return JsonResponse(list(topics.order_by("name").values_list("name", flat=True).distinct()[:OFFERED]), safe=False)
