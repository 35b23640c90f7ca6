"""After publishing, the desk hears what readers see: "7 pages, 84 ms, 1 kiosk", with links to the pages touched."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from terbit.newsroom import published
from terbit.newsroom.admin.house_time import in_house_time
from terbit.newsroom.models import Article
from terbit.newsroom.published import Visible

#: A message has room for so many links; the rest is a number.
LINKS = 8


def tell_what_readers_see(request: HttpRequest, since: datetime) -> None:
    """Waits for the press (two seconds at most) and says what came of it. Call it after the commit.

    `since` is a moment before the change's transaction began: what was marked and printed from then on belongs to it.
    """
    if published.wait_until_visible is None:
        return
    visible = published.wait_until_visible(since)
    say = messages.success if not visible.waiting else messages.warning
    say(request, sentence(visible))


def tell_that_it_waits(request: HttpRequest, story: Article) -> None:
    """Nothing where it does not wait."""
    words = words_of_waiting(story)
    if words:
        messages.success(request, words)


def words_of_waiting(story: Article) -> str:
    """When an approved story goes out; "" where it does not wait."""
    instant = story.release_at
    if instant is None:
        return ""
    return _("“%(story)s” is approved. It goes out on %(when)s; nobody sees it before.") % {
        "story": story,
        "when": in_house_time(instant),
    }


def sentence(visible: Visible) -> SafeString:
    """The figures, what still waits, and the links."""
    pages = ngettext("%(n)d page", "%(n)d pages", len(visible.pages)) % {"n": len(visible.pages)}
    kiosks = ngettext("%(n)d kiosk", "%(n)d kiosks", visible.kiosks) % {"n": visible.kiosks}
    words = f"{pages}, {visible.milliseconds} ms, {kiosks}"
    if visible.waiting:
        words += " " + _("(%(n)d still waiting)") % {"n": visible.waiting}
    links = format_html_join(" ", '<a href="{}">{}</a>', ((path, path) for path in visible.pages[:LINKS]))
    more = len(visible.pages) - LINKS
    rest = _("and %(n)d more") % {"n": more} if more > 0 else ""
    return format_html("{} {} {}", words, links, rest)
