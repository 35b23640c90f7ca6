"""The archive format: JSON Lines, one article a line (docs/archive-format.md)."""

from __future__ import annotations

from terbit.wire.archive.reading import Archive

ARCHIVE = Archive()
