"""Why the house refuses to do what the desk asked: each a stable code and a sentence that says what to do next."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Base of all. `str()` is the sentence in the language of whoever asks."""

    code: ClassVar[str] = "refused"
    message: ClassVar[str | Promise] = _("This was refused.")
    field: ClassVar[str | None] = None  # the form field that the sentence belongs to

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message) % self.values if self.values else str(self.message)


class NotAllowed(Refused):
    code = "not_allowed"
    message = _("You may not do this. Ask an editor, or an administrator.")


class PublishRefused(Refused):
    code = "publish_refused"


class FourEyes(PublishRefused):
    code = "four_eyes"
    message = _("Four eyes: you wrote or last changed this story, so somebody else must publish it.")


class HeadlineMissing(PublishRefused):
    code = "headline_missing"
    field = "headline"
    message = _("The story has no headline. Write one; it cannot be published without.")


class SectionMissing(PublishRefused):
    code = "section_missing"
    field = "section"
    message = _("The story stands in no section. Choose one before it is published.")


class PublicationMissing(PublishRefused):
    code = "publication_missing"
    field = "publication"
    message = _("The story belongs to no publication. Choose one before it is published.")


class BodyMissing(PublishRefused):
    code = "body_missing"
    field = "body"
    message = _("The story has no text. Write at least one paragraph before it is published.")


class WrongLanguage(PublishRefused):
    code = "section_of_other_language"
    field = "section"
    message = _("The section “%(section)s” is of another language than the story.")


class SlugTaken(PublishRefused):
    code = "slug_taken"
    field = "slug"
    message = _("The address “%(slug)s” is or was another story's. Choose another, or leave it empty.")


class OriginMissing(PublishRefused):
    code = "origin_missing"
    field = "credit"
    message = _("A story of %(partner)s needs its credit line, or the address where it first stood.")


class EpochDate(PublishRefused):
    code = "epoch_date"
    field = "published_at"
    message = _("1 January 1970 is the date of a machine, not of a story. Correct it, or leave the date empty.")


class FutureDate(PublishRefused):
    code = "future_date"
    field = "published_at"
    message = _(
        "The date of publication (%(date)s) is still to come. Correct it, or leave it empty: then the moment of publishing is shown."
    )


class UpdatedBeforePublished(PublishRefused):
    code = "updated_before_published"
    field = "updated_at"
    message = _("The story is said to be updated (%(updated)s) before it was published (%(published)s).")


class Withdrawn(PublishRefused):
    code = "withdrawn"
    message = _("This story was withdrawn. A withdrawn story is not published again.")


class WithdrawRefused(Refused):
    code = "withdraw_refused"


class NotPublic(WithdrawRefused):
    code = "not_public"
    message = _("Only a public story can be withdrawn; this one is not public.")


class NotAGround(WithdrawRefused):
    code = "not_a_ground"
    message = _("“%(ground)s” is none of the grounds for which a story may be withdrawn.")


class ReasonMissing(WithdrawRefused):
    code = "reason_missing"
    message = _("Readers are told why a story was withdrawn. Write the reason in a sentence.")


class ScheduledWithdrawal(PublishRefused):
    code = "no_expiry"
    field = "expire_at"
    message = _("A story does not expire. To take it back, withdraw it with a public reason.")


class NameMissing(Refused):
    code = "name_missing"
    message = _("Write a name; it cannot be empty.")


class PolicyRefused(Refused):
    code = "policy_refused"
    message = _("The policy cannot be changed like this: %(why)s")


class NotASlug(Refused):
    code = "not_a_slug"
    field = "slug"
    message = _("“%(slug)s” cannot be an address. Use letters, digits and hyphens.")


class OverrideReasonMissing(Refused):
    code = "override_reason_missing"
    field = "reason"
    message = _("Write why the story's access is set by hand.")


class NoUnpublish(Refused):
    code = "no_unpublish"
    message = _("A public story is not simply taken down. Withdraw it, with a ground and a public reason.")


class StaysAsItIs(Refused):
    code = "stays_as_it_is"
    message = _("What was published here stays as it is. Put it right with another correction.")


class CorrectionRefused(Refused):
    code = "correction_refused"


class NothingToCorrect(CorrectionRefused):
    code = "nothing_to_correct"
    message = _("Only a public story is corrected or replied to; this one is not public.")


class OwnCorrection(CorrectionRefused):
    code = "own_correction"
    message = _("Four eyes: you wrote this story, so somebody else must answer for its correction.")


class WordsMissing(CorrectionRefused):
    code = "words_missing"
    field = "text"
    message = _("Write what readers are to read; it cannot be empty.")


class NotASeverity(CorrectionRefused):
    code = "not_a_severity"
    field = "severity"
    message = _("“%(severity)s” is none of the ways in which a story can be wrong.")


class ApologyMissing(CorrectionRefused):
    code = "apology_missing"
    field = "apology"
    message = _("The error is in the main substance: the house apologises. Write the apology.")


class ReplierMissing(CorrectionRefused):
    code = "replier_missing"
    field = "from_whom"
    message = _("Write whose reply this is.")


class ReplyTooLong(CorrectionRefused):
    code = "reply_too_long"
    field = "text"
    message = _(
        "The reply has %(reply)s words, the story %(story)s. A reply may not be longer than the story: have it shortened, or write why it may."
    )


class NotWaiting(Refused):
    code = "not_waiting"
    message = _("This story does not wait for a release.")


class EmbargoRefused(Refused):
    code = "embargo_refused"


class EmbargoReasonMissing(EmbargoRefused):
    code = "embargo_reason_missing"
    field = "reason"
    message = _("Write why the embargo is lifted or moved; the journal keeps it.")


class EmbargoIsPast(EmbargoRefused):
    code = "embargo_is_past"
    field = "until"
    message = _("This moment is over. Choose a later one, or lift the embargo.")


class KeptByEdition(EmbargoRefused):
    code = "kept_by_edition"
    message = _(
        "The story waits for its edition, so nothing would change. Move the edition's release, or take the story out of the edition."
    )


class NotForThisFront(Refused):
    code = "not_for_this_front"
    field = "article"
    message = _("“%(story)s” cannot stand on this front: it is of another language, or was withdrawn.")
