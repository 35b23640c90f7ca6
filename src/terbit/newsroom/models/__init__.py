"""What the house publishes, who works on it, in what state it is."""

from terbit.newsroom.models.after_publication import Correction, Reply, Severity
from terbit.newsroom.models.approval import EditorApproval
from terbit.newsroom.models.article import Article, ArticleQuerySet, Ground, Precision, State
from terbit.newsroom.models.byline import Byline, Role
from terbit.newsroom.models.contributor import Contributor
from terbit.newsroom.models.edition import Edition, EditionEntry
from terbit.newsroom.models.house import HouseSettings, PolicyRenewal
from terbit.newsroom.models.journal import Journal
from terbit.newsroom.models.partner import Indexing, Partner
from terbit.newsroom.models.picture import Picture, PictureRendition
from terbit.newsroom.models.policy_page import PolicyPage
from terbit.newsroom.models.publication import Kind, Publication
from terbit.newsroom.models.read_count import ReadCount
from terbit.newsroom.models.redirect import Redirect
from terbit.newsroom.models.section import Section
from terbit.newsroom.models.slot import Slot
from terbit.newsroom.models.topic import Topic

__all__ = [
    "Article",
    "ArticleQuerySet",
    "Byline",
    "Contributor",
    "Correction",
    "Edition",
    "EditionEntry",
    "EditorApproval",
    "Ground",
    "HouseSettings",
    "Indexing",
    "Journal",
    "Kind",
    "Partner",
    "Picture",
    "PictureRendition",
    "PolicyPage",
    "PolicyRenewal",
    "Precision",
    "Publication",
    "ReadCount",
    "Redirect",
    "Reply",
    "Role",
    "Section",
    "Severity",
    "Slot",
    "State",
    "Topic",
]
