"""A KV namespace of the lab."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class KvEntry:
    """A value with its metadata (any JSON) and when it expires (unix seconds)."""

    value: bytes
    metadata: Any = None
    expires_s: float | None = None


@dataclass(slots=True)
class KvNamespace:
    """Values by their names."""

    id: str
    title: str
    entries: dict[str, KvEntry] = field(default_factory=dict)

    @property
    def size_bytes(self) -> int:
        """Bytes of all names and values."""
        return sum(len(name.encode()) + len(entry.value) for name, entry in self.entries.items())
