"""Somebody who looks at an edition's pages while it is released: once one of them is there, all are."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field

from tests.crashes.desk import Desk, Edition
from tests.crashes.readers import Client


@dataclass
class Crawler:
    client: Client
    desk: Desk
    whole: set[str] = field(default_factory=set)
    """Editions of which everything was seen."""
    looks_before: int = 0
    """Pages that were asked for before their release, and were not there."""

    def step(self, chance: random.Random) -> None:
        for edition in self.desk.editions[-3:]:
            if edition.path not in self.whole:
                self._crawl(edition, chance)
        time.sleep(0.05)

    def _crawl(self, edition: Edition, chance: random.Random) -> None:
        paths = [edition.path, *edition.stories]
        chance.shuffle(paths)
        seen, out = "", 0
        for path in paths:
            answer = self.client.ask("GET", path)
            if answer is None:
                return
            if answer.status == 200 and time.time() < edition.instant - 0.5:
                self.client.met.wrong.append(f"{path} was out before its release")
            if answer.status == 200 and path == edition.path:
                self._assert_it_names_all(edition, answer.text)
            if answer.status == 200:
                seen, out = path, out + 1
            elif seen:
                self.client.met.wrong.append(f"half an edition: {seen} was there, then {path} answered {answer.status}")
            else:
                self.looks_before += 1
        if out == len(paths):
            self.whole.add(edition.path)

    def _assert_it_names_all(self, edition: Edition, text: str) -> None:
        for path in edition.stories:
            if f'"{path}"' not in text:
                self.client.met.wrong.append(f"half an edition: {edition['edition']} does not name {path}")
