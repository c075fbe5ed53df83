"""A DNS zone that an edge provider serves."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone by its name (``ref.name``); ``status`` is the provider's word (active, pending, moved, …).

    ``plan`` is empty when the provider does not tell it.
    """

    ref: ResourceRef
    zone_id: str
    status: str
    paused: bool
    plan: str
    created_at_s: float | None
