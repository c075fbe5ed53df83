"""Reading load balancers and pools."""

from connectors.cloudflare.address import below
from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.wire import BalancerItem, PoolHealth, PoolItem
from connectors.cloudflare.zone_directory import ZoneDirectory
from console.domain.edge.load_balancer import EdgePool, LoadBalancer, Origin
from console.domain.resource import ResourceRef

_MOST_CHECKED = 20
"""Pools whose health is read; each costs a request."""


class BalancerReader:
    """Reads the load balancers of the zones and the account's pools with their health."""

    def __init__(self, api: CloudflareApi, connection: str, zones: ZoneDirectory) -> None:
        self._api = api
        self._connection = connection
        self._zones = zones

    async def read(self) -> tuple[LoadBalancer | EdgePool, ...]:
        """Return load balancers, then pools; raise ``ConnectorError``."""
        pools = await pools_of(self._api)
        names = {pool.id: pool.name for pool in pools}
        rows: list[LoadBalancer | EdgePool] = []
        for zone in await self._zones.zones():
            balancers = await balancers_of(self._api, zone.id)
            rows.extend(self._balancer(zone.name, one, names) for one in balancers)
        for place, pool in enumerate(pools):
            rows.append(self._pool(pool, await self._health(pool) if place < _MOST_CHECKED else None))
        return tuple(rows)

    async def _health(self, pool: PoolItem) -> bool | None:
        """Return whether a pool is well as seen from most places; ``None`` when nobody checks it."""
        if not pool.monitor:
            return None
        found = await self._api.one(below(f"{self._api.root}/load_balancers/pools", pool.id, "health"), PoolHealth)
        seen = found.pop_health or {}
        places = [seen] if "healthy" in seen else [one for one in seen.values() if isinstance(one, dict)]
        verdicts = [bool(one["healthy"]) for one in places if "healthy" in one]
        return 2 * sum(verdicts) >= len(verdicts) if verdicts else None

    def _balancer(self, zone: str, item: BalancerItem, names: dict[str, str]) -> LoadBalancer:
        return LoadBalancer(
            ref=ResourceRef(self._connection, "LoadBalancer", zone, item.name),
            balancer_id=item.id,
            steering=item.steering_policy or "",
            weights=tuple((names.get(pool, pool), weight) for pool, weight in weights_of(item).items()),
            fallback=names.get(item.fallback_pool or "", item.fallback_pool or ""),
            enabled=item.enabled,
            proxied=item.proxied,
        )

    def _pool(self, item: PoolItem, healthy: bool | None) -> EdgePool:
        return EdgePool(
            ref=ResourceRef(self._connection, "Pool", "", item.name),
            pool_id=item.id,
            enabled=item.enabled,
            healthy=healthy,
            origins=tuple(Origin(one.name, one.address, one.weight, one.enabled) for one in item.origins or ()),
        )


async def pools_of(api: CloudflareApi) -> tuple[PoolItem, ...]:
    """Return the pools of the account."""
    return await api.whole(f"{api.root}/load_balancers/pools", PoolItem)


async def balancers_of(api: CloudflareApi, zone_id: str) -> tuple[BalancerItem, ...]:
    """Return the load balancers of a zone."""
    return await api.whole(below("zones", zone_id, "load_balancers"), BalancerItem)


def weights_of(balancer: BalancerItem) -> dict[str, float]:
    """Return the weight of each pool by its id, the default weight where none is set."""
    steering = balancer.random_steering
    default = 1.0 if steering is None or steering.default_weight is None else steering.default_weight
    given = (steering.pool_weights if steering else None) or {}
    return {pool: given.get(pool, default) for pool in balancer.default_pools or ()}
