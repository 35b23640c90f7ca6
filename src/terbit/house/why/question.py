"""Whom and what a question names, as people write it. What names nothing is answered with a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from terbit.newsroom.models import Article, HouseSettings, Redirect
from terbit.readers.models import User, plain_address

NOBODY: Final = "nobody"


class Unanswerable(LookupError):
    """The question names nobody, nothing or no time. The text is the whole message."""


def reader_named(text: str) -> User | None:
    """A reader by e-mail address or id; None for "nobody". Raises Unanswerable."""
    name = text.strip()
    if name == NOBODY:
        return None
    found = User.objects.filter(**({"pk": int(name)} if _is_id(name) else {"email": plain_address(name)})).first()
    if found is None:
        words = _("There is no reader “%(name)s”. Write an e-mail address, an id, or “nobody”.")
        raise Unanswerable(words % {"name": name})
    return found


def story_named(text: str) -> Article:
    """A story by path (an old one too), whole address, slug or id. Raises Unanswerable."""
    name = text.strip()
    found = _by_path(unquote(urlsplit(name).path).rstrip("/")) if "/" in name else _by_slug_or_id(name)
    if found is None:
        raise Unanswerable(_("There is no story “%(name)s”. Write its path, its slug or its id.") % {"name": name})
    return found


def moment_named(text: str) -> datetime:
    """An instant as in ISO 8601, in UTC; without a zone it is the house's. Raises Unanswerable."""
    try:
        moment = datetime.fromisoformat(text.strip())
        house = ZoneInfo(HouseSettings.load().zone)
        return (moment if moment.tzinfo else moment.replace(tzinfo=house)).astimezone(UTC)
    except (ValueError, OverflowError):
        words = _("“%(text)s” is no time. Write one like 2026-12-01T00:00, or 2026-12-01T00:00+07:00.")
        raise Unanswerable(words % {"text": text}) from None


def _by_path(path: str) -> Article | None:
    stories = Article.objects.for_printing().filter(slug=path.rpartition("/")[2])
    own = next((story for story in stories if story.path == path), None)
    if own is not None:
        return own
    old = Redirect.objects.filter(old_path=path).values_list("article", flat=True).first()
    return Article.objects.for_printing().filter(pk=old).first() if old else None


def _by_slug_or_id(name: str) -> Article | None:
    stories = list(Article.objects.for_printing().filter(slug=name)) if name else []
    if len(stories) > 1:
        paths = ", ".join(sorted(story.path for story in stories))
        raise Unanswerable(_("Several stories have that slug. Write the path: %(paths)s.") % {"paths": paths})
    if stories:
        return stories[0]
    return Article.objects.for_printing().filter(pk=int(name)).first() if _is_id(name) else None


def _is_id(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) <= 18
