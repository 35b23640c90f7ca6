"""The article: one story, from its first draft to its withdrawal.

Every way of publishing ends in `Article.publish()` (may it?) and `Article.save()` (tell the press, in this transaction).
The row of a story that is not live holds draft text: whatever readers see goes by `live=True`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
    WorkflowState,
)

from terbit.gate import Access, Terms
from terbit.newsroom import html, slugs, things
from terbit.newsroom.access import ACCESS_WORDS, Reason, access_reasons, terms_of
from terbit.newsroom.languages import LANGUAGES, first_language
from terbit.newsroom.lists import LISTING_COLUMNS, lists_entered_or_left
from terbit.newsroom.models.blocks import BodyBlock
from terbit.newsroom.models.previewing import PreviewedByPress
from terbit.newsroom.refusals import NoUnpublish
from terbit.newsroom.signals import changed, staged


class Precision(models.TextChoices):
    """How much of a story's date is known."""

    MINUTE = "minute", _("to the minute")
    DAY = "day", _("the day only")
    UNKNOWN = "unknown", _("not known")


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    LIVE = "live", _("public")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Ground(models.TextChoices):
    """The closed list of grounds on which a public story may be withdrawn (PPMS 5a; field.md L7)."""

    SARA = "sara", _("hatred against an ethnic group, religion, race or class (SARA)")
    DECENCY = "decency", _("decency")
    CHILD = "child", _("the future of a child")
    VICTIM = "victim", _("the trauma of a victim")
    PRESS_COUNCIL = "press_council", _("another ground set by the Press Council")


class ArticleQuerySet(models.QuerySet["Article"]):
    def public(self) -> ArticleQuerySet:
        """What readers may meet. Whatever prints, lists or searches for readers starts here."""
        return self.filter(live=True)

    def with_waiting(self) -> ArticleQuerySet:
        """Each with `waits`: handed in, and no editor has decided; and `is_held`: approved, and waiting for its release."""
        kind = ContentType.objects.get_for_model(Article)
        handed_in = WorkflowState.objects.filter(
            base_content_type=kind,
            object_id=Cast(OuterRef("pk"), models.CharField()),
            status=WorkflowState.STATUS_IN_PROGRESS,
        )
        approved = Revision.objects.filter(
            base_content_type=kind,
            object_id=Cast(OuterRef("pk"), models.CharField()),
            approved_go_live_at__isnull=False,
        )
        return self.annotate(waits=Exists(handed_in), is_held=Exists(approved))

    def for_printing(self) -> ArticleQuerySet:
        """With everything that a page, its byline and its terms read, in a fixed number of queries."""
        return self.select_related("section", "publication", "partner", "lead_picture").prefetch_related(
            "edition_entries__edition__publication", "covers__publication"
        )


