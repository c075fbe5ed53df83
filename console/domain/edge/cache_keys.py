"""How an edge cache tells things apart: a key pattern for each part of a page."""

from collections import defaultdict
from dataclasses import dataclass

from console.domain.resource import ResourceRef

KV_VALUE = "KVValue"


@dataclass(frozen=True, slots=True)
class CacheKeys:
    """(part, pattern) as the value ``ref.name`` of a KV namespace states them; ``agreed`` as the estate does.

    Parts are named as the cache's tags are. ``readable`` is false when the value is no JSON object of texts.
    """

    ref: ResourceRef
    patterns: tuple[tuple[str, str], ...]
    agreed: tuple[tuple[str, str], ...] = ()
    readable: bool = True

    @property
    def shared(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return each pattern that several parts share, with those parts: the cache answers one with the other."""
        parts: defaultdict[str, list[str]] = defaultdict(list)
        for part, pattern in self.patterns:
            parts[pattern].append(part)
        return tuple((pattern, tuple(names)) for pattern, names in parts.items() if len(names) > 1)
