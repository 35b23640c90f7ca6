"""The press's own book: what was printed, what each page used, what is still to print, what is staged for a release, and
what failed its proof.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Printed(models.Model):
    """The last word of the press on one key of dispatch: which version is out, and under which terms.

    `number` is the dispatch number of that version, 0 where none is out yet (the page failed its proof at once; the row
    is kept so that what it used can mark it again). `terms` are those in force at the kiosks, packed: the page's own, or
    the stricter ones put beside it since. `digest` names the version's content; it is empty where the page must be
    written again though its content may be the same (its terms were tightened, its bodies withdrawn).
    """

    key = models.TextField(primary_key=True)
    kind = models.CharField(max_length=40)
    subject = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=40, blank=True)
    status = models.PositiveSmallIntegerField(default=200)
    terms = models.BinaryField(default=b"")
    tightened = models.BooleanField(default=False)  # a row of stricter terms stands beside the page in dispatch
    number = models.BigIntegerField(default=0)
    printed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "subject"], name="printed_of_subject"),
            models.Index(fields=["number"], name="printed_by_number"),
            models.Index(fields=["printed_at"], name="printed_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.key} at {self.number}"


class Use(models.Model):
    """One thing, or one list, that a page read when it was last printed."""

    id: Any = models.BigAutoField(primary_key=True)
    page = models.TextField()
    thing = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["thing", "page"], name="one_use_of_a_thing")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["page"], name="uses_of_page")]

    def __str__(self) -> str:
        return f"{self.page} uses {self.thing}"


class Mark(models.Model):
    """A page that must be printed again, and who shall print it. Each change of what it used raises `version`.

    One key can be marked for two kinds (a withdrawn story and its notice share an address), so both take part in the
    identity. `urgent` is one of terbit.press.marks: a changed story's own page first, other stories last.
    """

    id: Any = models.BigAutoField(primary_key=True)
    key = models.TextField()
    kind = models.CharField(max_length=40)
    subject = models.BigIntegerField(default=0)
    version = models.BigIntegerField(default=1)
    urgent = models.PositiveSmallIntegerField(default=0)
    cause = models.CharField(max_length=120, blank=True)
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "kind", "subject"], name="one_mark_of_a_page")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-urgent", "-marked_at", "-subject", "key"], name="marks_in_print_order")
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.cause})"


class Staging(models.Model):
    """A release that is to come, and how far its pages are made (terbit.press.staging).

    `name` is the release's own. `todo` where pages must be made, or made again; `version` rises with each change that
    says so, as a mark's does. `takes` is how many milliseconds it took, at the last staging, to let the release happen.
    """

    name = models.CharField(max_length=80, primary_key=True)
    instant = models.DateTimeField()
    version = models.BigIntegerField(default=1)
    todo = models.BooleanField(default=True)
    takes = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.instant:%Y-%m-%d %H:%M:%S}"


class Staged(models.Model):
    """One page as it will be when its release has happened: the row of dispatch to be, and what Printed will say of it.

    Nothing here is ever seen by a follower. `value` is empty where the page failed its proof: a story stays out then.
    `stale` where something that it used has changed since.
    """

    id: Any = models.BigAutoField(primary_key=True)
    release = models.CharField(max_length=80)
    key = models.TextField()
    kind = models.CharField(max_length=40)
    subject = models.BigIntegerField(default=0)
    value = models.BinaryField(default=b"")
    digest = models.CharField(max_length=40, blank=True)
    status = models.PositiveSmallIntegerField(default=200)
    terms = models.BinaryField(default=b"")
    stale = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["release", "key"], name="one_staged_page_of_a_release")
        ]

    def __str__(self) -> str:
        return f"{self.key}, staged for {self.release}"


class StagedUse(models.Model):
    """One thing, or one list, that a staged page read when it was made."""

    id: Any = models.BigAutoField(primary_key=True)
    staged = models.ForeignKey(Staged, on_delete=models.CASCADE, related_name="uses")
    thing = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["thing", "staged"], name="one_use_of_a_staged_page")
        ]

    def __str__(self) -> str:
        return f"{self.staged_id} uses {self.thing}"


class Refusal(models.Model):
    """Why a page's newest version is not out (or, where `warning`, what the desk should look at). Gone when mended."""

    id: Any = models.BigAutoField(primary_key=True)
    key = models.TextField()
    kind = models.CharField(max_length=40)
    subject = models.BigIntegerField(default=0)
    rule = models.CharField(max_length=40)  # a code of terbit.press.proof.findings
    words = models.TextField()  # the sentence for the desk, in the house's first language
    warning = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("page held back")
        verbose_name_plural = _("pages held back")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["key"], name="refusals_of_page")]

    def __str__(self) -> str:
        return f"{self.key}: {self.words}"


class ServedFile(models.Model):
    """A picture's file that readers may have, as dispatch says it too (terbit.press.files)."""

    name = models.CharField(max_length=100, primary_key=True)
    picture = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.name} of picture {self.picture}"


class NewsDay(models.Model):
    """The day, in the house's zone, from which the news sitemap counts back; one row (terbit.press.news_day)."""

    day = models.DateField()

    def __str__(self) -> str:
        return self.day.isoformat()
