"""What the house says about itself, and its policy: one row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.fields import RichTextField

from terbit.gate import Monthly, Once, Policy, Renewal, Rolling
from terbit.newsroom import things
from terbit.newsroom.html import clean_prose
from terbit.newsroom.models.printed import Printed
from terbit.newsroom.models.publication import Publication
from terbit.newsroom.zones import check_zone

MOST_UNITS = 1000
LONGEST_ROLLING_DAYS = 3660
PROSE = ["h2", "h3", "bold", "italic", "link", "ol", "ul"]


class PolicyRenewal(models.TextChoices):
    ONCE = "once", _("once and never again")
    MONTHLY = "monthly", _("anew each month")
    ROLLING = "rolling", _("each comes back after some days")


class HouseSettings(Printed, BaseGenericSetting):
    """The masthead's facts (UU Pers art. 12), what is for sale, the policy, and the rules of the desk."""

    name = models.CharField(_("name of the house"), max_length=120, default="Terbit")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    # The three that the law asks for: a new house lacks them, but nobody saves the form without.
    legal_name = models.CharField(_("legal name"), max_length=200, default="")
    address = models.TextField(_("postal address"), default="")
    responsible_person = models.CharField(_("responsible person"), max_length=200, default="")
    contact_email = models.EmailField(_("contact address"), blank=True)
    logo = models.ForeignKey(
        "newsroom.Picture", verbose_name=_("logo"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    masthead_text = RichTextField(_("masthead"), features=PROSE, blank=True)
    press_guidelines = RichTextField(_("press guidelines"), features=PROSE, blank=True)
    press_guidelines_en = RichTextField(_("press guidelines, in English"), features=PROSE, blank=True)

    price_text = models.CharField(_("price"), max_length=200, blank=True)
    how_to_subscribe = RichTextField(_("how to subscribe"), features=PROSE, blank=True)

    policy_units = models.PositiveIntegerField(
        _("free articles"), default=2, validators=[MaxValueValidator(MOST_UNITS)]
    )
    policy_renewal = models.CharField(
        _("given"), max_length=10, choices=PolicyRenewal.choices, default=PolicyRenewal.ONCE
    )
    policy_rolling_days = models.PositiveIntegerField(
        _("days until one comes back"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_ROLLING_DAYS)],
    )
    zone = models.CharField(_("time zone"), max_length=60, default="Asia/Jakarta", validators=[check_zone])

    four_eyes = models.BooleanField(
        _("four eyes"), default=True, help_text=_("Nobody publishes a story that they wrote or last changed.")
    )
    public_part_words = models.PositiveIntegerField(
        _("public part: words at most"), default=60, validators=[MinValueValidator(1), MaxValueValidator(400)]
    )
    public_part_share = models.PositiveIntegerField(
        _("public part: per cent of the story at most"),
        default=25,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    withdrawn_shows_headline = models.BooleanField(
        _("a withdrawn story's address shows its headline"),
        default=True,
        db_default=True,
        help_text=_("Never where the ground is a child or a victim."),
    )

    class Meta:
        verbose_name = _("house")
        verbose_name_plural = _("house")

    def __str__(self) -> str:
        return self.name

    @property
    def policy(self) -> Policy:
        """The house's allowance as the gate knows it, over the publications that count free articles."""
        codes = Publication.objects.filter(metered=True).values_list("code", flat=True)
        return Policy(self.policy_units, frozenset(codes), self._renewal(), self.zone)

    def _renewal(self) -> Renewal:
        match self.policy_renewal:
            case PolicyRenewal.MONTHLY:
                return Monthly()
            case PolicyRenewal.ROLLING:
                return Rolling(self.policy_rolling_days)
            case _:
                return Once()

    _POLICY_COLUMNS: ClassVar[tuple[str, ...]] = ("policy_units", "policy_renewal", "policy_rolling_days", "zone")

    _POLICY_ALONE: ClassVar[frozenset[str]] = frozenset(_POLICY_COLUMNS) - {"zone"}  # in which every date is printed

    _PROSE_COLUMNS: ClassVar[tuple[str, ...]] = (
        "masthead_text",
        "press_guidelines",
        "press_guidelines_en",
        "how_to_subscribe",
    )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whatever runs is taken out of the house's own pages too."""
        for column in self._PROSE_COLUMNS:
            setattr(self, column, clean_prose(getattr(self, column)))
        super().save(*args, **kwargs)

    def things(self) -> frozenset[str]:
        """Nothing but what `things_before` finds changed: every page prints the house, and few its policy."""
        return frozenset()

    def things_before(self) -> frozenset[str]:
        stored = type(self).objects.filter(pk=self.pk).values().first()
        if stored is None:
            return frozenset({things.HOUSE, things.POLICY})
        changed = {column for column, value in stored.items() if value != getattr(self, column)}
        touched = {things.POLICY} if changed & set(self._POLICY_COLUMNS) else set()
        return frozenset(touched | ({things.HOUSE} if changed - self._POLICY_ALONE else set()))
