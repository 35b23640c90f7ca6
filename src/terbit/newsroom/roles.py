"""Who may do what at the desk. Three roles, each a group of users; a right is a permission of the role's group.

Reporter       writes, changes and submits own drafts; sees nobody else's.
Editor         sees and changes every story, publishes, withdraws, keeps editions, contributors and pictures.
Administrator  besides: sections, publications, partners, the house and its policy, users.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from terbit.newsroom.refusals import NotAllowed

if TYPE_CHECKING:
    from terbit.newsroom.models import Article

REPORTER: Final = "Reporter"
EDITOR: Final = "Editor"
ADMINISTRATOR: Final = "Administrator"

User = Any  # the project's user model; the newsroom knows it only as Django's AUTH_USER_MODEL


def is_staff(user: User) -> bool:
    """Whether the user works at the desk at all."""
    return bool(user.is_active and user.has_perm("newsroom.add_article"))


def is_editor(user: User) -> bool:
    return bool(user.is_active and user.has_perm("newsroom.publish_article"))


def is_administrator(user: User) -> bool:
    return bool(user.is_active and user.has_perm("newsroom.change_housesettings"))


def may_open(user: User, article: Article) -> bool:
    """Whether the user may see the story in the newsroom, its drafts and its history: an editor, or its writer."""
    return is_editor(user) or (is_staff(user) and article.owner_id == user.pk)


def may_change(user: User, article: Article) -> bool:
    """As `may_open`; but what was withdrawn stays as it was."""
    return may_open(user, article) and article.withdrawn_at is None


def demand_staff(user: User) -> None:
    if not is_staff(user):
        raise NotAllowed


def demand_change(user: User, article: Article) -> None:
    if not may_change(user, article):
        raise NotAllowed


def demand_editor(user: User) -> None:
    if not is_editor(user):
        raise NotAllowed


def demand_administrator(user: User) -> None:
    if not is_administrator(user):
        raise NotAllowed
