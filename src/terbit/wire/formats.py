"""The formats that come in. A new one is a folder of its own and a line here."""

from __future__ import annotations

from typing import Final

from terbit.wire.archive import ARCHIVE
from terbit.wire.format import Format
from terbit.wire.text import TEXT

FORMATS: Final[dict[str, Format]] = {one.name: one for one in (ARCHIVE, TEXT)}
