"""What the press needs to know of the house itself, once a batch."""

from __future__ import annotations

import re
from html import unescape

from terbit.dispatch import keys, write
from terbit.dispatch.contract import pack
from terbit.dispatch.models import Row
from terbit.gate import Policy, policy_record
from terbit.newsroom.models import HouseSettings
from terbit.press.batch import unchanged
from terbit.press.proof.addresses import addresses_in
from terbit.press.proof.galley import HouseWords

_TAG = re.compile(r"<[^>]*>")
_TEXTS = (
    "name",
    "tagline",
    "legal_name",
    "address",
    "responsible_person",
    "masthead_text",
    "press_guidelines",
    "press_guidelines_en",
    "price_text",
    "how_to_subscribe",
)


def house_settings() -> HouseSettings:
    """The house's one row, or its defaults before there is one. Read only: a batch shares it."""
    return unchanged("press.house", lambda: HouseSettings.objects.first() or HouseSettings())


def house_policy() -> Policy:
    return unchanged("press.policy", lambda: house_settings().policy)


def house_words() -> HouseWords:
    """The house's own texts and addresses, which the proof lets stand on any page."""
    return unchanged("press.words", _read_words)


def _read_words() -> HouseWords:
    house = house_settings()
    raw = [getattr(house, name) or "" for name in _TEXTS]
    addresses = {house.contact_email.lower()} if house.contact_email else set()
    addresses.update(address for text in raw for address in addresses_in(text))
    return HouseWords(frozenset(addresses), tuple(unescape(_TAG.sub(" ", text)) for text in raw if text))


def lay_policy() -> None:
    """Put the policy into dispatch where it differs from what stands there: one row, and no page waits for it."""
    house = HouseSettings.objects.first() or HouseSettings()
    record = policy_record(house.policy)
    stands = Row.objects.filter(key=keys.POLICY).values_list("value", flat=True).first()
    if stands is None or bytes(stands) != pack(record):
        write.put_policy(record)
