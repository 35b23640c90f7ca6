"""What runs with the house's Django beside it: people to begin with, and a desk that publishes at each word it is told."""

from __future__ import annotations

from typing import Final

END: Final = "Sampai di sini."
"""The last words of every story that costs a unit."""
PASSWORD: Final = "rahasia-yang-panjang"

PEOPLE: Final = """
import json, sys
from datetime import UTC, datetime, timedelta
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from terbit.dispatch import write
from terbit.gate.reader_pass import ReaderPass, sign
from terbit.newsroom import verbs
from terbit.newsroom.models import Publication, Section
from terbit.newsroom.roles import EDITOR, REPORTER
from terbit.readers.models import Entitlement, ReaderSession
from terbit.readers.pass_keys import pass_keys

readers, stories, end, password = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
now, User = datetime.now(UTC), get_user_model()

def confirmed(name, **more):
    user = User.objects.create_user(f"{name}@terbit.example", **more)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user

def pass_of(user):
    store = SessionStore()
    store.create()
    device = ReaderSession.objects.create(user=user, session=Session.objects.get(pk=store.session_key))
    number = write.number_of(f"reader/{user.pk}")
    return sign(ReaderPass(user.pk, device.pk, write.epoch(), number), pass_keys().signing)

with transaction.atomic():
    people = {}
    for name, role in (("budi", REPORTER), ("ayu", EDITOR)):
        people[name] = confirmed(name, password=password, is_staff=True)
        people[name].groups.add(Group.objects.get(name=role))
    for number in range(4):
        confirmed(f"masuk-{number}", password=password)
    subscriber = confirmed("langganan")
    Entitlement.objects.create(
        user=subscriber, publication_code="koran", starts=now - timedelta(days=30), ends=now + timedelta(days=30)
    )
    crowd = [confirmed(f"pembaca-{number}") for number in range(readers)]
    section = Section.objects.create(name="Dunia", slug="dunia", language="id", position=1)
with transaction.atomic():
    passes = {str(user.pk): pass_of(user) for user in crowd}
    subscribers = pass_of(subscriber)
words = " ".join(["Warga menunggu di depan balai kota sejak pagi hari."] * 20)
found = {}
for number in range(stories):
    draft = verbs.write(
        by=people["budi"], now=now, headline=f"Kabar {number}", publication=Publication.objects.get(code="koran"),
        section=section, body=[("paragraph", f"<p>{words}</p>")] * 3 + [("paragraph", f"<p>{end}</p>")],
        standfirst="Ringkasan.",
    )
    story = verbs.publish(draft, by=people["ayu"], now=datetime.now(UTC))
    found[story.path] = story.pk
print(json.dumps({"passes": passes, "subscriber": subscribers, "stories": found}))
"""

DESK: Final = """
import json, sys
from datetime import UTC, date, datetime, timedelta
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from terbit.newsroom import verbs
from terbit.newsroom.models import Publication, Section
people = {name: get_user_model().objects.get(email=f"{name}@terbit.example") for name in ("budi", "ayu")}
section = Section.objects.get(slug="dunia")

class TooLate(Exception):
    pass

def draft(headline, code):
    return verbs.write(
        by=people["budi"], now=datetime.now(UTC), headline=headline, publication=Publication.objects.get(code=code),
        section=section, body=[("paragraph", "<p>Warga menunggu.</p>"), ("paragraph", "<p>Petani menunggu.</p>")],
        standfirst="Ringkasan.",
    )

def story(number, _):
    with transaction.atomic():
        out = verbs.publish(draft(f"Berita {number}", "site"), by=people["ayu"], now=datetime.now(UTC))
    return {"story": out.path, "id": out.pk}

def edition(number, seconds):
    instant = (datetime.now(UTC) + timedelta(seconds=seconds)).replace(microsecond=0)
    with transaction.atomic():
        planned = verbs.plan_edition(
            Publication.objects.get(code="koran"), date(2031, 1, 1) + timedelta(days=number), by=people["ayu"],
            now=datetime.now(UTC),
        )
        drafts = [draft(f"Edisi {number} halaman {page}", "koran") for page in range(4)]
        for one in drafts:
            verbs.enter_edition(planned, one, by=people["ayu"], now=datetime.now(UTC))
        planned.releases_at = instant
        planned.save()
        stories = [verbs.publish(one, by=people["ayu"], now=datetime.now(UTC)) for one in drafts]
        if datetime.now(UTC) > instant - timedelta(seconds=1):
            raise TooLate  # approved after its instant it would go out story by story
    return {"edition": planned.path, "stories": [one.path for one in stories], "instant": instant.timestamp()}

for number, line in enumerate(sys.stdin):
    word, _, seconds = line.strip().partition(" ")
    try:
        print(json.dumps({"story": story, "edition": edition}[word](number, float(seconds or 5))), flush=True)
    except (DatabaseError, TooLate) as problem:
        connection.close()
        print(json.dumps({"failed": type(problem).__name__}), flush=True)
"""
