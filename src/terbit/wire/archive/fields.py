"""One JSON object of the archive format as a story. Every field is looked at here, and nowhere else.

A field that must be right (id, headline, body, dates, access, language) refuses the line where it is wrong; one that the story
can do without is left out and doubted. `null`, `""` and `[]` are the same as absent.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from terbit.wire.archive.bodies import body_from, picture_from
from terbit.wire.archive.values import BadField, Values
from terbit.wire.cleaning import looks_misread
from terbit.wire.dates import NoDate, read_date
from terbit.wire.story import Credited, Doubt, Issue, Picture, Story, When

__all__ = ["FIELDS", "LONGEST", "BadField", "story_from"]

#: Characters that the newsroom's columns hold.
LONGEST: Final = {
    "id": 255,
    "headline": 255,
    "kicker": 80,
    "dateline": 120,
    "credit": 200,
    "origin_url": 500,
    "section": 80,
    "publication": 40,
    "partner": 160,
    "slug": 200,
}
ACCESS: Final = ("free", "registered", "metered", "subscribers")
ROLES: Final = ("reporter", "editor", "photographer", "contributor", "translator", "author")
STATES: Final = ("draft", "public")
LONGEST_NAME: Final = 160
LONGEST_TAG: Final = 80

#: In the order in which they are written.
FIELDS: Final = (
    "id", "language", "slug", "kicker", "headline", "standfirst", "byline", "section", "publication", "edition",
    "cover_story", "access", "state", "published", "updated", "dateline", "credit", "partner", "origin_url", "tags",
    "redirects", "pictures", "doubts", "body_format", "body",
)  # fmt: skip


def story_from(found: dict[str, Any]) -> Story:
    """Raises BadField with the reason why this is no article."""
    values = Values(found)
    for name in found.keys() - set(FIELDS):
        values.doubt(name[:40], "The format has no such field; it was left out.")
    id_ = values.id()
    headline = values.needed_line("headline", LONGEST["headline"])
    origin_url = _origin(values)
    published, updated = _dates(values)
    body = body_from(values, base=origin_url, headline=headline)
    story = Story(
        id=id_,
        headline=headline,
        body=body,
        kicker=values.line("kicker", LONGEST["kicker"]),
        standfirst=values.text("standfirst"),
        byline=tuple(values.each("byline", _credited)),
        published=published,
        updated=updated,
        section=values.line("section", LONGEST["section"]),
        publication=_publication(values),
        editions=_editions(values),
        access=values.one_of("access", ACCESS),
        credit=values.line("credit", LONGEST["credit"]),
        partner=values.line("partner", LONGEST["partner"]),
        origin_url=origin_url,
        dateline=values.line("dateline", LONGEST["dateline"]),
        pictures=_pictures(values),
        tags=_tags(values),
        language=_language(values),
        slug=values.line("slug", LONGEST["slug"]),
        redirects=tuple(dict.fromkeys(values.each("redirects", _address))),
        state=values.one_of("state", STATES),
    )
    return _with_doubts(story, values)


def _with_doubts(story: Story, values: Values) -> Story:
    from dataclasses import replace

    for name in ("headline", "standfirst", "kicker"):
        if looks_misread(getattr(story, name)):
            values.doubt(name, "It looks like text that was decoded wrongly before it came here.")
    given = values.each("doubts", _doubt)
    return replace(story, doubts=tuple(dict.fromkeys([*given, *values.doubts])))


def _dates(values: Values) -> tuple[When, When]:
    """An `updated` that cannot be is unknown; it is no reason to lose the story. A `published` that cannot be refuses it."""
    published = _when(values, "published")
    try:
        updated = _when(values, "updated")
    except BadField as problem:
        values.doubt("updated", f"{problem.why} It was left out.")
        updated = None
    return published, updated


def _when(values: Values, name: str) -> When:
    try:
        return read_date(values.line(name, 100))
    except NoDate as problem:
        raise BadField("bad_date", f"{name}: {problem}") from problem


def _origin(values: Values) -> str:
    url = values.line("origin_url", LONGEST["origin_url"])
    if url and not url.lower().startswith(("http://", "https://")):
        values.doubt("origin_url", f"“{url[:60]}” is no address of the web; it was left out.")
        return ""
    return url


def _publication(values: Values) -> str:
    return _code(values.line("publication", LONGEST["publication"]), "publication")


def _code(code: str, name: str) -> str:
    from django.utils.text import slugify

    if code and slugify(code) != code.lower().strip("-_"):
        raise BadField("bad_value", f"{name}: “{code}” is no code of a publication; use letters, digits and hyphens.")
    return code.lower().strip("-_")


def _editions(values: Values) -> tuple[Issue, ...]:
    """One object, or a list of them. `cover_story` of the story is that of its only edition, or of its first."""
    given = values.raw("edition")
    wanted = [given] if isinstance(given, dict) else values.each("edition", lambda one, _: one)
    cover = values.flag("cover_story")
    if cover and not wanted:
        values.doubt("cover_story", "It is the cover story of no edition; that was left out.")
    issues = [_issue(Values.of(one, "edition"), cover and place == 0) for place, one in enumerate(wanted)]
    return tuple({(issue.publication, issue.date): issue for issue in issues}.values())


def _issue(values: Values, is_cover: bool) -> Issue:
    publication = _code(values.needed_line("publication", LONGEST["publication"]), "edition")
    when = _when(values, "date")
    if when is None or isinstance(when, datetime) or not isinstance(when, date):
        raise BadField("bad_date", "edition: its date must be a day, like 2026-11-23.")
    return Issue(publication, when, is_cover or values.flag("cover_story"), values.count("place"))


def _pictures(values: Values) -> tuple[Picture, ...]:
    given = values.each("pictures", lambda one, doubts: picture_from(one, doubts))
    return tuple(picture for picture in given if picture is not None)


def _credited(given: Any, values: Values) -> Credited | None:
    """{name, role, organisation}, or a bare name."""
    one = Values.of({"name": given} if isinstance(given, str) else given, "byline")
    name = one.line("name", LONGEST_NAME)
    if not name:
        return None
    role = one.line("role", 40).lower() or "reporter"
    if role not in ROLES:
        values.doubt("byline", f"“{role}” is no role ({', '.join(ROLES)}); {name} is named as a contributor.")
        role = "contributor"
    return Credited(name, role, one.flag("organisation"))


def _language(values: Values) -> str:
    """ "id", "id-ID", "en_GB"; the old code of Indonesian was "in"."""
    code = values.line("language", 35).replace("_", "-").partition("-")[0].strip().lower()
    return "id" if code == "in" else code


def _tags(values: Values) -> tuple[str, ...]:
    tags: list[str] = [tag for tag in values.each("tags", _tag) if tag]
    return tuple({tag.casefold(): tag for tag in reversed(tags)}.values())[::-1]


def _tag(given: Any, values: Values) -> str:
    return Values.of({"tags": given}, "tags").line("tags", LONGEST_TAG)


def _address(given: Any, values: Values) -> str:
    return Values.of({"redirects": given}, "redirects").line("redirects", 2000)


def _doubt(given: Any, values: Values) -> Doubt:
    one = Values.of(given, "doubts")
    return Doubt(one.line("field", 40), one.line("why", 500))
