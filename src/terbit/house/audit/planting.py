"""Does the audit see? A leak planted in each channel in turn, and looked for by the same walk.

What is planted lies above the shelf's rows in this process, in folders of its own, or in this process's routes; the
house that runs, its rows and its files stay as they are.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from terbit.config import Settings
from terbit.house.audit.archive import Known
from terbit.house.audit.findings import Kind, Place, Report
from terbit.house.audit.judging import Judge
from terbit.house.audit.newsroom import reading_only
from terbit.house.audit.run import AuditImpossible, Scene, Tell, a_scene


@dataclass
class Ground:
    """Where a plant stands: `sentence` are paid words of `known` alone, `folder` is the plant's own. `judge` is asked
    anew for each plant."""

    scene: Scene
    known: Known
    sentence: str
    folder: Path
    judge: Judge

    @property
    def report(self) -> Report:
        return self.judge.report


Prepared = tuple[Callable[[], None], Callable[[], None]]
"""How to look, and how to undo."""


@dataclass(frozen=True)
class Plant:
    """`plant` changes the scene and gives back how to look at it and how to undo it. What is found must be of this kind
    and channel."""

    channel: str
    how: str
    plant: Callable[[Ground], Prepared]
    kind: Kind = "leak"


@dataclass(frozen=True)
class Outcome:
    """`where` it was found; empty where it was not."""

    plant: Plant
    where: str

    @property
    def caught(self) -> bool:
        return bool(self.where)

    def as_json(self) -> dict[str, Any]:
        named = {"channel": self.plant.channel, "how": self.plant.how, "kind": self.plant.kind}
        return named | {"caught": self.caught, "where": self.where}

    def in_words(self) -> str:
        state = "caught" if self.caught else "NOT CAUGHT"
        return f"{state}: {self.plant.channel}: {self.plant.how}{f': {self.where}' if self.where else ''}."


def plant_everywhere(settings: Settings, tell: Tell) -> list[Outcome]:
    """Every plant, one after another. Raises AuditImpossible where the house has no paid words to plant."""
    from terbit.house.audit.plants import PLANTS

    outcomes = []
    with reading_only(), a_scene(settings, tell) as (scene, _moved):
        known, sentence = _words_to_plant(scene)
        for number, plant in enumerate(PLANTS, start=1):
            with tempfile.TemporaryDirectory(prefix="terbit-audit-") as folder:
                outcomes.append(_try(plant, scene, known, sentence, Path(folder)))
            tell(number, len(PLANTS), "leaks planted")
    return outcomes


def _words_to_plant(scene: Scene) -> tuple[Known, str]:
    for owner, known in enumerate(scene.archive.owners):
        if known.terms is not None and known.terms.gated and known.path in scene.archive.kinds:
            sentence = scene.archive.paid.sentence_of(owner)
            if sentence:
                return known, sentence
    raise AuditImpossible("The house has no story with paid words of its own: there is nothing to plant.")


def _try(plant: Plant, scene: Scene, known: Known, sentence: str, folder: Path) -> Outcome:
    """Look, plant, look again: what is new must be of the plant's channel. Everything is put back."""
    ground = Ground(scene, known, sentence, folder, Judge(scene.archive, Report()))
    look, undo = plant.plant(ground)
    try:
        look()
    finally:
        undo()
    planted = set(ground.report.found)
    ground.judge = Judge(scene.archive, Report())
    look()
    new = [place for place in planted - set(ground.report.found) if _is_of(place, plant)]
    return Outcome(plant, min((place.where for place in new), default=""))


def _is_of(place: Place, plant: Plant) -> bool:
    return (place.kind, place.channel) == (plant.kind, plant.channel)
