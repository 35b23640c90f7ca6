"""What must hold in a house at rest, whoever was killed in it before."""

from __future__ import annotations

from pathlib import Path

from tools.testing.engine import ask

from terbit.config import load
from terbit.dispatch import keys
from terbit.dispatch.shelf import ShelfReader
from terbit.gate.reader_pass import COOKIE
from terbit.ledger import open_ledger
from tests.crashes.busy_house import BusyHouse
from tests.crashes.waiting import wait_for

UNITS = 2
STANDINGS = """
import json
from django.utils import timezone
from terbit.dispatch import keys
from terbit.dispatch.contract import pack
from terbit.dispatch.models import Row
from terbit.readers.models import User
from terbit.readers.standing import standing_of
rows = dict(Row.objects.filter(key__startswith="reader/").values_list("key", "value"))
wrong = []
for user in User.objects.all():
    standing, laid = standing_of(user, timezone.now()), rows.get(keys.reader_key(user.pk))
    if (bytes(laid) if laid else None) != (pack(standing) if standing else None):
        wrong.append(user.pk)
print(json.dumps(wrong))
"""


def assert_all_is_well(busy: BusyHouse) -> None:
    """Everything that was answered is there, nothing twice, and all that readers get is what the newsroom has."""
    house = busy.house
    _wait_until_level(busy)
    assert not busy.met.wrong, busy.met.wrong[:10]
    assert_every_unlock_is_kept(busy)
    house.terbit("press", "verify")
    differing, standings = differing_on_the_shelf(house.home), house.run(STANDINGS)
    assert not differing, differing[:10]
    assert not standings, standings
    for path in busy.forms.withdrawn:
        answer = busy.readers.client.ask("GET", path)
        assert answer is not None and answer.status == 410, path
    for path in busy.desk.published.keys() - busy.forms.withdrawn:
        answer = busy.readers.client.ask("GET", path)
        assert answer is not None and answer.status in {200, 410}, path  # 410: withdrawn, unanswered


def _wait_until_level(busy: BusyHouse) -> None:
    """Nothing waits to be printed or released, and the shelf has all of it."""
    wait_for(lambda: not pages_or_releases_wait(busy), busy.house, "pages or releases wait, or the shelf is behind")


def pages_or_releases_wait(busy: BusyHouse) -> str:
    """What waits for worker or follower, in words."""
    home = busy.house.home
    if marks := ask(home, "SELECT count(*) FROM press_mark")[0][0]:
        return f"{marks} pages wait to be printed"
    if late := ask(home, "SELECT count(*) FROM wagtailcore_revision WHERE approved_go_live_at IS NOT NULL")[0][0]:
        return f"{late} versions wait for their release"
    last = ask(home, "SELECT last FROM dispatch_log")[0][0]
    shelf = ShelfReader(home / "shelf")
    try:
        with shelf.glance() as glance:
            at = glance.position().number
    finally:
        shelf.close()
    return "" if at == last else f"the shelf is at {at}, dispatch at {last}"


def assert_every_unlock_is_kept(busy: BusyHouse) -> None:
    readers = busy.readers
    ledger = open_ledger(load(busy.house.environ))
    try:
        entered = {reader: ledger.opened_by(reader).keys() for reader in readers.passes}
    finally:
        ledger.close()
    lost = [(reader, path) for reader, path in readers.opened if readers.stories[path] not in entered[reader]]
    assert not lost, lost
    doubled = {reader: len(stories) for reader, stories in entered.items() if len(stories) > UNITS}
    assert not doubled, doubled
    for reader in {reader for reader, _ in readers.opened}:
        said = readers.client.ask("GET", "/saya", f"{COOKIE}={readers.passes[reader]}")
        assert said is not None and f'"left": {UNITS - len(entered[reader])}' in said.text, (reader, said)


def differing_on_the_shelf(home: Path) -> list[str]:
    """Keys whose last word in dispatch is not what lies on the shelf."""
    rows = {
        str(key): (number, value) for key, number, value in ask(home, "SELECT key, number, value FROM dispatch_row")
    }
    shut = {
        key.removeprefix(keys.TERMS): number
        for key, (number, value) in rows.items()
        if key.startswith(f"{keys.TERMS}/") and value
    }
    shelf = ShelfReader(home / "shelf")
    try:
        with shelf.glance() as glance:
            return [
                key
                for key, (number, value) in rows.items()
                if not key.startswith(f"{keys.TERMS}/")
                and shut.get(key, 0) <= number  # a page that was shut since carries stricter terms
                and (None if value is None else bytes(value)) != _bytes(glance.get(key.encode()))
            ]
    finally:
        shelf.close()


def _bytes(value: memoryview | None) -> bytes | None:
    return None if value is None else bytes(value)
