"""Every kind of page that the press prints, in the order in which they may claim an address: a story before an old one."""

from __future__ import annotations

from typing import Final

from terbit.press.pages.archive import DayKind, MonthKind
from terbit.press.pages.article import ArticleKind
from terbit.press.pages.edition import EditionKind
from terbit.press.pages.feed import FrontFeedKind, ListFeedKind
from terbit.press.pages.front import FrontKind
from terbit.press.pages.listings import PAGED, PUBLICATIONS
from terbit.press.pages.paged import PagedKind
from terbit.press.pages.prose import GuidelinesKind, MastheadKind, PolicyPageKind
from terbit.press.pages.publication import PublicationKind
from terbit.press.pages.redirect import RedirectKind
from terbit.press.pages.registry import PageKind
from terbit.press.pages.remarks import CorrectionKind, RemarkListKind, ReplyKind
from terbit.press.pages.sitemap import MonthSitemapKind, NewsSitemapKind, RobotsKind, SitemapIndexKind
from terbit.press.pages.special import NotFoundKind, UnavailableKind, WallKind

KINDS: Final[tuple[PageKind, ...]] = (
    ArticleKind(),
    FrontKind(),
    *(PagedKind(family) for family in PAGED),
    EditionKind(),
    PublicationKind(),
    DayKind(),
    MonthKind(),
    CorrectionKind(),
    ReplyKind(),
    RemarkListKind(),
    MastheadKind(),
    GuidelinesKind(),
    PolicyPageKind(),
    FrontFeedKind(),
    *(ListFeedKind(family) for family in (*PAGED, PUBLICATIONS)),
    MonthSitemapKind(),
    SitemapIndexKind(),
    NewsSitemapKind(),
    RobotsKind(),
    NotFoundKind(),
    UnavailableKind(),
    WallKind(),
    RedirectKind(),
)
