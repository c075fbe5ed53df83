"""The patch formats: which are accepted for a kind, and how each changes an object."""

from typing import Any

import jsonpatch

from console.lab.servers.kubernetes.api_error import ApiError, bad_request, rejected_request, unsupported_media_type
from console.lab.servers.kubernetes.api_request import ApiRequest
from console.lab.servers.kubernetes.json_merge import merge_json
from console.lab.servers.kubernetes.request_body import media_type_of, read_json, read_json_or_yaml
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.schema_shape import Shape
from console.lab.servers.kubernetes.stored_object import JsonObject
from console.lab.servers.kubernetes.strategic_merge import strategic_merge

JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
STRATEGIC_PATCH = "application/strategic-merge-patch+json"
APPLY_PATCH = "application/apply-patch+yaml"
_MAX_OPERATIONS = 10_000


def patch_type_of(request: ApiRequest) -> str:
    """The patch format of a request.

    Raises:
        ApiError: 415, the kind does not accept it.
    """
    media = media_type_of(request)
    if media == "application/json":
        raise ApiError(415, "UnsupportedMediaType", "415: Unsupported Media Type", details={})
    accepted = _accepted(request.kind)
    if media not in accepted:
        raise unsupported_media_type(accepted)
    return media


def _accepted(kind: ResourceKind) -> tuple[str, ...]:
    if kind.custom:
        return (JSON_PATCH, MERGE_PATCH, APPLY_PATCH)
    return (JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH)


def apply_patch(media: str, body: bytes, shape: Shape, target: JsonObject) -> JsonObject:
    """The target with a JSON, merge or strategic merge patch applied.

    Raises:
        ApiError: 400 for a malformed patch, 422 for a JSON patch that does not fit.
    """
    patch = read_json(body)
    if media == JSON_PATCH:
        return _json_patched(patch, target)
    if not isinstance(patch, dict):
        raise bad_request("error decoding patch: json: cannot unmarshal into Go value of type map[string]interface {}")
    changed = strategic_merge(shape, target, patch) if media == STRATEGIC_PATCH else merge_json(target, patch)
    return _checked(changed)


def _json_patched(patch: Any, target: JsonObject) -> JsonObject:
    if not isinstance(patch, list):
        raise bad_request("error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch")
    if len(patch) > _MAX_OPERATIONS:
        told = f"The allowed maximum operations in a JSON patch is {_MAX_OPERATIONS}, got {len(patch)}"
        raise ApiError(413, "RequestEntityTooLarge", told, details={})
    try:
        return _checked(jsonpatch.JsonPatch(patch).apply(target))
    except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException, TypeError, KeyError, ValueError):
        raise rejected_request() from None


def _checked(changed: Any) -> JsonObject:
    if not isinstance(changed, dict) or not isinstance(changed.get("metadata", {}), dict):
        raise rejected_request()
    return changed


def read_configuration(request: ApiRequest) -> JsonObject:
    """The configuration of a server-side apply.

    Raises:
        ApiError: 400, it is no object of the addressed kind.
    """
    found = read_json_or_yaml(request.body)
    if not isinstance(found, dict):
        raise bad_request("error decoding YAML: the configuration is no object")
    expected = (request.api_version, request.kind.kind)
    given = (found.get("apiVersion"), found.get("kind"))
    if given != expected:
        raise bad_request(f"invalid object type: {given[0]}, Kind={given[1]}")
    if not isinstance(found.setdefault("metadata", {}), dict):
        raise bad_request("error decoding YAML: metadata is no object")
    if found["metadata"].get("managedFields"):
        raise bad_request("metadata.managedFields must be nil")
    return found
