"""Structured data against schema.org's types, as strictly as their JSON Schemas allow (tests/schemas/schema-org).

The schemas are looser than the vocabulary: they let any property in, they let any object stand for any other type, and
few of them say that a property may be repeated, as JSON-LD lets every property be. So they are read with three
changes. An object has the properties of its `@type` and no others. Where an object may stand, it is of one of the
types named there or of a kind of them; a type without a schema here fits nowhere. What one value may be, each of a
list of values may be.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match
from referencing import Registry, Resource

SCHEMAS: Final = Path(__file__).parents[2] / "tests/schemas/schema-org"

_FORMATS: Final = FormatChecker(formats=())


def problems(said: Mapping[str, Any]) -> list[str]:
    """What is wrong with a JSON-LD object, each as "where: what"; nothing where it follows its type."""
    name = f"a:{said.get('@type')}"
    if name not in _registry():
        return [f"$: no type {said.get('@type')}"]
    errors = list(Draft202012Validator({"$ref": name}, registry=_registry(), format_checker=_FORMATS).iter_errors(said))
    # What has a wrong value counts as unevaluated too: then the value is the finding.
    inner = [error for error in errors if error.validator != "unevaluatedProperties"] or errors
    return [f"{deepest.json_path}: {deepest.message}" for error in inner if (deepest := best_match([error]))]


@cache
def _registry() -> Registry:
    """`schema:T` says what a T has; `a:T` accepts an object of type T or of a kind of T, with nothing besides."""
    types = {file.name.removesuffix(".schema.json"): json.loads(file.read_text()) for file in SCHEMAS.glob("*.json")}
    named = {ref for schema in types.values() for ref in _refs(schema)} | set(types)
    schemas: dict[str, Any] = {f"schema:{name}": _strict(schema) for name, schema in types.items()}
    schemas |= {f"a:{name}": _one_of([kind for kind in types if name in _kinds(kind, types)]) for name in named}
    return Registry().with_resources(
        (uri, Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema))
        for uri, schema in schemas.items()
    )


def _refs(part: Any) -> set[str]:
    if isinstance(part, list):
        return {ref for each in part for ref in _refs(each)}
    if not isinstance(part, Mapping):
        return set()
    own = {part["$ref"].removeprefix("schema:")} if "$ref" in part else set()
    return own.union(*(_refs(value) for value in part.values()))


def _kinds(name: str, types: Mapping[str, Any]) -> set[str]:
    """The type itself and everything that it is a kind of."""
    parents = [part["$ref"].removeprefix("schema:") for part in types.get(name, {}).get("allOf", [])]
    return {name}.union(*(_kinds(parent, types) for parent in parents))


def _one_of(kinds: list[str]) -> dict[str, Any]:
    """Chosen by the object's own `@type`, so that a finding names what is wrong inside it."""
    if not kinds:
        return {"not": {}}
    choices = [
        {"if": {"properties": {"@type": {"const": kind}}}, "then": {"$ref": f"schema:{kind}"}} for kind in sorted(kinds)
    ]
    return {
        "type": "object",
        "required": ["@type"],
        "properties": {"@type": {"enum": sorted(kinds)}, "@context": True, "@id": {"type": "string"}},
        "allOf": choices,
        "unevaluatedProperties": False,
    }


def _strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    properties = {name: _repeatable(_objects(part)) for name, part in schema.get("properties", {}).items()}
    return {**schema, "properties": properties}


def _repeatable(part: dict[str, Any]) -> dict[str, Any]:
    if any(choice.get("type") == "array" for choice in part.get("oneOf", [])):
        # Of oneOf exactly one may hold, and a string is an array of nothing; so this is no looser.
        return {**{key: value for key, value in part.items() if key != "oneOf"}, "anyOf": part["oneOf"]}
    return {"anyOf": [part, {"type": "array", "items": part, "minItems": 1}]}


def _objects(part: Any) -> Any:
    """References to a type, below a property, as references to objects of that type."""
    if isinstance(part, list):
        return [_objects(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    return {
        key: value.replace("schema:", "a:", 1) if key == "$ref" else _objects(value)
        for key, value in part.items()
        if key != "description"
    }


def _format(name: str) -> Callable[[Callable[[str], bool]], Callable[[str], bool]]:
    def enter(holds: Callable[[str], bool]) -> Callable[[str], bool]:
        _FORMATS.checks(name, raises=ValueError)(lambda value: not isinstance(value, str) or holds(value))
        return holds

    return enter


@_format("uri")
def _is_uri(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not any(sign.isspace() for sign in value)


@_format("date")
def _is_date(value: str) -> bool:
    return len(value) == 10 and bool(date.fromisoformat(value))


@_format("date-time")
def _is_date_time(value: str) -> bool:
    """With its zone, as RFC 3339 asks and search engines do (field.md G5)."""
    return "T" in value and datetime.fromisoformat(value).tzinfo is not None
