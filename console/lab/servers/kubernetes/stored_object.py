"""One object as the store keeps it: encoded once, with the few parts that lists and watches ask for."""

from collections.abc import Mapping
from sys import intern
from typing import Any

import msgspec

from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.version_conversion import as_served, is_converted

JsonObject = dict[str, Any]

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder()
_TYPE = frozenset(("kind", "apiVersion"))
_HEAD = frozenset(("kind", "apiVersion", "metadata"))


def encode_json(value: Any) -> bytes:
    """Encode any JSON value compactly."""
    return _encoder.encode(value)


def decode_json(body: bytes) -> Any:
    """Decode JSON bytes.

    Raises:
        msgspec.DecodeError: the bytes are no JSON.
    """
    return _decoder.decode(body)


class StoredObject:
    """An immutable version of an object. 10,000 pods are 10,000 byte strings and not millions of Python objects."""

    __slots__ = ("body", "kind", "labels", "name", "namespace", "owners", "uid", "version")

    def __init__(self, kind: ResourceKind, content: JsonObject) -> None:
        metadata = content["metadata"]
        self.kind = kind
        self.name: str = metadata["name"]
        self.namespace: str = intern(metadata.get("namespace") or "")
        self.uid: str = metadata["uid"]
        self.version = int(metadata["resourceVersion"])
        labels = metadata.get("labels") or {}
        self.labels: Mapping[str, str] = {intern(key): intern(value) for key, value in labels.items()}
        self.owners: tuple[str, ...] = tuple(owner["uid"] for owner in metadata.get("ownerReferences") or ())
        ordered = {"kind": kind.kind, "apiVersion": kind.api_version, "metadata": metadata}
        ordered.update((key, value) for key, value in content.items() if key not in _HEAD)
        self.body = _encoder.encode(ordered)

    @property
    def key(self) -> str:
        """Where the object sorts in its collection: `namespace/name` or `name`."""
        return f"{self.namespace}/{self.name}" if self.namespace else self.name

    def content(self) -> JsonObject:
        """A fresh copy that the caller may change."""
        decoded: JsonObject = _decoder.decode(self.body)
        return decoded

    def body_as(self, api_version: str) -> bytes:
        """The encoded object in another served version (but for the converted kinds they differ by name only)."""
        stored = self.kind.api_version
        if api_version == stored:
            return self.body
        if is_converted(self.kind, api_version):
            return _encoder.encode(as_served(self.kind, self.content(), api_version))
        head = f'{{"kind":"{self.kind.kind}","apiVersion":"'
        return f"{head}{api_version}".encode() + self.body[len(head) + len(stored) :]

    def item_as(self, api_version: str) -> bytes:
        """The encoded object inside a list: built-in kinds leave kind and apiVersion to the list."""
        if self.kind.custom:
            return self.body_as(api_version)
        if is_converted(self.kind, api_version):
            told = as_served(self.kind, self.content(), api_version)
            return _encoder.encode({name: part for name, part in told.items() if name not in _TYPE})
        return b"{" + self.body[len(f'{{"kind":"{self.kind.kind}","apiVersion":"{self.kind.api_version}",') :]
