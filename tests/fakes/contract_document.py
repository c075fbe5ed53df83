"""One OpenAPI file as JSON Schema 2020-12: the slips of the official files are mended, references are found."""

import copy
import functools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

_ROOT = "urn:contract"
_OURS = "ours: facts from"
_STRICT = ("additionalProperties", "required", "enum")
Schema = Mapping[str, Any]


class ContractDocument:
    """Resolves and validates; every answer about a value is a list of sentences, empty when it is right."""

    def __init__(self, file: Path) -> None:
        self.content: dict[str, Any] = _loaded(file)
        self._registry = _registry_of(self.content)

    def relax(self, schema: str, names: tuple[str, ...]) -> None:
        """Allow ``names`` to be absent from a component."""
        self.content = copy.deepcopy(self.content)
        required = self.content["components"]["schemas"][schema]["required"]
        for name in names:
            required.remove(name)
        self._registry = _registry_of(self.content)

    def resolved(self, node: Any) -> Any:
        """Return what a reference stands for."""
        while isinstance(node, dict) and "$ref" in node:
            node = self._registry.resolver().lookup(node["$ref"]).contents
        return node

    def faults(self, schema: Any, value: object, *, lenient: bool = False) -> list[str]:
        """Return what is wrong with a value; ``lenient`` forgives what an outdated file does not know yet."""
        errors = Draft202012Validator(schema, registry=self._registry).iter_errors(value)
        return [
            f"{'/'.join(map(str, one.absolute_path)) or '.'}: {one.message[:200]}"
            for one in errors
            if not (lenient and _is_forgiven(one))
        ]

    def unknown_keys(self, schema: Any, value: object) -> list[str]:
        """Return the places of keys that no branch of the schema names, where it names any."""
        return [f"{place}: unknown key" for place in self._strangers([schema], value, "")]

    def property_named(self, schema: Any, name: str) -> bool:
        """Return whether an object's schema knows a property (any, when it lists none)."""
        names: set[str] = set()
        for branch in self._branches(schema):
            names |= set(branch.get("properties", {}))
        return name in names or not names

    def _strangers(self, schemas: list[Any], value: object, place: str) -> Iterator[str]:
        branches = [branch for schema in schemas for branch in self._branches(schema)]
        if isinstance(value, list):
            items = [branch["items"] for branch in branches if isinstance(branch.get("items"), dict)]
            for index, one in enumerate(value):
                yield from self._strangers(items, one, f"{place}/{index}")
        if isinstance(value, dict):
            yield from self._strange_keys(branches, value, place)

    def _strange_keys(self, branches: list[Schema], value: dict[str, Any], place: str) -> Iterator[str]:
        extras = [branch["additionalProperties"] for branch in branches if branch.get("additionalProperties")]
        lists = [branch["properties"] for branch in branches if branch.get("properties")]
        for key, one in value.items():
            known = [names[key] for names in lists if key in names]
            if lists and not known and not extras:
                yield f"{place}/{key}"
            yield from self._strangers(known or [one for one in extras if one is not True], one, f"{place}/{key}")

    def _branches(self, schema: Any) -> Iterator[Schema]:
        schema = self.resolved(schema)
        if not isinstance(schema, dict):
            return
        yield schema
        for word in ("allOf", "anyOf"):
            for part in schema.get(word, ()):
                yield from self._branches(part)


def _is_forgiven(error: Any) -> bool:
    """Return whether only strictness speaks; a group of alternatives counts when one fails for strictness alone."""
    if error.validator == "anyOf":
        branches: dict[Any, list[Any]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        return any(all(map(_is_forgiven, inner)) for inner in branches.values())
    return error.validator in _STRICT


@functools.lru_cache(maxsize=32)
def _loaded(file: Path) -> dict[str, Any]:
    read = json.loads(file.read_text(encoding="utf-8-sig"))
    if "tests/data/contracts" in file.as_posix() and not str(read["info"].get("x-origin", "")).startswith(_OURS):
        raise ValueError(f'{file}: our own contract must say where its facts are from: "x-origin": "{_OURS} …"')
    mended: dict[str, Any] = _mended(read, old=str(read["openapi"]).startswith("3.0"))
    return mended


def _registry_of(content: dict[str, Any]) -> "Registry[Any]":
    return Registry().with_resource(_ROOT, Resource(contents=content, specification=DRAFT202012))


def _mended(node: Any, *, old: bool) -> Any:
    if isinstance(node, list):
        return [_mended(one, old=old) for one in node]
    if not isinstance(node, dict):
        return node
    content = {key: _mended(value, old=old) for key, value in node.items()}
    _mend_references(content, old=old)
    _mend_patterns(content)
    _mend_list_types(content)
    if isinstance(content.get("oneOf"), list):  # several branches match in the files of GitHub
        content["allOf"] = [*content.get("allOf", []), {"anyOf": content.pop("oneOf")}]
    return _without_nullable(content) if old else content


def _mend_references(content: dict[str, Any], *, old: bool) -> None:
    target = content.get("$ref")
    if not isinstance(target, str) or not target.startswith("#/"):
        return
    if old:  # what stands beside a reference has no meaning in OpenAPI 3.0, except nullable in practice
        for key in set(content) - {"$ref", "nullable"}:
            del content[key]
    content["$ref"] = _ROOT + target


def _mend_patterns(content: dict[str, Any]) -> None:
    """Drop patterns in the dialect of another language."""
    try:
        if isinstance(content.get("pattern"), str):
            re.compile(content["pattern"])
    except re.error:
        del content["pattern"]


def _mend_list_types(content: dict[str, Any]) -> None:
    """Let a list be a list: Azure DevOps calls its patch document an object that is all of a list."""
    parts = content.get("allOf")
    lists = isinstance(parts, list) and any(one.get("type") == "array" for one in parts)
    if lists and content.get("type") == "object" and not content.get("properties"):
        del content["type"]


def _without_nullable(content: dict[str, Any]) -> dict[str, Any]:
    for word, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(content.get(word), bool) and content.pop(word):
            content[word] = content.pop(bound)
    if content.get("nullable") not in (True, False):  # a property may have this name, too
        return content
    return {"anyOf": [{"type": "null"}, content]} if content.pop("nullable") else content
