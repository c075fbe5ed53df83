"""A load balancer at the edge, and the pools it spreads requests over."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class LoadBalancer:
    """``ref.name`` is its host name, ``ref.namespace`` its zone; ``weights`` are (pool name, weight 0 to 1) in order.

    ``steering`` is the provider's word for the policy; weights count only for some of them.
    """

    ref: ResourceRef
    balancer_id: str
    steering: str
    weights: tuple[tuple[str, float], ...]
    fallback: str
    enabled: bool
    proxied: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """A server of a pool; ``weight`` (0 to 1) is its share within the pool."""

    name: str
    address: str
    weight: float
    enabled: bool


@dataclass(frozen=True, slots=True)
class EdgePool:
    """A pool of origins; ``healthy`` is ``None`` when nobody checks it."""

    ref: ResourceRef
    pool_id: str
    enabled: bool
    healthy: bool | None
    origins: tuple[Origin, ...]
