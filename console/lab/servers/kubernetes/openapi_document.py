"""OpenAPI v3 descriptions made from the lab's own shapes, enough for kubectl to validate, explain and patch."""

from typing import Any

from console.lab.servers.kubernetes.kind_catalog import KindCatalog
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.schema_shape import Shape
from console.lab.servers.kubernetes.version_conversion import served_shape

JsonObject = dict[str, Any]
_SCALARS: dict[str, JsonObject] = {
    "str": {"type": "string"},
    "int": {"type": "integer", "format": "int32"},
    "num": {"type": "number"},
    "bool": {"type": "boolean"},
    "time": {"type": "string", "format": "date-time"},
    "any": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
    "quantity": {"oneOf": [{"type": "string"}, {"type": "number"}]},
    "intstr": {"oneOf": [{"type": "integer"}, {"type": "string"}], "x-kubernetes-int-or-string": True},
}
_PATCHES = (
    "application/apply-patch+yaml",
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
)


def openapi_index(catalog: KindCatalog) -> JsonObject:
    """The answer at `/openapi/v3`: where each group version is described."""
    names = ["api/v1", *(f"apis/{group}/{v}" for group, versions in catalog.groups().items() for v in versions)]
    return {"paths": {name: {"serverRelativeURL": f"/openapi/v3/{name}?hash=lab"} for name in names}}


def openapi_document(catalog: KindCatalog, name: str) -> JsonObject | None:
    """The description of one group version (`api/v1`, `apis/apps/v1`); None when it is not served."""
    parts = name.split("/")
    group, version = ("", parts[1]) if parts[0] == "api" and len(parts) == 2 else ("", "")
    if parts[0] == "apis" and len(parts) == 3:
        group, version = parts[1], parts[2]
    kinds = catalog.of_group_version(group, version)
    if not kinds:
        return None
    schemas: dict[str, JsonObject] = {}
    paths: dict[str, JsonObject] = {}
    for kind in kinds:
        if not kind.schema:
            continue
        body = _struct(served_shape(kind, kind.api_version_of(version)), schemas)
        body["x-kubernetes-group-version-kind"] = [_type(kind, version)]
        schemas[_name(kind, version)] = body
        paths |= _paths(kind, name, version)
    info = {"title": "Kubernetes", "version": "lab"}
    return {"openapi": "3.0.0", "info": info, "paths": paths, "components": {"schemas": schemas}}


def _type(kind: ResourceKind, version: str) -> JsonObject:
    return {"group": kind.group, "version": version, "kind": kind.kind}


def _name(kind: ResourceKind, version: str) -> str:
    return f"{kind.group or 'core'}.{version}.{kind.kind}"


def _paths(kind: ResourceKind, name: str, version: str) -> dict[str, JsonObject]:
    place = "namespaces/{namespace}/" if kind.namespaced else ""
    reference = {"$ref": f"#/components/schemas/{_name(kind, version)}"}
    ok = {"200": {"description": "OK", "content": {"application/json": {"schema": reference}}}}
    write = {
        "x-kubernetes-group-version-kind": _type(kind, version),
        "parameters": [
            {"name": option, "in": "query", "schema": {"type": "string"}}
            for option in ("dryRun", "fieldManager", "fieldValidation")
        ],
        "responses": ok,
    }
    patches = [media for media in _PATCHES if not (kind.custom and "strategic" in media)]
    patch_body = {"content": {media: {"schema": {"type": "object"}} for media in patches}}
    body = {"content": {"application/json": {"schema": reference}}}
    read = {"x-kubernetes-group-version-kind": _type(kind, version), "responses": ok}
    collection = f"/{name}/{place}{kind.plural}"
    return {
        collection: {
            "get": {**read, "x-kubernetes-action": "list"},
            "post": {**write, "x-kubernetes-action": "post", "requestBody": body},
        },
        f"{collection}/{{name}}": {
            "get": {**read, "x-kubernetes-action": "get"},
            "put": {**write, "x-kubernetes-action": "put", "requestBody": body},
            "patch": {**write, "x-kubernetes-action": "patch", "requestBody": patch_body},
            "delete": {**read, "x-kubernetes-action": "delete"},
        },
    }


def _struct(shape: Shape, schemas: dict[str, JsonObject]) -> JsonObject:
    properties = {name: _schema(field.shape, schemas) for name, field in shape.fields.items()}
    found: JsonObject = {"type": "object", "properties": properties}
    required = [name for name, field in shape.fields.items() if field.required]
    if required:
        found["required"] = required
    return found


def _schema(shape: Shape, schemas: dict[str, JsonObject]) -> JsonObject:
    if shape.form == "struct":
        if shape.name not in schemas:
            schemas[shape.name] = {}
            schemas[shape.name] = _struct(shape, schemas)
        found: JsonObject = {"allOf": [{"$ref": f"#/components/schemas/{shape.name}"}]}
        return {**found, "x-kubernetes-map-type": "atomic"} if shape.atomic else found
    if shape.form == "map" and shape.item is not None:
        return {"type": "object", "additionalProperties": _schema(shape.item, schemas)}
    if shape.form == "list" and shape.item is not None:
        return _list(shape, _schema(shape.item, schemas))
    found = dict(_SCALARS[shape.form])
    if shape.minimum is not None:
        found["minimum"] = shape.minimum
    return found


def _list(shape: Shape, item: JsonObject) -> JsonObject:
    found: JsonObject = {"type": "array", "items": item}
    if shape.keys:
        found |= {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": list(shape.keys)}
        found |= {"x-kubernetes-patch-strategy": "merge", "x-kubernetes-patch-merge-key": shape.keys[0]}
    elif shape.unique:
        found |= {"x-kubernetes-list-type": "set", "x-kubernetes-patch-strategy": "merge"}
    else:
        found["x-kubernetes-list-type"] = "atomic"
    return found
