"""One story on its way to its page: every part of the page, made from the story's rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from markupsafe import Markup

from terbit.gate import OPEN_KINDS, Access, Once, Policy, Terms, bodies_needed
from terbit.newsroom import things
from terbit.newsroom.models import Article, Edition, Indexing, Precision
from terbit.press.body import Found, print_body, print_public, stories_in
from terbit.press.contexts import NOTHING, Alternate, ArticlePage, Figure, Head, Image, Link, Moment, Remark, Step
from terbit.press.pages.bylines import groups_of
from terbit.press.pages.cards import badge_of, names_of, terms_of
from terbit.press.pages.json_ld import news_article, preview_source
from terbit.press.pages.reading import Reading, pictures_of
from terbit.press.pages.remarks import remarks_on
from terbit.press.pages.sheet import Sheet, absolute, alternate
from terbit.press.pages.steps import Shut, steps_for
from terbit.press.public_part import PublicPart, public_part

#: Stands for the policy where the story's terms do not ask for it.
_NO_POLICY: Final = Policy(0, frozenset(), Once(), "UTC")


@dataclass
class Story:
    """What several parts of the page need is made once. Asking for a part notes on the sheet what it used."""

    article: Article
    reading: Reading
    sheet: Sheet

    @cached_property
    def raw(self) -> list[dict[str, Any]]:
        return list(self.article.body.raw_data)

    @cached_property
    def terms(self) -> Terms:
        return terms_of(self.article, self.sheet)

    @cached_property
    def policy(self) -> Policy:
        """Only a metered story's bodies and words hang on the policy; other pages do not use it."""
        return self.sheet.policy if self.terms.access is Access.METERED else _NO_POLICY

    @cached_property
    def kinds(self) -> frozenset[str]:
        return bodies_needed(self.terms, self.policy)

    @cached_property
    def part(self) -> PublicPart:
        house = self.sheet.settings
        share = house.public_part_share if self.terms.gated else 100
        return public_part(self.raw, words=house.public_part_words, share=share)

    @cached_property
    def figures(self) -> Mapping[int, Figure]:
        ids = pictures_of(self.article, self.raw)
        self.sheet.use(*map(things.picture, ids))
        return {pk: self.reading.figures[pk] for pk in ids if pk in self.reading.figures}

    @cached_property
    def lead(self) -> Figure | None:
        found = self.figures.get(self.article.lead_picture_id or 0)
        own = self.article.picture_caption.strip()
        return Figure(found.image, own or found.caption.strip(), found.credit.strip()) if found else None

    @cached_property
    def read_also(self) -> list[Article]:
        """Stories that the text leads to and that are public; all of them are used, since a story may become public."""
        wanted = stories_in(self.raw)
        self.sheet.use(*map(things.article, wanted))
        return [self.reading.led_to[pk] for pk in sorted(wanted) if pk in self.reading.led_to]

    @property
    def linked_texts(self) -> list[str]:
        return [text for story in self.read_also for text in (story.headline, story.standfirst) if text]

    @cached_property
    def published(self) -> Moment | None:
        return self.sheet.moment(self.article.published_at, self.article.published_precision)

    @cached_property
    def updated(self) -> Moment | None:
        """When it was last changed, as exactly as its publication is known, and only where the two differ."""
        precision = self.article.published_precision if self.published else Precision.MINUTE
        updated = self.sheet.moment(self.article.updated_at, precision)
        return updated if updated != self.published else None

    @cached_property
    def editions(self) -> list[Edition]:
        entries = self.article.edition_entries.all() if self.article.pk else []
        return sorted((entry.edition for entry in entries), key=lambda edition: (edition.date, edition.pk))

    @cached_property
    def topics(self) -> tuple[Link, ...]:
        topics = [topic for topic in self.article.topics.all() if topic.language == self.article.language]
        self.sheet.use(*(things.topic(topic.pk) for topic in topics))
        return tuple(Link(topic.name, topic.path) for topic in sorted(topics, key=lambda topic: (topic.name, topic.pk)))

    @cached_property
    def after(self) -> tuple[Remark, ...]:
        """Corrections and replies: free to read whatever the story asks."""
        return remarks_on(self.article, self.sheet)

    def public_text(self) -> str:
        """Everything of the story that everybody may read."""
        article, lead = self.article, self.lead
        above = [article.kicker, article.headline, article.standfirst, article.dateline, article.credit]
        said = [text for remark in self.after for text in (*remark.introduction, *remark.paragraphs, *remark.apology)]
        return "\n".join(filter(None, [*above, *((lead.caption, lead.credit) if lead else ()), self.part.text, *said]))

    def page(self) -> ArticlePage:
        article, sheet, gated = self.article, self.sheet, self.terms.gated
        partner, section = article.partner, article.section
        self._note_uses()
        return ArticlePage(
            head=self._head(),
            here=article.path,
            because=sheet.because(self.terms.access, self.kinds),
            headline=article.headline,
            kicker=article.kicker.strip(),
            standfirst=article.standfirst.strip(),
            bylines=groups_of(article, sheet),
            dateline=article.dateline.strip(),
            published=self.published,
            updated=self.updated,
            lead=self.lead,
            body=print_body(
                self.raw, Found(self.figures, {a.pk: Link(a.headline, a.path) for a in self.read_also}, sheet.words)
            ),
            public=print_public(self.part.text) if gated else NOTHING,
            credit=article.credit.strip(),
            partner=Link(partner.name, partner.url) if partner else None,
            partner_logo=self._partner_logo(),
            origin_url=article.origin_url,
            section=Link(section.name, section.path) if section else None,
            editions=tuple(Link(self._name_of(edition), edition.path) for edition in self.editions),
            badge=self._badge(),
            gated=gated,
            metered=self.terms.access is Access.METERED,
            steps=self._steps(),
            topics=self.topics,
            after=self.after,
        )

    def _badge(self) -> str:
        """What a list would say; but where the editions are named, the publication is named already."""
        named = self.terms.access is Access.METERED and self.editions
        return "" if named else badge_of(self.article, self.sheet)

    def _note_uses(self) -> None:
        article = self.article
        named = [things.article(article.pk)] if article.pk else []
        named += [things.section(article.section_id)] if article.section_id else []
        named += [things.partner(article.partner_id)] if article.partner_id else []
        self.sheet.use(*named, *(things.edition(edition.pk) for edition in [*self.editions, *self._covers()]))

    def _covers(self) -> list[Edition]:
        return list(self.article.covers.all()) if self.article.pk else []

    def _partner_logo(self) -> Image | None:
        partner = self.article.partner
        found = self.figures.get(partner.logo_id or 0) if partner else None
        return found.image if found else None

    def _name_of(self, edition: Edition) -> str:
        """ "Koran, 22 November 2026"."""
        when = self.sheet.moment(edition.date, "day", short=True)
        return f"{edition.publication.name}, {when.words if when else ''}"

    def _steps(self) -> Mapping[str, Step]:
        covers = self._covers() if self.terms.access is Access.SUBSCRIBERS else []
        shut = Shut(
            path=self.article.path,
            terms=self.terms,
            publications=", ".join(names_of(self.article)),
            cover_of=self._name_of(covers[0]) if covers else "",
        )
        policy = self.policy if "offer" in self.kinds else None
        return steps_for(shut, self.kinds - set(OPEN_KINDS), policy, self.sheet.words)

    def _head(self) -> Head:
        article, lead = self.article, self.lead
        description = " ".join((article.standfirst.strip() or self.part.text).split())
        return Head(
            title=article.headline,
            canonical=self._canonical(),
            description=description,
            kind="article",
            robots="noindex" if self._indexing() == Indexing.NOINDEX else "max-image-preview:large",
            image=preview_source(lead.image) if lead else "",
            image_alt=lead.image.alt if lead else "",
            alternates=self._alternates(),
            json_ld=self._json_ld(description),
        )

    def _indexing(self) -> str:
        """What search engines are asked: of a partner's story what the partner's row says (field.md G8)."""
        partner = self.article.partner
        return str(partner.indexing) if partner else str(Indexing.INDEX)

    def _canonical(self) -> str:
        elsewhere = self.article.origin_url if self._indexing() == Indexing.CANONICAL else ""
        return elsewhere or absolute(self.article.path)

    def _json_ld(self, description: str) -> Markup:
        return news_article(
            self.article,
            self.sheet,
            description=description,
            published=self.published,
            updated=self.updated,
            image=self.lead.image if self.lead else None,
            gated=self.terms.gated,
            after=self.after,
            topics=self.topics,
        )

    def _alternates(self) -> tuple[Alternate, ...]:
        """The same story in other languages. The original's name stands for all of them: a new one changes it too."""
        if not self.article.pk:
            return ()
        original = self.article.story
        others = [version for version in self.reading.versions.get(original, []) if version.pk != self.article.pk]
        self.sheet.use(things.article(original), *(things.article(other.pk) for other in others))
        return tuple(alternate(other.language, other.path) for other in others)
