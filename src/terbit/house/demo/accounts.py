"""Who works at Layar Pagi, and whom a visitor of the demo house can be.

Raka reports, Ayu edits, Surya administrates. The others of the desk own stories, but nobody can sign in as them.
Readers are made by `terbit.readers.demo`: Budi subscribes, Citra has 2 free articles left, Fitri none, Dewi has not
confirmed her address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from terbit.newsroom.roles import ADMINISTRATOR, EDITOR, REPORTER

DOMAIN: Final = "layarpagi.example"


@dataclass(frozen=True, slots=True)
class Member:
    """`role` is one of terbit.newsroom.roles; a `password` of None lets nobody in."""

    name: str
    role: str
    password: str | None = None

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@{DOMAIN}"


RAKA: Final = Member("Raka Mahardika", REPORTER, "demo-raka")
AYU: Final = Member("Ayu Wirasti", EDITOR, "demo-ayu")
SURYA: Final = Member("Surya Adiwena", ADMINISTRATOR, "demo-surya")
TOGAR: Final = Member("Togar Lumbanbatu", EDITOR)
DESK: Final = (
    RAKA,
    AYU,
    SURYA,
    TOGAR,
    Member("Nining Sarasati", REPORTER),
    Member("Maya Kinasih", REPORTER),
    Member("Dimas Wirogo", REPORTER),
    Member("Laila Pramesti", REPORTER),
)


def accounts() -> list[dict[str, str]]:
    """Everybody one can be: `email`, `password`, and `role` (reporter, editor, administrator) or `standing`."""
    from terbit.readers.demo.cast import ROLES

    staff = [
        {"email": member.email, "password": member.password, "role": member.role.lower()}
        for member in DESK
        if member.password
    ]
    readers = [{"email": role.email(), "password": role.password, "standing": role.standing} for role in ROLES.values()]
    return staff + readers


def make_desk() -> dict[str, Any]:
    """The desk's users by name, made where they are missing. The roles' groups must exist."""
    return {member.name: _make(member) for member in DESK}


def _make(member: Member) -> Any:
    from allauth.account.models import EmailAddress
    from django.contrib.auth.models import Group

    from terbit.readers.models import User

    user = User.objects.filter(email=member.email).first()
    if user is None:
        first, _, last = member.name.partition(" ")
        user = User.objects.create_user(member.email, member.password, first_name=first, last_name=last, language="id")
        EmailAddress.objects.create(user=user, email=member.email, primary=True, verified=True)
        user.groups.add(Group.objects.get(name=member.role))
    return user
