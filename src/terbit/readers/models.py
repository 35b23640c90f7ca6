"""The one user table, the signed-in devices and what a reader may read: the rows that a Standing is made from.

Every change to these rows ends in `readers.standing.refresh()` in the same transaction (`readers.signals`). Bulk writes
send no signals: whoever uses them calls `refresh()` for each reader touched.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def plain_address(email: str) -> str:
    """The one spelling of an e-mail address: no spaces around, lower case. Readers type it in every other way."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **values: Any) -> User:
        user = self.model(email=plain_address(email), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **values: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **values)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=plain_address(username or ""))


class User(AbstractUser):
    """Readers and staff alike. Whether the address is confirmed stands in allauth's EmailAddress rows, nowhere else."""

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language of mails"), max_length=10, blank=True, default="")
    carried = models.PositiveSmallIntegerField(
        _("units carried over"), default=0, help_text=_("Free articles that an earlier account of this person used.")
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        verbose_name = _("reader or member of staff")
        verbose_name_plural = _("readers and staff")

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new password, and the end of the account, end every session of this user.

        Whoever changed their own password is given a new session on the spot, by the view that did it.
        """
        self.email = plain_address(self.email)
        new_password = self._password is not None and not self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if new_password or not self.is_active:
                end_sessions(self)

    def clean(self) -> None:
        """One spelling before it is compared with other accounts'."""
        super().clean()
        self.email = plain_address(self.email)

    def is_newsroom_staff(self) -> bool:
        """Whether this user works for the house: flagged as staff, or in a group (a group is a newsroom role)."""
        return self.is_active and (self.is_staff or self.is_superuser or self.groups.exists())


class PartOfStanding(models.Model):
    """A row that a standing is made from: saving it, and telling dispatch, is one transaction."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)


class ReaderSession(PartOfStanding):
    """One signed-in device. Its id stands in `Standing.sessions` and in the device's pass; it goes with Django's session."""

    user = models.ForeignKey(User, models.CASCADE, related_name="reader_sessions")
    session = models.OneToOneField(Session, models.CASCADE, db_column="session_key", related_name="reader_session")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("signed-in device")
        verbose_name_plural = _("signed-in devices")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def session_key(self) -> str:
        """Key of Django's session: a secret, never shown."""
        return self.session_id


class Source(models.TextChoices):
    GRANT = "grant", _("granted by the house")
    STAFF = "staff", _("works for the house")
    PURCHASE = "purchase", _("bought")


class Entitlement(PartOfStanding):
    """`user` may read everything in one publication from `starts` until (not including) `ends`, whatever its access."""

    Source = Source

    user = models.ForeignKey(User, models.CASCADE, related_name="entitlements", verbose_name=_("reader"))
    publication_code = models.CharField(_("publication"), max_length=64)
    starts = models.DateTimeField(_("from"), default=timezone.now)
    ends = models.DateTimeField(_("until"))
    source = models.CharField(_("source"), max_length=16, choices=Source.choices, default=Source.GRANT)
    granted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("granted by")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        ordering = ("-ends", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")),
                name="entitlement_ends_after_it_starts",
                violation_error_message=_("The end must come after the start."),
            ),
            models.UniqueConstraint(
                fields=("user", "publication_code"),
                condition=models.Q(source=Source.STAFF),
                name="one_staff_entitlement_per_publication",
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication_code} – {self.user}"

    def runs_at(self, now: datetime) -> bool:
        """Whether it stands at `now` (aware)."""
        return self.starts <= now < self.ends


def end_sessions(user: User) -> int:
    """Sign `user` out on every device, now; returns how many sessions ended. Their passes end with them."""
    sessions = Session.objects.filter(reader_session__user=user)
    with transaction.atomic():
        ended = sessions.count()
        sessions.delete()
    return ended
