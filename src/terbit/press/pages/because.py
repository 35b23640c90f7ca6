"""Why the gate answered so, for the demo's bar. It follows from a story's access and the body kind alone, so that a page
stays the same for everyone whom the gate treats alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from gettext import NullTranslations

from terbit.gate import Access


def because(access: Access, kinds: Iterable[str], words: NullTranslations) -> Mapping[str, str]:
    """One sentence for each body kind of a page with that access."""
    return {kind: _because(access, kind, words) for kind in kinds}


def _because(access: Access, kind: str, words: NullTranslations) -> str:
    _ = words.gettext
    match kind:
        case "open":
            return _open(access, words)
        case "quiet" if access is Access.FREE:
            return _(
                "This page is free for everybody. A running subscription keeps it quiet: nothing is offered for sale."
            )
        case "quiet":
            return _("A running subscription: this story is open to you, and nothing is offered for sale.")
        case "join":
            return _("This story asks who is reading, and nobody is signed in.")
        case "confirm":
            return _("You are signed in, but the e-mail address is not confirmed yet.")
        case "offer":
            return _("You have free articles left; reading this story would take one of them.")
        case "subscribe" if access is Access.SUBSCRIBERS:
            return _("This story is for subscribers only. Free articles do not open it.")
        case "subscribe":
            return _("No free article is left, and no subscription to this publication is running.")
        case _later:
            return _(
                "What you opened before cannot be looked up at this moment, so nothing is decided and nothing is spent."
            )


def _open(access: Access, words: NullTranslations) -> str:
    _ = words.gettext
    match access:
        case Access.FREE:
            return _("This page is free for everybody.")
        case Access.REGISTERED:
            return _("This story is free for readers with a confirmed account, and you have one.")
        case _gated:
            return _("You opened this story with one of your free articles. Reading it again costs nothing.")
