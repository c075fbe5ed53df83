"""The lab's own declarations of kinds agree with the official OpenAPI and the published definitions (issue 2, 4)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from console.lab.servers.kubernetes.kind_catalog import default_catalog
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.schema_catalog import shape_of
from console.lab.servers.kubernetes.schema_shape import Shape

CATALOG = default_catalog()
PREFIX = "#/components/schemas/"
PACKAGES = {"": "core.v1", "apps": "apps.v1", "batch": "batch.v1", "autoscaling": "autoscaling.v2"}


def test_built_in_kinds_know_every_field_of_the_official_description(shared_dir: Path) -> None:
    contract = json.loads((shared_dir / "contracts" / "kubernetes.json").read_text(encoding="utf-8"))
    schemas = contract["components"]["schemas"]
    compared = 0
    found: list[str] = []
    for kind in CATALOG:
        schema = schemas.get(f"io.k8s.api.{PACKAGES.get(kind.group)}.{kind.kind}")
        if schema is None or kind.custom:
            continue
        compared += 1
        found += _official_differences(shape_of(kind.schema), schema, schemas, kind.kind)
    assert compared >= 14
    assert not found, "\n".join(found)


def _official_differences(shape: Shape, schema: dict[str, Any], schemas: dict[str, Any], path: str) -> Iterator[str]:
    schema = _resolved(schema, schemas)
    if shape.form == "struct" and "properties" in schema:
        official = schema["properties"]
        if official.keys() - shape.fields.keys():
            yield f"{path}: the lab would refuse {sorted(official.keys() - shape.fields.keys())}"
        for name in official.keys() & shape.fields.keys():
            yield from _official_differences(shape.fields[name].shape, official[name], schemas, f"{path}.{name}")
    elif shape.form == "list":
        yield from _official_list_differences(shape, schema, path)
        if shape.item is not None and "items" in schema:
            yield from _official_differences(shape.item, schema["items"], schemas, f"{path}[]")
    elif schema.get("type") != {"bool": "boolean", "int": "integer"}.get(shape.form, schema.get("type")):
        yield f"{path}: not {shape.form} but {schema}"


def _official_list_differences(shape: Shape, schema: dict[str, Any], path: str) -> Iterator[str]:
    if schema.get("type") != "array":
        yield f"{path}: not a list but {schema}"
    kind = schema.get("x-kubernetes-list-type")
    keys = set(schema.get("x-kubernetes-list-map-keys", ()))
    if kind == "map" and set(shape.keys) != keys:
        yield f"{path}: keys {shape.keys} instead of {keys}"
    if kind == "atomic" and not shape.atomic:
        yield f"{path}: owned as a whole"


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref") or next((one["$ref"] for one in schema.get("allOf", ()) if "$ref" in one), None)
    return schemas[reference.removeprefix(PREFIX)] if reference else schema


def _published(folder: Path) -> Iterator[tuple[ResourceKind, dict[str, Any]]]:
    for file in sorted(folder.rglob("*.yaml")):
        for document in yaml.load_all(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            if document and document["kind"] == "CustomResourceDefinition":
                spec = document["spec"]
                key = f"{spec['names']['plural']}.{spec['group']}"
                yield CATALOG.by_key(key), spec


@pytest.fixture(scope="module")
def published(shared_dir: Path) -> list[tuple[ResourceKind, dict[str, Any]]]:
    """Every published definition with the lab's declaration of the same kind."""
    return list(_published(shared_dir / "crds"))


def test_custom_kinds_are_declared_as_published(published: list[tuple[ResourceKind, dict[str, Any]]]) -> None:
    assert len(published) >= 9
    for kind, spec in published:
        names = spec["names"]
        assert kind.kind == names["kind"]
        assert kind.singular == names["singular"]
        assert list(kind.short_names) == names.get("shortNames", [])
        assert list(kind.categories) == names.get("categories", [])
        assert kind.namespaced is (spec["scope"] == "Namespaced")
        assert set(kind.versions) == {version["name"] for version in spec["versions"] if version["served"]}
        stored = next(version for version in spec["versions"] if version["storage"])
        assert kind.versions[0] == stored["name"]
        subresources = stored.get("subresources") or {}
        assert kind.status is ("status" in subresources), kind.key
        assert (kind.scale is not None) is ("scale" in subresources), kind.key
        if kind.scale is not None:
            scale = subresources["scale"]
            assert f".{kind.scale.spec}" == scale["specReplicasPath"]
            assert f".{kind.scale.status}" == scale["statusReplicasPath"]
            assert f".{kind.scale.selector}" == scale["labelSelectorPath"]


def test_custom_kinds_print_the_published_columns(published: list[tuple[ResourceKind, dict[str, Any]]]) -> None:
    for kind, spec in published:
        version = next(one for one in spec["versions"] if one["storage"])
        columns = version.get("additionalPrinterColumns") or [
            {"name": "Age", "jsonPath": ".metadata.creationTimestamp", "type": "date"}
        ]
        wanted = [(one["name"], one["jsonPath"], one["type"], one.get("priority", 0)) for one in columns]
        assert [(one.name, f".{one.path}", one.type, one.priority) for one in kind.columns] == wanted, kind.key


def test_custom_kinds_know_every_published_field(published: list[tuple[ResourceKind, dict[str, Any]]]) -> None:
    found: list[str] = []
    for kind, spec in published:
        version = next(one for one in spec["versions"] if one["storage"])
        schema = version["schema"]["openAPIV3Schema"]
        schema["properties"].pop("metadata", None)
        found += _published_differences(shape_of(kind.schema), schema, kind.kind)
    assert not found, "\n".join(found)


def _published_differences(shape: Shape, schema: dict[str, Any], path: str) -> Iterator[str]:
    if shape.form == "struct" and "properties" in schema and shape.name != "PodTemplateSpec":
        published = schema["properties"]
        yield from _published_struct_differences(shape, schema, path)
        for name in published.keys() & shape.fields.keys():
            yield from _published_differences(shape.fields[name].shape, published[name], f"{path}.{name}")
    elif shape.form == "list" and shape.item is not None and "items" in schema:
        keys = schema.get("x-kubernetes-list-map-keys", [])
        if schema.get("x-kubernetes-list-type") == "map" and list(shape.keys) != keys:
            yield f"{path}: keys {shape.keys} instead of {keys}"
        yield from _published_differences(shape.item, schema["items"], f"{path}[]")
    elif shape.form == "int" and (schema.get("type"), schema.get("minimum")) != ("integer", shape.minimum):
        yield f"{path}: an int from {shape.minimum} on instead of {schema}"


def _published_struct_differences(shape: Shape, schema: dict[str, Any], path: str) -> Iterator[str]:
    known, published = set(shape.fields), set(schema["properties"])
    if published - known:
        yield f"{path}: the lab would drop {sorted(published - known)}"
    if known - published and "." in path:
        yield f"{path}: the lab invents {sorted(known - published)}"
    required = {name for name, field in shape.fields.items() if field.required}
    if required != set(schema.get("required", ())):
        yield f"{path}: requires {sorted(required)} instead of {schema.get('required')}"
