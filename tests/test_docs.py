"""The documents say what the code does: whatever they list is compared with the code it stands for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from terbit.config import Settings

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "src" / "terbit"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`]+)`")


@cache
def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def section(name: str, heading: str) -> str:
    """What stands under the heading (of any level) up to the next one of its level or above."""
    found = re.search(
        rf"^(#+) {re.escape(heading)}$(.*?)(?=^#{{1,6}} |\Z)", without_code(text_of(name)), re.MULTILINE | re.DOTALL
    )
    assert found, f"{name} has no heading “{heading}”."
    return found.group(2)


def without_code(text: str) -> str:
    """Blocks of code have lines that look like headings."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def rows(name: str, heading: str) -> list[list[str]]:
    """The cells of every table row under the heading, without the tables' heads."""
    lines = [line for line in section(name, heading).splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rules = {at for at, row in enumerate(cells) if set("".join(row)) <= set("-: ")}
    return [row for at, row in enumerate(cells) if at not in rules and at + 1 not in rules]


def words(cell: str) -> list[str]:
    return CODE.findall(cell)


def first_words(name: str, heading: str) -> list[str]:
    return [found[0] for row in rows(name, heading) if (found := words(row[0]))]


# The map of packages


class Place(NamedTuple):
    """A line of the map: which of our packages this one may import, and whether Django."""

    package: str
    may: frozenset[str]
    django: bool


def packages() -> set[str]:
    """Packages and modules of terbit with something in them, tests apart."""
    folders = {path.name for path in PACKAGES.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    modules = {path.stem for path in PACKAGES.glob("*.py") if not path.stem.startswith("__")}
    return (folders | modules) - {"tests"}


def mapped() -> dict[str, Place]:
    found = {}
    for package, _question, may in rows("ARCHITECTURE.md", "The map"):
        name = words(package)[0]
        everything = may.startswith("everything")
        own = packages() - {name} if everything else set(words(may))
        found[name] = Place(name, frozenset(own), "no Django" not in may)
    return found


def forbidden() -> dict[str, set[str]]:
    """Package → all that the contracts of import-linter forbid it, by full name."""
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    found: dict[str, set[str]] = {}
    for contract in contracts:
        assert contract["type"] == "forbidden", "This test reads contracts of the type “forbidden” alone."
        for source in contract["source_modules"]:
            found.setdefault(source, set()).update(contract["forbidden_modules"])
    return found


def announced() -> set[str]:
    """Packages that the map promises for later; one of them may be on its way."""
    later = re.search(r"\*\*Later:\*\*(.*?)\n\n", section("ARCHITECTURE.md", "The map"), re.DOTALL)
    return set(words(later[1])) if later else set()


def test_every_package_stands_in_the_map_and_nothing_else():
    assert set(mapped()) == packages() - announced()


@pytest.mark.parametrize("package", sorted(packages() - announced()))
def test_the_map_says_what_the_import_contracts_say(package: str):
    place, contracts = mapped()[package], forbidden().get(f"terbit.{package}", set())
    kept_out = {
        name.removeprefix("terbit.") for name in contracts if name.count(".") == 1 and name.startswith("terbit.")
    }
    kept_out -= announced()
    expected = packages() - announced() - {package} - place.may - {"config"}
    if package == "gate":
        expected |= {"config"}  # "every package but `gate` may import `config`"
    assert kept_out == expected
    assert ("django" in contracts) == (not place.django)


def test_the_kiosk_may_not_import_the_writing_half_of_dispatch():
    halves = {name for name in forbidden()["terbit.kiosk"] if name.startswith("terbit.dispatch.")}
    assert halves >= {"terbit.dispatch.write", "terbit.dispatch.models"}


def test_every_exception_from_the_contracts_is_told():
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    excepted = {one for contract in contracts for one in contract.get("ignore_imports", ()) if ".tests." not in one}
    told = words(section("ARCHITECTURE.md", "The map"))
    for importing, imported in (one.split(" -> ") for one in excepted):
        assert importing in told and imported in told


# The glossary


def glossary() -> list[tuple[str, str]]:
    return [(row[0], words(row[2])[0]) for row in rows("ARCHITECTURE.md", "Glossary")]


def resolve(dotted: str) -> Any:
    """The module, class or attribute of that name. Raises AttributeError."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: Any = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            found = getattr(found, name) if hasattr(found, name) else _field(found, name)
        return found
    raise AttributeError(dotted)


def _field(owner: Any, name: str) -> Any:
    """A dataclass's field without a default is no attribute of its class."""
    if name in getattr(owner, "__dataclass_fields__", {}):
        return owner.__dataclass_fields__[name]
    raise AttributeError(f"{owner} has no {name}")


@pytest.mark.parametrize(("word", "name"), glossary())
def test_a_word_of_the_glossary_stands_for_something_in_the_code(word: str, name: str):
    assert resolve(name) is not None


def test_the_glossary_has_each_word_once():
    listed = [word for word, _name in glossary()]
    assert len(listed) == len(set(listed))


# Tables that list what the code has


def test_the_table_of_decisions_has_every_outcome_of_the_gate():
    from typing import get_args

    from terbit.gate.decide import NextStep, OpenReason

    decisions = [row[2] for row in rows("ARCHITECTURE.md", "The gate")]
    assert [row[0] for row in rows("ARCHITECTURE.md", "The gate")] == [str(n) for n in range(1, len(decisions) + 1)]
    named = {word for cell in decisions for word in words(cell)}
    assert named == set(get_args(OpenReason)) | set(get_args(NextStep))


def test_every_body_is_listed():
    from terbit.gate import BODY_KINDS

    assert first_words("ARCHITECTURE.md", "Bodies") == list(BODY_KINDS)


def test_every_page_kind_is_listed_in_the_order_of_their_claims():
    from terbit.press.pages import KINDS

    assert first_words("ARCHITECTURE.md", "The press") == [kind.name for kind in KINDS]


def test_every_rule_of_the_proof_is_listed():
    from terbit.press.proof import RULES

    assert set(first_words("ARCHITECTURE.md", "The proof")) == {rule.__name__ for rule in RULES}


def test_what_the_kiosk_passes_on_is_listed():
    from terbit.kiosk.passage import PREFIXES

    line = re.search(r"Handed to the newsroom: (.*)\.", section("ARCHITECTURE.md", "The kiosk"))
    assert line and words(line[1]) == list(PREFIXES)


def test_the_answer_of_saya_is_described_field_by_field():
    source = (PACKAGES / "kiosk" / "kiosk.py").read_text()
    answered = re.findall(r'^\s+"(\w+)": ', source[source.index("async def about_me") :], re.MULTILINE)
    assert first_words("ARCHITECTURE.md", "Unlocking") == answered


def test_the_reserved_keys_of_dispatch_are_listed():
    from terbit.dispatch import keys

    listed = section("ARCHITECTURE.md", "Dispatch")
    assert f"`{keys.READER}<id>`" in listed and f"`{keys.POLICY}`" in listed and f"`{keys.TERMS}`" in listed


def test_everything_in_the_state_folder_is_described():
    kept = {
        getattr(Settings(), name).relative_to(Settings().home).parts[0]
        for name, kind in vars(Settings).items()
        if type(kind).__name__ == "cached_property"
    }
    for document, heading in (("ARCHITECTURE.md", "The state folder"), ("docs/operators.md", "The state folder")):
        described = {word.rstrip("/") for row in rows(document, heading) for word in words(row[0])}
        assert described == kept


# Settings, commands, targets


def test_every_setting_is_documented_and_none_that_is_not():
    headings = set(re.findall(r"^## (.+)$", text_of("docs/settings.md"), re.MULTILINE))
    assert headings == {of.metadata["name"] for of in fields(Settings)}


def test_settings_named_in_documents_exist():
    known = {of.metadata["name"] for of in fields(Settings)}
    for document in DOCUMENTS:
        named = set(re.findall(r"`(TERBIT_[A-Z_]+)\b", document.read_text(encoding="utf-8"))) - {"TERBIT_"}
        assert named <= known, document.name


def test_every_command_is_documented_and_none_that_is_not():
    from terbit.cli.commands import COMMANDS

    documented = {word.split()[1] for word in first_words("docs/operators.md", "Commands")}
    assert documented == {command.NAME for command in COMMANDS if command.HELP}


def test_the_processes_that_the_supervisor_starts_are_described():
    from terbit.cli.commands import COMMANDS

    described = {word.split()[1] for row in rows("ARCHITECTURE.md", "Processes") for word in words(row[1])}
    assert described >= {command.NAME for command in COMMANDS if not command.HELP}
    assert described <= {command.NAME for command in COMMANDS}


def test_commands_named_in_documents_exist():
    from terbit.cli.commands import COMMANDS

    known = {command.NAME for command in COMMANDS}
    for document in DOCUMENTS:
        for named in set(re.findall(r"\bterbit +([a-z-]+)", "\n".join(CODE.findall(of_now(document))))):
            assert named in known, f"{document.name} speaks of `terbit {named}`."


def of_now(document: Path) -> str:
    """The document without what it says of later versions."""
    text = document.read_text(encoding="utf-8")
    return re.sub(r"\*\*Later:?\*\*:?.*?(?=\n\n|\Z)", "", text, flags=re.DOTALL)


def test_every_make_target_is_documented_and_none_that_is_not():
    targets = set(re.findall(r"^\.PHONY: (.+)$", text_of("Makefile"), re.MULTILINE)[0].split())
    documented = {word.split()[1] for word in first_words("docs/developers.md", "Commands")}
    assert documented == targets


def test_the_demo_accounts_are_listed():
    from terbit.house.demo.accounts import accounts

    listed = [
        (words(email)[0], words(password)[0], who) for email, password, who in rows("README.md", "The demo house")
    ]
    assert listed == [
        (one["email"], one["password"], one.get("role") or f"reader, {one['standing']}") for one in accounts()
    ]


def test_the_roles_are_those_of_the_newsroom():
    from terbit.newsroom.setup import RIGHTS

    assert [row[0] for row in rows("docs/editors.md", "Roles")] == list(RIGHTS)


def test_the_choices_of_preview_are_listed():
    from django.utils import translation

    from terbit.newsroom.models.previewing import READERS

    with translation.override("en"):
        assert [row[0] for row in rows("docs/editors.md", "Preview")] == [str(words) for _kind, words in READERS]


# Links


def links() -> Iterator[tuple[Path, str]]:
    for document in DOCUMENTS:
        for target in LINK.findall(without_code(document.read_text(encoding="utf-8"))):
            if not target.startswith(("https://", "http://", "mailto:")):
                yield document, target


@pytest.mark.parametrize(
    ("document", "target"), [pytest.param(*link, id=f"{link[0].name}:{link[1]}") for link in dict.fromkeys(links())]
)
def test_a_link_leads_somewhere(document: Path, target: str):
    path, _, anchor = target.partition("#")
    place = (document.parent / path).resolve() if path else document
    assert place.exists() and ROOT in [place, *place.parents]
    if anchor:
        assert anchor in anchors(place)


def anchors(document: Path) -> set[str]:
    """The anchors that a Markdown reader gives to headings: lower case, words joined by hyphens."""
    headings = re.findall(r"^#{1,6} (.+)$", without_code(document.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", heading.lower())).replace(" ", "-") for heading in headings}


def test_every_decision_is_in_the_list_of_decisions():
    notes = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [words_ for words_ in re.findall(r"\]\((\d{4}-[^)]+)\)", text_of("docs/decisions/README.md"))] == notes


def test_every_document_is_reached_from_the_readme():
    reached, to_read = {ROOT / "README.md"}, [ROOT / "README.md"]
    while to_read:
        document = to_read.pop()
        for other in {
            (document.parent / target.partition("#")[0]).resolve() for at, target in links() if at == document
        }:
            if other.suffix == ".md" and other not in reached:
                reached.add(other)
                to_read.append(other)
    assert set(DOCUMENTS) <= reached
