"""A store at the edge: a KV namespace, a D1 database or an R2 bucket."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef

KV, D1, R2 = "KVNamespace", "D1Database", "R2Bucket"


@dataclass(frozen=True, slots=True)
class EdgeStore:
    """``ref.kind`` is one of ``KV``, ``D1`` and ``R2``; ``None`` is not known or does not exist for that kind.

    ``keys`` counts the keys of a namespace, at least that many when ``more_keys``. ``size_bytes`` is its size now.
    ``expiring`` of these keys have a time to live, the next of them ends at ``expires_at_s``.
    """

    ref: ResourceRef
    store_id: str
    keys: int | None = None
    more_keys: bool = False
    size_bytes: float | None = None
    tables: int | None = None
    location: str = ""
    storage_class: str = ""
    created_at_s: float | None = None
    expiring: int | None = None
    expires_at_s: float | None = None
