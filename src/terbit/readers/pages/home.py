"""/akun/: who am I here, and what may I read?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from terbit.readers.allowance import Allowance, allowance_of
from terbit.readers.house import House, house
from terbit.readers.models import Entitlement, Source, User
from terbit.readers.standing import is_confirmed


@dataclass(frozen=True, slots=True)
class Right:
    """One line of "what you may read": `ends` is None for as long as the role lasts."""

    name: str
    starts: datetime
    ends: datetime | None
    source: str
    runs: bool


@dataclass(frozen=True, slots=True)
class AccountHome:
    """Everything that account/home.html prints. `counts_on`: where free articles are of use to this reader."""

    address: str
    name: str
    confirmed: bool
    allowance: Allowance
    counts_on: tuple[str, ...]
    rights: tuple[Right, ...]
    devices: int
    works_here: bool


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # login_required saw to it
    return render(request, "account/home.html", {"account": account_home(request.user, house(), timezone.now())})


def account_home(user: User, of: House, now: datetime) -> AccountHome:
    rows = list(user.entitlements.filter(ends__gt=now).order_by("pk"))
    open_anyway = {row.publication_code for row in rows if row.runs_at(now)}
    counted = of.policy.publications - open_anyway
    return AccountHome(
        address=user.email,
        name=user.get_full_name(),
        confirmed=is_confirmed(user),
        allowance=allowance_of(user, of.policy, now),
        counts_on=tuple(product.name for product in of.products if product.code in counted),
        rights=tuple(_right(row, of, now) for row in rows),
        devices=user.reader_sessions.count(),
        works_here=user.has_perm("wagtailadmin.access_admin"),
    )


def _right(row: Entitlement, of: House, now: datetime) -> Right:
    ends = None if row.source == Source.STAFF else row.ends
    return Right(of.product_name(row.publication_code), row.starts, ends, row.get_source_display(), row.runs_at(now))
