"""What the proof says to the desk: a closed list of rules, each with a sentence in the house's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

MESSAGES: Final = {
    "false_date": _("A date on the page is false: “%(place)s”. Correct the date, or say that it is not known."),
    "empty_box": _("Something on the page is empty: %(place)s. Fill it in, or take it out."),
    "unlabelled_paid_link": _("A paid link has no label: %(place)s. Label it as advertising, or take it out."),
    "address_of_a_reader": _(
        "An e-mail address that is not the house's stands on the page: %(place)s. Take it out of the text."
    ),
    "paid_words_in_teaser": _(
        "The teaser gives away words of the paid part: “%(place)s”. Look at standfirst and captions."
    ),
    "standfirst_repeats": _(
        "What everybody may read repeats words of the paid part: “%(place)s”. Write the standfirst anew if it gives too much."
    ),
    "not_made": _("The page could not be made: %(place)s. Tell whoever looks after the house's computers."),
    "body_missing": _("The page was made without what these readers need: %(place)s."),
    "address_too_long": _("The page's address is too long: %(place)s. Shorten it."),
}
"""Rule code → sentence. `place` is what was found, as it stands on the page."""

LONGEST_PLACE: Final = 160


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a page (or, as a warning, worth a look): which rule, and where."""

    rule: str
    place: str
    warning: bool = False

    @property
    def words(self) -> str:
        """The sentence for the desk, in the house's first language."""
        place = " ".join(self.place.split())
        place = place if len(place) <= LONGEST_PLACE else place[:LONGEST_PLACE] + "…"
        with translation.override(settings.LANGUAGE_CODE):
            return str(MESSAGES[self.rule]) % {"place": place}
