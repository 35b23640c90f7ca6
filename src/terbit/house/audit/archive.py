"""What the newsroom's rows say: which words of which story are for whom. Read in one moment of the database."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from django.conf import settings
from django.utils import timezone, translation

from terbit.gate import Policy, Terms
from terbit.house.audit.paid import PaidWords
from terbit.newsroom.models import Article, Contributor, Correction, PolicyPage, Publication, Reply
from terbit.press.batch import batch
from terbit.press.house import house_policy, house_words
from terbit.press.models import Mark, Printed, Refusal
from terbit.press.pages.article import NAME as ARTICLE
from terbit.press.pages.reading import read_stories
from terbit.press.pages.registry import Target
from terbit.press.pages.sheet import Sheet
from terbit.press.pages.story import Story
from terbit.press.plain import paragraphs_of, text_of
from terbit.press.proof.galley import words_of
from terbit.press.proof.theme_words import theme_words

AT_A_TIME: Final = 100
_REMARK_TEXTS: Final = ("text", "apology", "introduction")
#: Blocks whose words stand on the page whatever else is there; a caption goes with its picture, a card with its link.
_ALWAYS_PRINTED: Final = frozenset({"paragraph", "subheading", "quote", "list", "table"})

Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Known:
    """A story, or a version of one, as an owner of words. `terms` are None where nobody may read it: a draft, one under
    embargo, a withdrawn one. `text` (packed) is what whoever may read it must get, one paragraph a line.
    """

    path: str
    story: int
    article: int
    terms: Terms | None
    text: bytes = b""

    @property
    def lines(self) -> list[str]:
        return zlib.decompress(self.text).decode().splitlines() if self.text else []


@dataclass
class Archive:
    """`owners` by the numbers that `paid` knows; `at` finds the public story of a path."""

    policy: Policy
    publications: tuple[str, ...]
    owners: list[Known] = field(default_factory=list)
    at: dict[str, Known] = field(default_factory=dict)
    paid: PaidWords = field(default_factory=PaidWords)
    twins: set[tuple[str, str]] = field(default_factory=set)
    kinds: dict[str, str] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()
    held_back: frozenset[str] = frozenset()
    stories: int = 0

    @property
    def gated(self) -> list[Known]:
        return [known for known in self.owners if known.terms is not None and known.terms.gated]


def read_archive(tell: Tell = lambda _done: None) -> Archive:
    """Every story of the house, twice: first what is paid, then what everybody may read. Writes nothing."""
    archive = Archive(
        policy=house_policy(),
        publications=tuple(Publication.objects.values_list("code", flat=True)),
        kinds=dict(Printed.objects.exclude(number=0).values_list("key", "kind")),
        marked=frozenset(Mark.objects.values_list("key", flat=True)),
        held_back=frozenset(Refusal.objects.filter(warning=False).values_list("key", flat=True)),
    )
    ids = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    archive.stories = len(ids)
    with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
        for story in _stories(ids, tell):
            _own(archive, story)
        for story in _stories(ids, tell):
            _let_pass(archive, story)
        for text in _said_by_the_house():
            archive.paid.let_pass(words_of(text))
    return archive


def _stories(ids: Iterable[int], tell: Tell) -> Iterator[Story]:
    left = iter(ids)
    while some := list(islice(left, AT_A_TIME)):
        with batch(Target(ARTICLE, "", pk) for pk in some):
            reading = read_stories(some)
            for pk in some:
                if pk in reading.stories:
                    article = reading.stories[pk]
                    yield Story(article, reading, Sheet(article.language, set()))
        tell(len(some))


def _own(archive: Archive, story: Story) -> None:
    """What of the story is not for everybody, by its rows as they stand."""
    article = story.article
    if not article.live:
        _add(archive, Known(article.path, article.story, article.pk, None), text_of(story.raw))
    else:
        printed = text_of([block for block in story.raw if block["type"] in _ALWAYS_PRINTED])
        known = Known(article.path, article.story, article.pk, story.terms, zlib.compress(printed.encode(), 1))
        _add(archive, known, story.part.rest if story.terms.gated else "")
        archive.at[article.path] = known
    if article.has_unpublished_changes and article.latest_revision_id:
        draft = article.get_latest_revision_as_object()
        _add(archive, Known(article.path, article.story, article.pk, None), text_of(list(draft.body.raw_data)))


def _add(archive: Archive, known: Known, text: str) -> None:
    archive.owners.append(known)
    if text:
        archive.paid.add(len(archive.owners) - 1, text)


def _let_pass(archive: Archive, story: Story) -> None:
    """What everybody may read of it. Where that is another story's paid text, the two are twins."""
    article = story.article
    if not article.live:
        return
    archive.paid.let_pass(words_of(story.public_text()))
    if not story.terms.gated:
        for owner in archive.paid.let_pass(words_of(text_of(story.raw))):
            known = archive.owners[owner]
            if known.article != article.pk:
                archive.twins.add((known.path, article.path))


def text_without_tags(html: str) -> str:
    return "\n".join(paragraphs_of(html))


def _said_by_the_house() -> Iterator[str]:
    """Of itself, its people and its papers. Remarks are for everybody too, and stay when their story is withdrawn."""
    yield from house_words().texts
    yield from map("\n".join, Contributor.objects.exclude(biography="").values_list("name", "biography"))
    yield from map("\n".join, Publication.objects.exclude(description="").values_list("name", "description"))
    yield from map(text_without_tags, PolicyPage.objects.values_list("text", flat=True))
    yield from (theme_words(code) for code, _name in settings.LANGUAGES)
    for remark in (*Correction.objects.all(), *Reply.objects.all()):
        yield "\n".join(str(getattr(remark, name, "") or "") for name in _REMARK_TEXTS)
    withdrawn = Article.objects.exclude(withdrawn_at=None)
    yield from withdrawn.values_list("withdrawn_reason", flat=True)
    yield from Article.objects.public().exclude(standfirst="").values_list("standfirst", flat=True)
