"""Who owns which field: managedFields after updates and server-side applies."""

from typing import Any, NamedTuple

from console.lab.servers.kubernetes.api_error import manager_conflict
from console.lab.servers.kubernetes.apply_merge import drop_paths, merge_applied, value_at
from console.lab.servers.kubernetes.field_path import (
    Difference,
    FieldPath,
    applied_paths,
    field_paths,
    field_tree,
    readable_path,
)
from console.lab.servers.kubernetes.schema_shape import Shape
from console.lab.servers.kubernetes.stored_object import JsonObject


class Writer(NamedTuple):
    """Who writes: the identity of an entry of managedFields."""

    manager: str
    operation: str
    api_version: str
    subresource: str = ""

    def told(self) -> str:
        """Who it is, as messages name it: appliers own fields in every version."""
        part = f' with subresource "{self.subresource}"' if self.subresource else ""
        return f'"{self.manager}"{part}' + (f" using {self.api_version}" if self.operation == "Update" else "")


class FieldOwnership:
    """The owners of one object's fields, changed by writes and written back into `metadata.managedFields`."""

    def __init__(self, content: JsonObject, now: str) -> None:
        self._sets: dict[Writer, set[FieldPath]] = {}
        self._times: dict[Writer, str] = {}
        self._now = now
        for entry in content.get("metadata", {}).get("managedFields") or ():
            writer = Writer(
                entry["manager"], entry["operation"], entry.get("apiVersion", ""), entry.get("subresource", "")
            )
            self._sets[writer] = set(field_paths(entry.get("fieldsV1") or {}))
            self._times[writer] = entry.get("time", now)

    def update(self, writer: Writer, difference: Difference) -> None:
        """Record a write: the writer owns what it changed, nobody owns what it removed."""
        if not difference.changed and not difference.removed:
            return
        lost = difference.changed | difference.removed
        for other, owned in list(self._sets.items()):
            owned.difference_update(lost if other != writer else difference.removed)
            if not owned:
                del self._sets[other]
        self._sets.setdefault(writer, set()).update(difference.changed)
        self._times[writer] = self._now
        if not self._sets[writer]:
            del self._sets[writer]

    def apply(self, writer: Writer, shape: Shape, live: JsonObject, config: JsonObject, *, force: bool) -> JsonObject:
        """Merge an applied configuration into the live object and record its owner.

        Raises:
            ApiError: 409, other managers own fields that would change, and `force` is off.
        """
        wanted = set(applied_paths(shape, config))
        conflicts = self._conflicts(writer, shape, live, config, wanted)
        if conflicts and not force:
            raise manager_conflict((other.told(), readable_path(path)) for other, path in sorted(conflicts))
        for other, path in conflicts:
            self._sets[other].discard(path)
            if not self._sets[other]:
                del self._sets[other]
        merged = merge_applied(shape, live, config)
        before = self._sets.pop(writer, set())
        others = set().union(*self._sets.values()) if self._sets else set()
        given_up = {path for path in before - wanted if not _owned_below(path, others | wanted)}
        kept: JsonObject = drop_paths(shape, merged, given_up)
        if wanted:
            self._sets[writer] = wanted
            if before != wanted or writer not in self._times:
                self._times[writer] = self._now
        return kept

    def _conflicts(
        self, writer: Writer, shape: Shape, live: JsonObject, config: JsonObject, wanted: set[FieldPath]
    ) -> list[tuple[Writer, FieldPath]]:
        found = []
        for other, owned in self._sets.items():
            if other == writer:
                continue
            for path in sorted(owned & wanted):
                if path[-1].startswith("k:"):
                    continue
                if value_at(shape, live, path) != value_at(shape, config, path):
                    found.append((other, path))
        return found

    def entries(self) -> list[JsonObject]:
        """The entries of `metadata.managedFields`, applies before updates."""
        found: list[JsonObject] = []
        for writer in sorted(self._sets, key=lambda one: (one.operation, self._times[one], one)):
            entry: dict[str, Any] = {"manager": writer.manager, "operation": writer.operation}
            entry |= {"apiVersion": writer.api_version, "time": self._times[writer], "fieldsType": "FieldsV1"}
            entry["fieldsV1"] = field_tree(self._sets[writer])
            if writer.subresource:
                entry["subresource"] = writer.subresource
            found.append(entry)
        return found

    def store_in(self, content: JsonObject) -> None:
        """Write the owners into an object."""
        entries = self.entries()
        if entries:
            content["metadata"]["managedFields"] = entries
        else:
            content["metadata"].pop("managedFields", None)


def _has_below(path: FieldPath, paths: set[FieldPath]) -> bool:
    return any(other[: len(path)] == path and len(other) > len(path) for other in paths)


def _owned_below(path: FieldPath, paths: set[FieldPath]) -> bool:
    return path in paths or _has_below(path, paths)
