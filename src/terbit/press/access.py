"""When does a story's access become stricter, and what stands at the kiosks until its page is made again?"""

from __future__ import annotations

import msgspec

from terbit.gate import Access, Terms

_decode = msgspec.msgpack.Decoder(Terms).decode


def terms_from(packed: bytes) -> Terms | None:
    """Terms as dispatch packs them; None for none."""
    return _decode(packed) if packed else None


def shut_terms(now: Terms, in_force: Terms) -> Terms | None:
    """The terms to put beside a page whose story asks `now` while `in_force` stand at the kiosks; None if none need be.

    They are the story's own, as soon as they shut out anybody whom those in force let in: by a stricter access, by a
    publication whose readers lose the story, by another story's unlocks. Terms that only let in more people wait for the
    page, since it may lack the bodies that these will need.
    """
    return now if _shuts_somebody_out(now, in_force) else None


def _shuts_somebody_out(now: Terms, in_force: Terms) -> bool:
    if now.access > in_force.access:
        return True
    if now.access < Access.METERED:  # nobody owes it to a publication, or to an unlock, that the story is open
        return False
    return now.story != in_force.story or not in_force.publications <= now.publications
