"""A reader who confirms sees it at once, although every kiosk learns of it half a second later."""

from __future__ import annotations

import http.client
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.running_house import House, a_running_house

FOLLOWER_DELAY_MS = 500
AT_ONCE = 25
CSRF = "a" * 32

A_STORY = """
import json
from datetime import datetime, timezone
from terbit.newsroom.models import Publication, Section
from terbit.newsroom.roles import EDITOR
from terbit.newsroom.verbs.publish import publish
from terbit.newsroom.verbs.write import write
from terbit.readers.models import User
from django.contrib.auth.models import Group
now = datetime.now(timezone.utc)
users = [User.objects.create_user(f"{name}@redaksi.example", "x") for name in ("raka", "ayu")]
for user in users:
    user.groups.add(Group.objects.get(name=EDITOR))
section = Section.objects.create(name="Kota", slug="kota", language="id")
words = "Di pasar pagi orang menawar cabai dan ikan asin sampai siang. " * 12
article = write(by=users[0], now=now, headline="Harga cabai turun", section=section,
    publication=Publication.objects.get(code="koran"), body=[("paragraph", f"<p>{words}</p>")] * 4)
publish(article, by=users[1], now=now)
print(json.dumps({"path": article.path}))
"""

READERS = """
import json, sys
from importlib import import_module
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from terbit.readers.models import User
Store = import_module(settings.SESSION_ENGINE).SessionStore
found = []
password = make_password("x")
for number in range(int(sys.argv[1])):
    user = User(email=f"pembaca-{number}@pembaca.example", password=password)
    user.save()
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    session = Store()
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: user.get_session_auth_hash()})
    session.create()
    found.append({"session": session.session_key, "key": EmailConfirmationHMAC(address).key})
print(json.dumps(found))
"""


@dataclass
class Device:
    """One browser: its cookies, and the way to ask."""

    house: House
    cookies: dict[str, str]

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urlencode(form) if form is not None else None
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.house.url}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return response.status, response.headers, text


def kind_of(page: str) -> str:
    """The step that a teaser shows, by its class; `open` where it shows none."""
    found = re.search(r'class="step step-(\w+)', page)
    return found.group(1) if found else "open"


def confirm_and_read(house: House, reader: dict[str, str], path: str) -> Counter[str]:
    """What one reader met: the step before confirming, and every one after it until it is no `later`."""
    device = Device(house, {"sessionid": reader["session"], "csrftoken": CSRF})
    assert device.ask("GET", "/akun/")[0] == 200
    before = kind_of(device.ask("GET", path)[2])
    status, _, text = device.ask("POST", f"/akun/konfirmasi/{reader['key']}/", {"csrfmiddlewaretoken": CSRF})
    assert status == 302, text
    met = Counter({f"before:{before}": 1})
    for _ in range(5):
        _, headers, page = device.ask("GET", path)
        met[kind_of(page)] += 1
        if kind_of(page) != "later":
            break
        assert headers["Refresh"] == "2"
    return met


def wait_until_printed(house: House, path: str) -> None:
    deadline = time.monotonic() + 10
    while Device(house, {}).ask("GET", path)[0] != 200:
        assert time.monotonic() < deadline, "The story was not printed within ten seconds."
        time.sleep(0.05)


def confirmations(number: int, template: Path) -> Counter[str]:
    with a_running_house(template=template, TERBIT_FOLLOWER_DELAY_MS=str(FOLLOWER_DELAY_MS)) as house:
        path = house.run(A_STORY)["path"]
        wait_until_printed(house, path)
        readers = house.run(READERS, str(number))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            met = sum(pool.map(lambda reader: confirm_and_read(house, reader, path), readers), Counter())
    print(f"{number} confirmations, follower {FOLLOWER_DELAY_MS} ms late: {dict(met)}")
    return met


def check(number: int, template: Path) -> None:
    met = confirmations(number, template)
    assert met["before:confirm"] + met["before:later"] == number
    assert met["before:confirm"] > 0
    assert met["offer"] == number
    assert met["confirm"] == 0


def test_fifty_readers_who_confirm_never_see_their_old_standing(house_template: Path) -> None:
    check(50, house_template)


@pytest.mark.slow
def test_a_thousand_readers_who_confirm_never_see_their_old_standing(house_template: Path) -> None:
    check(1000, house_template)
