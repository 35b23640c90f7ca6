from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, Workflow, WorkflowTask

from terbit.newsroom.models import Article, HouseSettings, PolicyPage, Publication
from terbit.newsroom.roles import ADMINISTRATOR, EDITOR, REPORTER
from terbit.newsroom.setup import empty_house


def test_an_empty_house_has_its_three_publications_and_its_guidelines(db):
    empty_house()
    assert list(Publication.objects.values_list("code", "name", "kind", "metered")) == [
        ("site", "Situs", "site", False),
        ("koran", "Koran", "daily", True),
        ("majalah", "Majalah", "weekly", True),
    ]
    house = HouseSettings.load()
    assert house.press_guidelines.count("<h2>") == house.press_guidelines_en.count("<h2>") == 8
    assert not Article.objects.exists()


def test_beginning_twice_makes_nothing_twice_and_changes_nothing(db):
    empty_house()
    Publication.objects.filter(code="koran").update(name="Harian Pagi")
    HouseSettings.objects.update(press_guidelines="<p>Kami sendiri.</p>")
    counted = [model.objects.count() for model in _COUNTED]
    empty_house()
    assert [model.objects.count() for model in _COUNTED] == counted
    assert Publication.objects.get(code="koran").name == "Harian Pagi"
    assert HouseSettings.load().press_guidelines == "<p>Kami sendiri.</p>"


_COUNTED = (Publication, HouseSettings, PolicyPage, Group, Workflow, WorkflowTask, GroupCollectionPermission)


def test_each_role_has_the_rights_of_the_one_before_and_more(db):
    empty_house()
    rights = {
        name: set(Permission.objects.filter(group__name=name).values_list("codename", flat=True))
        for name in (REPORTER, EDITOR, ADMINISTRATOR)
    }
    assert rights[REPORTER] < rights[EDITOR] < rights[ADMINISTRATOR]
    assert "publish_article" not in rights[REPORTER]
    everything = set().union(*rights.values())
    assert not everything & {"delete_article", "delete_edition", "delete_section", "delete_publication"}
