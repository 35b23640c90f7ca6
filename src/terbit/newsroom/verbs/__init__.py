"""What the newsroom does, one verb a file.

Each is one transaction; asks whether `by` may; raises a `Refused` worded for the desk; writes the journal; and what
it changes tells the press in the same transaction (`Article.save()`, `Printed.save()`). `now` is always given.
"""

from terbit.newsroom.verbs.change_policy import change_policy
from terbit.newsroom.verbs.change_slug import change_slug
from terbit.newsroom.verbs.correct import correct
from terbit.newsroom.verbs.curate import curate
from terbit.newsroom.verbs.enter_edition import enter_edition
from terbit.newsroom.verbs.leave_edition import leave_edition
from terbit.newsroom.verbs.move_cover import move_cover
from terbit.newsroom.verbs.move_embargo import move_embargo
from terbit.newsroom.verbs.override_access import override_access
from terbit.newsroom.verbs.plan_edition import plan_edition
from terbit.newsroom.verbs.publish import publish
from terbit.newsroom.verbs.rename_section import rename_section
from terbit.newsroom.verbs.reply import reply
from terbit.newsroom.verbs.rewrite import rewrite
from terbit.newsroom.verbs.set_publication_access import set_publication_access
from terbit.newsroom.verbs.submit import submit
from terbit.newsroom.verbs.take_back import take_back
from terbit.newsroom.verbs.take_picture import take_picture
from terbit.newsroom.verbs.withdraw import withdraw
from terbit.newsroom.verbs.write import write

__all__ = [
    "change_policy",
    "change_slug",
    "correct",
    "curate",
    "enter_edition",
    "leave_edition",
    "move_cover",
    "move_embargo",
    "override_access",
    "plan_edition",
    "publish",
    "rename_section",
    "reply",
    "rewrite",
    "set_publication_access",
    "submit",
    "take_back",
    "take_picture",
    "withdraw",
    "write",
]
