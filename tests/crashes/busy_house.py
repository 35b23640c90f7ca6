"""All who keep a house busy, each in a thread of its own; they can be told to rest, so that it can be looked over."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.crashes.crawler import Crawler
from tests.crashes.desk import Desk, Forms, Imports
from tests.crashes.programs import END, PASSWORD, PEOPLE
from tests.crashes.readers import Client, Met, Readers
from tests.crashes.waiting import wait_for
from tests.running_house import House

STORIES = 12


@dataclass
class BusyHouse:
    house: House
    met: Met
    readers: Readers
    desk: Desk
    imports: Imports
    forms: Forms
    crawler: Crawler
    problems: list[BaseException] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _turn: dict[str, threading.Lock] = field(default_factory=dict)

    @classmethod
    def of(cls, house: House, readers: int) -> BusyHouse:
        made = house.run(PEOPLE, str(readers), str(STORIES), END, PASSWORD)
        met = Met()
        client = Client(house.port, met)
        passes = {int(reader): text for reader, text in made["passes"].items()}
        crowd = Readers(client, passes, made["subscriber"], made["stories"])
        wait_for(lambda: all(crowd.reads(path, crowd.subscriber) for path in crowd.stories), house, "no stories came")
        met.wrong.clear()  # what was not there yet
        desk = Desk(house)
        return cls(house, met, crowd, desk, Imports(house), Forms(client, desk), Crawler(client, desk))

    @contextmanager
    def busy(self, seed: int) -> Iterator[None]:
        steps: dict[str, Callable[[random.Random], None]] = {
            "readers": self.readers.step, "desk": self.desk.step, "imports": self.imports.step,
            "forms": self.forms.step, "crawler": self.crawler.step,
        }  # fmt: skip
        self._turn = {name: threading.Lock() for name in steps}
        threads = [
            threading.Thread(
                target=self._keep, args=(step, random.Random(f"{seed} {name}"), self._turn[name]), name=name
            )
            for name, step in steps.items()
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()
            self.desk.close()
        assert not self.problems, self.problems

    def _keep(self, step: Callable[[random.Random], None], chance: random.Random, turn: threading.Lock) -> None:
        while not self._stop.is_set():
            with turn:
                try:
                    step(chance)
                except BaseException as problem:  # noqa: BLE001  told at the end, in the thread that runs the test
                    self.problems.append(problem)
                    return
            self._stop.wait(0.001)  # whoever waits for this turn gets it

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Nobody begins anything meanwhile."""
        for turn in self._turn.values():
            turn.acquire()
        try:
            yield
        finally:
            for turn in self._turn.values():
                turn.release()
