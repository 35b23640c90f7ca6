"""What the newsroom tells everybody who prints: these things have changed.

`changed` is sent INSIDE the transaction that made the change: a listener that raises rolls the change back, so a
story is never public without the mark that prints it. Sent with

- `things: frozenset[str]`: every thing whose printed words, lists or terms may differ now (see terbit.newsroom.things);
- `article: Article | None`: the story, where one story changed. Other stories touched (a cover moved: two) stand in
  `things` only, so whoever cares for terms goes by every "article/<id>" in `things`.

`staged` is sent likewise, inside the transaction, with the same two, where readers see nothing yet: a story was
approved for release, was changed or got another instant while it waits, or was taken back. Whoever makes pages
beforehand listens to it; what else such a page used (a section's name, the theme) is told by `changed` as ever.
"""

from __future__ import annotations

from django.dispatch import Signal

changed = Signal()
staged = Signal()