class Article(
    PreviewedByPress, PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel
):
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, default=first_language)
    kicker = models.CharField(_("kicker"), max_length=80, blank=True, help_text=_("Short label above the headline."))
    headline = models.CharField(_("headline"), max_length=255)
    standfirst = models.TextField(
        _("standfirst"),
        blank=True,
        help_text=_("Summary under the headline. Everybody may read it: give nothing away."),
    )
    slug = models.SlugField(
        _("address"),
        max_length=200,
        blank=True,
        allow_unicode=True,
        help_text=_("The last part of the story's address. Left empty, it is made from the headline."),
    )
    section = models.ForeignKey(
        "newsroom.Section", verbose_name=_("section"), null=True, on_delete=models.PROTECT, related_name="articles"
    )
    publication = models.ForeignKey(
        "newsroom.Publication",
        verbose_name=_("publication"),
        null=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    body = StreamField(BodyBlock(required=False), verbose_name=_("text"), blank=True)
    lead_picture = models.ForeignKey(
        "newsroom.Picture",
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    picture_caption = models.TextField(
        _("caption"), blank=True, help_text=_("Left empty, the picture's own caption is printed.")
    )
    dateline = models.CharField(
        _("dateline"), max_length=120, blank=True, help_text=_("Where, and if need be when, it was reported.")
    )
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Agencies in the order in which they were delivered.")
    )
    partner = models.ForeignKey(
        "newsroom.Partner",
        verbose_name=_("partner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    origin_url = models.URLField(_("first stood at"), max_length=500, blank=True)
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="translations",
    )

    topics = ParentalManyToManyField("newsroom.Topic", verbose_name=_("topics"), blank=True, related_name="articles")

    published_at = models.DateTimeField(
        _("date shown"), null=True, blank=True, help_text=_("Left empty, the moment of publishing.")
    )
    published_precision = models.CharField(
        _("date known"), max_length=8, choices=Precision.choices, default=Precision.MINUTE
    )
    updated_at = models.DateTimeField(_("updated at"), null=True, blank=True, editable=False)
    edited_at = models.DateTimeField(_("last edited"), default=timezone.now, editable=False)

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("writer"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="articles",
    )
    access_override = models.CharField(
        _("access set by hand"),
        max_length=12,
        blank=True,
        editable=False,
        choices=[(access.code, ACCESS_WORDS[access]) for access in Access],
    )
    access_override_reason = models.TextField(blank=True, editable=False)
    access_override_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    access_override_at = models.DateTimeField(null=True, blank=True, editable=False)

    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_ground = models.CharField(_("ground"), max_length=16, choices=Ground.choices, blank=True, editable=False)
    withdrawn_reason = models.TextField(_("public reason"), blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible editor"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ArticleQuerySet.as_manager()

    #: Columns of the house, not of a draft: no revision carries them back (with_content_json).
    HOUSE_OWNED: ClassVar[tuple[str, ...]] = (
        "owner_id",
        "translation_of_id",
        "updated_at",
        "edited_at",
        "access_override",
        "access_override_reason",
        "access_override_by_id",
        "access_override_at",
        "withdrawn_at",
        "withdrawn_ground",
        "withdrawn_reason",
        "withdrawn_by_id",
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["language", "slug"],
                condition=~Q(slug=""),
                name="one_story_per_address",
                violation_error_message=_("Another story in this language already has this address."),
            ),
            models.CheckConstraint(condition=~Q(live=True, withdrawn_at__isnull=False), name="withdrawn_is_not_live"),
            models.CheckConstraint(
                condition=Q(live=False)
                | (~Q(headline="") & ~Q(slug="") & Q(section__isnull=False) & Q(publication__isnull=False)),
                name="public_story_is_whole",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["section", "-id"], name="article_of_section"),
            models.Index(fields=["owner", "-id"], name="article_of_owner"),
            models.Index(fields=["language", "-published_at", "-id"], condition=Q(live=True), name="article_front"),
            *(
                models.Index(
                    fields=[column, "language", "-published_at", "-id"],
                    condition=Q(live=True, **{f"{column}__isnull": False}),
                    name=f"article_{column}_list",
                )
                for column in ("section", "publication", "partner")
            ),
            models.Index(fields=["expire_at"], condition=Q(expire_at__isnull=False), name="article_expires"),
        ]

    def __str__(self) -> str:
        return self.headline or str(_("(no headline)"))

    @property
    def story(self) -> int:
        """The original's id: what the gate and the ledger call the story. A translation carries its original's."""
        return self.translation_of_id or self.pk

    @property
    def path(self) -> str:
        """The address it has, or would have if it were published now."""
        return slugs.article_path(self.language, self.slug or slugs.slug_from(self.headline) or str(self.pk or ""))

    @property
    def state(self) -> State:
        if self.withdrawn_at is not None:
            return State.WITHDRAWN
        return State.LIVE if self.live else State.DRAFT

    @property
    def waits_for_release(self) -> bool:
        """Whether a version of it is approved and goes out at an instant that is still to come (newsroom.releases)."""
        return self.pk is not None and self.release_at is not None

    @property
    def release_at(self) -> datetime | None:
        """The instant at which its approved version goes out; None where none waits."""
        waiting = self.revisions.filter(approved_go_live_at__isnull=False)
        return waiting.values_list("approved_go_live_at", flat=True).first()

    @property
    def date_wanted(self) -> bool:
        """Whether it is a draft whose date nobody knew: an editor looks it up, or publishes it without one."""
        return not self.live and self.withdrawn_at is None and self.published_precision == Precision.UNKNOWN

    @property
    def state_words(self) -> str:
        """The state for the desk; whether it waits is known after `with_waiting`."""
        if getattr(self, "waits", False):
            return gettext("waiting for an editor")
        if self.live and self.has_unpublished_changes:
            return gettext("public, with a newer draft")
        if getattr(self, "is_held", False):
            return gettext("approved, waits for its release")
        if self.date_wanted:
            return gettext("draft, date wanted")
        return str(self.state.label)

    @property
    def terms(self) -> Terms:
        return terms_of(self)

    @property
    def access_reasons(self) -> list[Reason]:
        """Why the story has the access that it has, the deciding reason first; for the desk."""
        return access_reasons(self)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.clean_html()
        super().full_clean(*args, **kwargs)

    def clean_html(self) -> None:
        """Take out of the rich text whatever is not a plain paragraph's: scripts, styles, events, foreign tags."""
        stream = self.body.stream_block
        raw = stream.get_prep_value(self.body)
        cleaned = html.clean_body(raw)
        if cleaned != raw:
            self.body = stream.to_python(cleaned)

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """The choke point: a full save of a story that is or was public tells the press, in this transaction.

        So does the save of one that waits for its release; readers see nothing of that yet (signals.staged).
        """
        if update_fields is not None:  # a lock, a pointer to a newer draft: nothing that readers see
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        with transaction.atomic():
            before = type(self).objects.filter(pk=self.pk).values("slug", *LISTING_COLUMNS).first()
            topics = self._stored_topics()
            self.edited_at = timezone.now()
            self.clean_html()
            super().save(*args, **kwargs)
            if self.first_published_at:
                self._keep_old_address(before)
                changed.send(type(self), things=self._things(before, topics), article=self)
            if self.waits_for_release:
                staged.send(type(self), things=frozenset({things.article(self.pk)}), article=self)

    def _stored_topics(self) -> list[int]:
        """Ids of the topics of the row, whatever the draft in hand says."""
        if self.pk is None:
            return []
        return list(type(self).topics.through.objects.filter(article_id=self.pk).values_list("topic_id", flat=True))

    def _things(self, before: dict[str, Any] | None, topics_before: list[int]) -> frozenset[str]:
        from terbit.newsroom.models.house import HouseSettings

        return frozenset({things.article(self.pk)}) | lists_entered_or_left(
            {column: before[column] for column in LISTING_COLUMNS} if before else None,
            {column: getattr(self, column) for column in LISTING_COLUMNS},
            self.edition_entries.values_list("edition_id", flat=True),
            contributors=[byline.contributor_id for byline in self.bylines.all()],
            topics_before=topics_before,
            topics_after=self._stored_topics(),
            zone=HouseSettings.load().zone,
        )

    def _keep_old_address(self, before: dict[str, Any] | None) -> None:
        """A story that was public keeps every address it ever had; one it comes back to is its own again."""
        from terbit.newsroom.models.redirect import Redirect

        if before is None or not before["slug"]:
            return
        old, new = slugs.article_path(before["language"], before["slug"]), slugs.article_path(self.language, self.slug)
        if old != new:
            Redirect.objects.filter(old_path=new, article=self).delete()
            Redirect.objects.get_or_create(old_path=old, defaults={"article": self})

    def publish(self, revision: Any, *, skip_permission_checks: bool = False, **kwargs: Any) -> None:
        """Wagtail's one way of publishing, with the house's checks in it. Raises PublishRefused."""
        from terbit.newsroom.publishing import PublishArticle

        PublishArticle(revision, **kwargs).execute(skip_permission_checks=skip_permission_checks)

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        raise NoUnpublish

    def with_content_json(self, content: Any) -> Article:
        """The draft of a revision, with what is the house's (not the draft's) taken from the row."""
        draft = super().with_content_json(content)
        for column in self.HOUSE_OWNED:
            setattr(draft, column, getattr(self, column))
        if self.first_published_at:
            self._keep_public_facts(draft)
        return draft

    def _keep_public_facts(self, draft: Article) -> None:
        """What a story has shown to readers is changed by a verb (change_slug), or not lost to an older draft."""
        draft.slug, draft.language = self.slug, self.language
        if draft.published_at is None:
            draft.published_at, draft.published_precision = self.published_at, self.published_precision
