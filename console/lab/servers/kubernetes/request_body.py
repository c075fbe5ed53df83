"""Reading the bodies of requests: JSON or YAML, objects of the expected kind."""

from typing import Any

import msgspec
import yaml

from console.lab.servers.kubernetes.api_error import bad_request, unsupported_media_type
from console.lab.servers.kubernetes.api_request import ApiRequest
from console.lab.servers.kubernetes.protobuf_body import PROTOBUF_MEDIA, read_protobuf_object
from console.lab.servers.kubernetes.protobuf_message import ProtobufError
from console.lab.servers.kubernetes.stored_object import JsonObject, decode_json

_JSON = "application/json"
_YAML = "application/yaml"


def media_type_of(request: ApiRequest) -> str:
    """The media type of the request's body, without parameters."""
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def read_json(body: bytes) -> Any:
    """Decode JSON.

    Raises:
        ApiError: 400, it is none.
    """
    try:
        return decode_json(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise bad_request(f"error decoding request body: {error}") from None


def read_json_or_yaml(body: bytes) -> Any:
    """Decode JSON or, failing that, safe YAML.

    Raises:
        ApiError: 400, it is neither.
    """
    try:
        return decode_json(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return yaml.load(body, Loader=_PlainLoader)  # noqa: S506 - a safe loader without timestamps
    except (yaml.YAMLError, RecursionError) as error:
        raise bad_request(f"error decoding YAML: {error}") from None


class _PlainLoader(yaml.SafeLoader):
    """Safe YAML in which times stay text and aliases are refused, so that small bodies stay small."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not accepted")
        return super().compose_node(parent, index)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_object(request: ApiRequest, *, kind: str = "", api_version: str = "", older: str = "") -> JsonObject:
    """The object in the body of a create or replace, of the addressed kind; `older` is another version that is taken.

    Raises:
        ApiError: 400 or 415.
    """
    found = _decoded(request)
    expected = kind or request.kind.kind
    if not isinstance(found, dict):
        problem = "couldn't get version/kind; json parse error"
        raise bad_request(f"the object provided is unrecognized (must be of type {expected}): {problem}")
    version = api_version or request.api_version
    given = (found.setdefault("apiVersion", version), found.setdefault("kind", expected))
    if given[1] != expected or given[0] not in (version, older or version):
        told = f'no kind "{given[1]}" is registered for version "{given[0]}"'
        raise bad_request(f"the object provided is unrecognized (must be of type {expected}): {told}")
    if not isinstance(found.setdefault("metadata", {}), dict):
        raise bad_request(f"the object provided is unrecognized (must be of type {expected}): metadata is no object")
    return found


def _decoded(request: ApiRequest) -> Any:
    media = media_type_of(request)
    if media in {"", _JSON, "*/*"}:
        return read_json(request.body)
    if media == _YAML:
        return read_json_or_yaml(request.body)
    if media == PROTOBUF_MEDIA:
        found = read_protobuf(request.body)
        if found is not None:
            return found
    raise unsupported_media_type((_JSON, _YAML, PROTOBUF_MEDIA))


def read_protobuf(body: bytes) -> JsonObject | None:
    """The object in a protobuf body; None for a kind that the lab reads as JSON only.

    Raises:
        ApiError: 400, the bytes are broken.
    """
    try:
        return read_protobuf_object(body)
    except ProtobufError as error:
        raise bad_request(f"error decoding protobuf request body: {error}") from None


def check_place(request: ApiRequest, content: JsonObject) -> None:
    """Complete the name and namespace of a body from the path, and refuse others.

    Raises:
        ApiError: 400, the body names another place.
    """
    metadata, path = content["metadata"], request.path
    if request.kind.namespaced:
        if metadata.get("namespace") and metadata["namespace"] != path.namespace:
            told = "the namespace of the provided object does not match the namespace sent on the request"
            raise bad_request(told)
        metadata["namespace"] = path.namespace
    else:
        metadata.pop("namespace", None)
    if path.name:
        if metadata.get("name") and metadata["name"] != path.name:
            told = f"the name of the object ({metadata['name']}) does not match the name on the URL ({path.name})"
            raise bad_request(told)
        metadata["name"] = path.name
