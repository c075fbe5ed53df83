"""Load balancers, pools, their health and their monitor."""

from collections.abc import Mapping
from typing import Any

from console.lab.edge.edge_refusal import EdgeRefusal
from console.lab.outside.cloudflare.api_call import ApiCall, Reply, when
from console.lab.outside.cloudflare.api_route import Route
from console.lab.world.world import World

_BALANCERS = "zones/{zone}/load_balancers"
_POOLS = "accounts/{account}/load_balancers/pools"
_PLACES = ("Tokyo, JP", "Osaka, JP", "Frankfurt, DE")
_GATEWAY = "edge/cell-router"


class BalancerApi:
    """Pools are healthy as long as the gateway that the monitor asks is there."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._balancer = world.edge.balancer

    def routes(self) -> tuple[Route, ...]:
        """What it answers."""
        one = f"{_BALANCERS}/{{balancer}}"
        pool = f"{_POOLS}/{{pool}}"
        return (
            Route("GET", _BALANCERS, self._list),
            Route("GET", one, self._one),
            Route("PATCH", one, self._change),
            Route("GET", _POOLS, self._pools),
            Route("GET", pool, self._pool),
            Route("PATCH", pool, self._change_pool),
            Route("GET", f"{pool}/health", self._health),
        )

    def _list(self, _call: ApiCall) -> Reply:
        return Reply([_shown(self._balancer.content)], _info(1))

    def _one(self, call: ApiCall) -> Reply:
        if call.at["balancer"] != self._balancer.content["id"]:
            raise EdgeRefusal(404, 1000, "load balancer not found")
        return Reply(_shown(self._balancer.content))

    def _change(self, call: ApiCall) -> Reply:
        self._one(call)
        self._balancer.change(call.json(), call.now_s)
        return Reply(_shown(self._balancer.content))

    def _pools(self, _call: ApiCall) -> Reply:
        pools = [_shown(one) for one in self._balancer.pools.values()]
        return Reply(pools, _info(len(pools)))

    def _pool(self, call: ApiCall) -> Reply:
        return Reply(_shown(self._balancer.pool(call.at["pool"])))

    def _change_pool(self, call: ApiCall) -> Reply:
        self._balancer.change_pool(call.at["pool"], call.json(), call.now_s)
        return self._pool(call)

    def _health(self, call: ApiCall) -> Reply:
        pool = self._balancer.pool(call.at["pool"])
        answers = self._world.state.ready.get(_GATEWAY, 0) > 0
        reason = "No failures" if answers else "HTTP timeout occurred"
        seen = {"healthy": answers, "failure_reason": reason, "rtt": "8.4ms", "response_code": 200 if answers else 0}
        origins = [{one["address"]: seen} for one in pool["origins"]]
        # The older description of the API knows health by place only, the newer one also a whole; both are told.
        places = {place: {"healthy": answers, "origins": origins} for place in _PLACES}
        return Reply({"pool_id": pool["id"], "pop_health": places})


def _shown(content: Mapping[str, Any]) -> dict[str, Any]:
    return {**content, "created_on": when(content["created_on"]), "modified_on": when(content["modified_on"])}


def _info(count: int) -> dict[str, object]:
    return {"page": 1, "per_page": max(count, 1), "count": count, "total_count": count, "total_pages": 1}
