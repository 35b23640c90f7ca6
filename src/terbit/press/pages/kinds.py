"""Every kind of page that the press prints, in the order in which they may claim an address: a story before an old one."""

from __future__ import annotations

from typing import Final

from terbit.press.pages.article import ArticleKind
from terbit.press.pages.edition import EditionKind
from terbit.press.pages.front import FrontKind
from terbit.press.pages.prose import GuidelinesKind, MastheadKind
from terbit.press.pages.redirect import RedirectKind
from terbit.press.pages.registry import PageKind
from terbit.press.pages.section import SectionKind
from terbit.press.pages.special import NotFoundKind, UnavailableKind, WallKind

KINDS: Final[tuple[PageKind, ...]] = (
    ArticleKind(),
    FrontKind(),
    SectionKind(),
    EditionKind(),
    MastheadKind(),
    GuidelinesKind(),
    NotFoundKind(),
    UnavailableKind(),
    WallKind(),
    RedirectKind(),
)
