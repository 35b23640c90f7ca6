"""What every house has from its first day: three publications, the roles, the workflow, its policies, its own row of settings."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, Task, Workflow, WorkflowContentType, WorkflowTask

from terbit.newsroom.guidelines import ENGLISH, INDONESIAN
from terbit.newsroom.models import Article, EditorApproval, HouseSettings, Kind, PolicyPage, Publication
from terbit.newsroom.policies import POLICIES
from terbit.newsroom.roles import ADMINISTRATOR, EDITOR, REPORTER

WORKFLOW = "Redaksi"

#: code, name, kind, whether free articles are spent on it: the reference policy is 2 over koran and majalah, once.
PUBLICATIONS = (
    ("site", "Situs", Kind.SITE, False),
    ("koran", "Koran", Kind.DAILY, True),
    ("majalah", "Majalah", Kind.WEEKLY, True),
)


def _rights(model: str, *verbs: str) -> tuple[str, ...]:
    return tuple(f"newsroom.{verb}_{model}" for verb in verbs)


#: Nobody may delete articles, editions and sections: what readers could once open does not disappear.
_DESK = ("wagtailadmin.access_admin",)
_WRITING = _rights("article", "add", "change", "view")
_EDITING = (
    *_rights("article", "publish", "lock", "unlock"),
    *_rights("edition", "add", "change", "view"),
    *_rights("contributor", "add", "change", "delete", "view"),
    *_rights("topic", "add", "change", "view"),
    *_rights("slot", "add", "change", "delete", "view"),
)
_RUNNING = (
    *_rights("section", "add", "change", "view"),
    *_rights("publication", "add", "change", "view"),
    *_rights("partner", "add", "change", "delete", "view"),
    *_rights("policypage", "add", "change", "view"),
    *_rights("housesettings", "change"),
    "readers.add_user",
    "readers.change_user",
    "readers.view_user",
    "auth.view_group",
)

RIGHTS = {
    REPORTER: (*_DESK, *_WRITING),
    EDITOR: (*_DESK, *_WRITING, *_EDITING),
    ADMINISTRATOR: (*_DESK, *_WRITING, *_EDITING, *_RUNNING),
}
#: Wagtail keeps the rights on pictures by collection, under its own model's names.
PICTURE_RIGHTS = {
    REPORTER: ("wagtailimages.add_image", "wagtailimages.choose_image"),
    EDITOR: ("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image"),
    ADMINISTRATOR: ("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image"),
}


def empty_house() -> HouseSettings:
    """A house without a word in it. May run again: what is there is left as it is, what is missing is made."""
    with transaction.atomic():
        for code, name, kind, metered in PUBLICATIONS:
            Publication.objects.get_or_create(code=code, defaults={"name": name, "kind": kind, "metered": metered})
        make_roles()
        make_workflow()
        drop_stock_roles()
        make_policies()
        return _house()


def make_roles() -> dict[str, Group]:
    """The three groups with the rights of RIGHTS; rights that an administrator added are left alone."""
    known = _permissions()
    root = Collection.get_first_root_node()
    groups = {}
    for name, rights in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(known[right] for right in rights))
        for right in PICTURE_RIGHTS[name]:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission_id=known[right])
        groups[name] = group
    return groups


def _permissions() -> dict[str, int]:
    """The id of every permission by its name, "app.codename"."""
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    return {f"{app}.{codename}": pk for app, codename, pk in rows}


def make_workflow() -> Workflow:
    """One workflow of one task for every article."""
    task, _ = EditorApproval.objects.get_or_create(name="Persetujuan redaktur")
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    if is_new:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    kind = ContentType.objects.get_for_model(Article)
    WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": workflow})
    return workflow


def drop_stock_roles() -> None:
    """Take away the groups and the workflow that Wagtail's migrations make, where nobody and nothing uses them."""
    Group.objects.filter(name__in=_STOCK_GROUPS, user=None).delete()
    for workflow in Workflow.objects.filter(name=_STOCK_WORKFLOW, workflow_states=None, workflow_content_types=None):
        tasks = [task.task_id for task in workflow.workflow_tasks.all()]
        workflow.delete()
        Task.objects.filter(pk__in=tasks, workflow_tasks=None, task_states=None).delete()


_STOCK_GROUPS = ("Editors", "Moderators")
_STOCK_WORKFLOW = "Moderators approval"


def make_policies() -> None:
    """The policy pages of a new house; one that was changed stays."""
    for place, (language, slug, title, text) in enumerate(POLICIES, start=1):
        words = {"title": title, "text": text, "position": place}
        PolicyPage.objects.get_or_create(language=language, slug=slug, defaults=words)


def _house() -> HouseSettings:
    guidelines = {"press_guidelines": INDONESIAN, "press_guidelines_en": ENGLISH}
    return HouseSettings.objects.first() or HouseSettings.objects.create(**guidelines)
