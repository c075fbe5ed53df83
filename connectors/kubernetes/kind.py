"""Kinds that are observed: where they live in the API, how they are decoded and what becomes of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import msgspec

from connectors.common.whole import Whole
from console.domain.event import ObjectRow
from console.domain.resource import ResourceKind


@dataclass(frozen=True, slots=True)
class WatchedKind:
    """A kind with the versions to try, newest first; ``row`` is pure.

    ``label`` and ``field`` are selectors; ``namespace`` restricts it to one namespace whatever the connection says.
    """

    api_group: str
    versions: tuple[str, ...]
    kind: str
    plural: str
    wire: type[msgspec.Struct]
    row: Callable[[Any, ResourceKind, str], ObjectRow]
    namespaced: bool = True
    label: str = ""
    field: str = ""
    namespace: str = ""

    def at(self, version: str) -> ResourceKind:
        """Return the kind in one version."""
        return ResourceKind(self.api_group, version, self.kind, self.plural, self.namespaced)


def collection_path(kind: ResourceKind, namespace: str = "") -> str:
    """Return the URL path of a kind's objects; an empty namespace means all."""
    root = f"/apis/{kind.group}/{kind.version}" if kind.group else f"/api/{kind.version}"
    if kind.namespaced and namespace:
        return f"{root}/namespaces/{quote(namespace, safe='')}/{kind.plural}"
    return f"{root}/{kind.plural}"


class ListMeta(
    msgspec.Struct,
    rename={"resource_version": "resourceVersion", "more": "continue", "remaining": "remainingItemCount"},
):
    """A list's metadata."""

    resource_version: str = ""
    more: str = ""
    remaining: Whole = 0


class RawPage(msgspec.Struct):
    """A page whose objects are not decoded yet."""

    metadata: ListMeta
    items: list[msgspec.Raw] | None = None


@lru_cache(maxsize=64)
def page_decoder(wire: Any) -> "msgspec.json.Decoder[Any]":
    """Return the decoder of a page of objects."""
    page = msgspec.defstruct(
        f"{wire.__name__}Page",
        [("metadata", ListMeta), ("items", list[wire] | None, None)],
    )
    return msgspec.json.Decoder(page)


@lru_cache(maxsize=64)
def object_decoder(wire: Any) -> "msgspec.json.Decoder[Any]":
    """Return the decoder of one object."""
    return msgspec.json.Decoder(wire)
