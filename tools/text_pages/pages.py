"""Which site prints which story. The held-out sites print stories that no development site prints."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import cycle

from tools.text_pages import demo, shared, sites
from tools.text_pages.decorate import decorate, given
from tools.text_pages.printing import SavedPage, print_page
from tools.text_pages.sites import Site
from tools.text_pages.truth import Truth


def _mixed(*sources: list[Truth]) -> list[Truth]:
    """One of each source in turn, until all are used."""
    mixed: list[Truth] = []
    for at in range(max(map(len, sources))):
        mixed += [source[at] for source in sources if at < len(source)]
    return mixed


def _stories(language: str) -> list[Truth]:
    own = [story for story in demo.stories() if story.language == language]
    if language == "id":
        return _mixed(own, shared.parallel("id")[:24], shared.licensed()[::3])
    foreign = [story for at, story in enumerate(shared.licensed()) if at % 3]
    return _mixed(own, shared.readability(), foreign, shared.wikinews()[:14])


def _dealt(houses: list[Site], stories: list[Truth]) -> Iterator[tuple[Site, list[Truth]]]:
    """Deal stories to sites in turn, none twice, until every site has its pages or no story is left."""
    hands: dict[str, list[Truth]] = {site.name: [] for site in houses}
    rest = iter(stories)
    for site in cycle(houses) if houses else ():
        if all(len(hands[one.name]) >= one.pages for one in houses):
            break
        if len(hands[site.name]) < site.pages:
            story = next(rest, None)
            if story is None:
                break
            number = len(hands[site.name]) + 1
            hands[site.name].append(given(decorate(story, site.language), site.head, number))
    yield from ((site, hands[site.name]) for site in houses)


def _pages(houses: list[Site], turn: slice, other: slice | None = None) -> list[SavedPage]:
    pages = []
    for language in ("id", "en"):
        everything = _stories(language)
        held = everything[turn]
        mine = held if other is None else [story for story in everything if story not in held]
        own = [story for story in mine if story.id in demo.ids()]
        for stories in (mine, own):
            spoken = [site for site in houses if site.language == language and site.prints_own == (stories is own)]
            for site, hand in _dealt(spoken, stories):
                for number, story in enumerate(hand, 1):
                    others = [one for one in stories if one.id != story.id][:12]
                    pages.append(print_page(site, story, others, number))
    return pages


_HELD: slice = slice(2, None, 3)


@cache
def development() -> list[SavedPage]:
    return _pages(sites.development(), _HELD, _HELD)


@cache
def held_out() -> list[SavedPage]:
    return _pages(sites.held_out(), _HELD)
