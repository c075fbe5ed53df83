"""Tables: lists and watches as rows of cells (`meta.k8s.io` Table) or as metadata only."""

from collections.abc import Iterable
from typing import Any

from console.lab.servers.kubernetes.api_error import bad_request
from console.lab.servers.kubernetes.media_type import MediaType
from console.lab.servers.kubernetes.printer_catalog import cells_of, columns_of
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.stored_object import JsonObject, StoredObject, encode_json

_INCLUDES = frozenset(("None", "Metadata", "Object"))
META = "meta.k8s.io/"


class TableMaker:
    """Makes tables of one kind. `include` is what every row carries of its object: None, Metadata or Object."""

    def __init__(self, kind: ResourceKind, media: MediaType, include: str, now_s: float) -> None:
        if include not in _INCLUDES:
            raise bad_request(f'unrecognized includeObject value: "{include}"')
        self._kind = kind
        self._api_version = META + media.version
        self._include = include
        self._now_s = now_s
        self._cells = cells_of(kind)

    def columns(self) -> list[JsonObject]:
        """The column definitions."""
        return [
            {
                "name": column.name,
                "type": column.type,
                "format": "name" if column.name == "Name" else "",
                "description": column.description or column.name,
                "priority": column.priority,
            }
            for column in columns_of(self._kind)
        ]

    def table(self, entries: Iterable[StoredObject], metadata: JsonObject, *, columns: bool = True) -> bytes:
        """The encoded table of some objects."""
        rows = [self._row(entry) for entry in entries]
        head: JsonObject = {"kind": "Table", "apiVersion": self._api_version, "metadata": metadata}
        head["columnDefinitions"] = self.columns() if columns else None
        head["rows"] = rows
        return encode_json(head)

    def _row(self, entry: StoredObject) -> JsonObject:
        content = entry.content()
        row: JsonObject = {"cells": self._cells_of(content)}
        if self._include == "Metadata":
            row["object"] = partial_object(content, self._api_version)
        elif self._include == "Object":
            row["object"] = content
        return row

    def _cells_of(self, content: JsonObject) -> list[Any]:
        try:
            return self._cells(content, self._now_s)
        except (AttributeError, KeyError, TypeError, ValueError):
            # A client may write odd values where the kind's shape is open; one odd object must not hide all others.
            return [content["metadata"]["name"], *["<unknown>"] * (len(columns_of(self._kind)) - 1)]


def partial_object(content: JsonObject, api_version: str) -> JsonObject:
    """An object reduced to its metadata."""
    return {"kind": "PartialObjectMetadata", "apiVersion": api_version, "metadata": content["metadata"]}


def partial_bytes(entry: StoredObject, media: MediaType) -> bytes:
    """The encoded metadata of an object."""
    found: Any = partial_object(entry.content(), META + media.version)
    return encode_json(found)
