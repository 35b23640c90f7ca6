"""Four readers whose standings never change: where a visitor changed one, the next reader of that kind takes over.

Dewi has not confirmed her address, Citra has 2 free articles left, Fitri has none, Budi subscribes.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from terbit.gate import Policy, counted_since
from terbit.ledger import Ledger, Unlocked
from terbit.readers import house
from terbit.readers.allowance import allowance_of, ledger
from terbit.readers.models import Entitlement, User
from terbit.readers.standing import is_confirmed

DOMAIN: Final = "pembaca.example"
LEFT_TO_LOOK_AS: Final = 2


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`standing` is one of `unconfirmed`, `2 left`, `0 left`, `entitled`."""

    email: str
    password: str
    standing: str


@dataclass(frozen=True, slots=True)
class Role:
    """`name` is the first of them; the others are called name-2, name-3 … `settle` makes a new one fit, and `fits`
    says whether one still does."""

    name: str
    standing: str
    confirmed: bool
    settle: Callable[[User], None]
    fits: Callable[[User], bool]

    def email(self, number: int = 1) -> str:
        return f"{self.name}@{DOMAIN}" if number == 1 else f"{self.name}-{number}@{DOMAIN}"

    @property
    def password(self) -> str:
        return f"demo-{self.name}"


def make_demo_readers() -> list[DemoAccount]:
    """Make the four where they are missing; their accounts as `terbit demo accounts` prints them.

    Fitri's free articles are spent by `spend`, once there are stories.
    """
    for role in ROLES.values():
        if not User.objects.filter(email=role.email()).exists():
            _make(role, 1)
    return [DemoAccount(role.email(), role.password, role.standing) for role in ROLES.values()]


def spend(reader: User | DemoAccount, stories: Iterable[int], *, until_left: int = 0) -> int:
    """Unlock `stories` for `reader` in the ledger until `until_left` units remain; returns how many were unlocked."""
    user = reader if isinstance(reader, User) else User.objects.get(email=reader.email)
    limit = max(0, house.house().policy.units - user.carried - until_left)
    return asyncio.run(_spend(ledger(), user.pk, house.house().policy, list(stories), limit))


async def _spend(book: Ledger, reader: int, policy: Policy, stories: list[int], limit: int) -> int:
    now = timezone.now()
    since = counted_since(policy, now)
    outcomes = [await book.unlock(reader, story, limit=limit, since=since, now=now) for story in stories]
    return sum(isinstance(outcome, Unlocked) for outcome in outcomes)


def reader_like(who: str) -> User:
    """A demo reader who has that standing now. Raises KeyError for a `who` that is none of ROLES."""
    role = ROLES[who]
    mine = User.objects.filter(is_active=True, email__startswith=role.name, email__endswith=f"@{DOMAIN}")
    for user in mine.order_by("-pk")[:3]:
        if _is_of(user, role):
            role.settle(user)
            if role.fits(user):
                return user
    numbers = (n for n in itertools.count(1) if not User.objects.filter(email=role.email(n)).exists())
    return _make(role, next(numbers))


def _is_of(user: User, role: Role) -> bool:
    return user.email.partition("@")[0].partition("-")[0] == role.name and user.has_usable_password()


def _make(role: Role, number: int) -> User:
    with transaction.atomic():
        user = User.objects.create_user(role.email(number), role.password, first_name=role.name.title())
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=role.confirmed)
    role.settle(user)
    return user


def _left(user: User) -> int | None:
    return allowance_of(user, house.house().policy, timezone.now()).left


def _spend_all_but(left: int) -> Callable[[User], None]:
    def settle(user: User) -> None:
        if (_left(user) or 0) > left:
            spend(user, house.metered_stories(), until_left=left)

    return settle


def _entitle(user: User) -> None:
    now = timezone.now()
    policy = house.house().policy
    running = set(user.entitlements.filter(starts__lte=now, ends__gt=now).values_list("publication_code", flat=True))
    for code in sorted(policy.publications - running):
        Entitlement.objects.create(
            user=user, publication_code=code, starts=now, ends=now + timedelta(days=365), reason="demo"
        )


def _fits(*, confirmed: bool, left: int | None = None, entitled: bool = False) -> Callable[[User], bool]:
    def fits(user: User) -> bool:
        runs = user.entitlements.filter(ends__gt=timezone.now()).exists()
        right_count = left is None or _left(user) in {left, None}
        return is_confirmed(user) is confirmed and runs is entitled and right_count

    return fits


ROLES: Final[dict[str, Role]] = {
    "unconfirmed": Role("dewi", "unconfirmed", False, lambda _: None, _fits(confirmed=False)),
    "two-left": Role(
        "citra", "2 left", True, _spend_all_but(LEFT_TO_LOOK_AS), _fits(confirmed=True, left=LEFT_TO_LOOK_AS)
    ),
    "none-left": Role("fitri", "0 left", True, _spend_all_but(0), _fits(confirmed=True, left=0)),
    "entitled": Role("budi", "entitled", True, _entitle, _fits(confirmed=True, entitled=True)),
}
"""By the `who` of the "look as" bar."""
