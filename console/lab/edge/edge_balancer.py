"""The lab's load balancer with one pool per regional cell."""

from collections.abc import Iterable, Mapping
from typing import Any

from console.lab.edge.edge_identity import hex_id
from console.lab.edge.edge_refusal import EdgeRefusal
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.edge_catalogue import ZONE

_CHANGEABLE = frozenset(
    ("description", "enabled", "ttl", "default_pools", "fallback_pool", "steering_policy", "random_steering", "proxied")
)
_POOL_CHANGEABLE = frozenset(("description", "enabled", "minimum_origins", "notification_email", "origins"))


class EdgeBalancer:
    """`content` and `pools` (by id) are as the API shows them; times are unix seconds.

    The monitor asks the gateway of the region, which answers while the cell behind it does not: moving traffic away
    from a dark cell stays the operator's decision.
    """

    def __init__(self, seed: int, cells: Iterable[CellSpec], created_s: float) -> None:
        self.monitor = hex_id(seed, "monitor/gateway")
        self._cell_of = {hex_id(seed, f"pool/{cell.name}"): cell.name for cell in cells if cell.kind == "regional"}
        self.pools: dict[str, dict[str, Any]] = {
            pool: self._pool(pool, cell, created_s) for pool, cell in self._cell_of.items()
        }
        self.content: dict[str, Any] = {
            "id": hex_id(seed, "balancer/app"),
            "name": f"app.{ZONE}",
            "description": "One pool per regional cell.",
            "enabled": True,
            "proxied": True,
            "ttl": 30,
            "default_pools": list(self.pools),
            "fallback_pool": next(iter(self.pools), ""),
            "steering_policy": "random",
            "session_affinity": "none",
            "random_steering": {"default_weight": 1, "pool_weights": dict.fromkeys(self.pools, 1.0)},
            "created_on": created_s,
            "modified_on": created_s,
        }

    def change(self, fields: Mapping[str, Any], now_s: float) -> None:
        """Set fields of the load balancer. Raises EdgeRefusal."""
        _only(fields, _CHANGEABLE)
        if "random_steering" in fields:
            self._check_steering(fields["random_steering"])
        self._check_pools(fields.get("default_pools", []))
        self.content = {**self.content, **fields, "modified_on": now_s}

    def pool(self, pool_id: str) -> dict[str, Any]:
        """A pool. Raises EdgeRefusal."""
        found = self.pools.get(pool_id)
        if found is None:
            raise EdgeRefusal(404, 1001, "pool not found")
        return found

    def change_pool(self, pool_id: str, fields: Mapping[str, Any], now_s: float) -> None:
        """Set fields of a pool. Raises EdgeRefusal."""
        _only(fields, _POOL_CHANGEABLE)
        if "origins" in fields:
            _check_origins(fields["origins"])
        self.pools[pool_id] = {**self.pool(pool_id), **fields, "modified_on": now_s}

    def weights(self) -> dict[str, float]:
        """The weight of each cell that has a pool; 0 when the pool takes no part."""
        content = self.content
        steering = content["random_steering"]
        given = steering.get("pool_weights") or {}
        chosen = set(content["default_pools"])
        if not content["enabled"] or content["steering_policy"] != "random":
            return {}
        return {
            cell: float(given.get(pool, steering.get("default_weight", 1))) * self._takes_part(pool, chosen)
            for pool, cell in self._cell_of.items()
        }

    def _takes_part(self, pool_id: str, chosen: set[str]) -> bool:
        pool = self.pools[pool_id]
        serves = any(one.get("enabled", True) and one.get("weight", 1) > 0 for one in pool["origins"])
        return pool_id in chosen and bool(pool["enabled"]) and serves

    def _check_pools(self, pools: object) -> None:
        if not isinstance(pools, list):
            raise EdgeRefusal(400, 1002, "default_pools: must be a list")
        for pool in pools:
            self.pool(str(pool))

    def _check_steering(self, steering: object) -> None:
        if not isinstance(steering, dict):
            raise EdgeRefusal(400, 1002, "random_steering: must be an object")
        weights = [*(steering.get("pool_weights") or {}).values(), steering.get("default_weight", 1)]
        for weight in weights:
            # A tenth is no binary fraction, hence the tolerance.
            if (
                not isinstance(weight, int | float)
                or not 0 <= weight <= 1
                or abs(weight * 10 - round(weight * 10)) > 1e-6
            ):
                raise EdgeRefusal(400, 1002, "random_steering: weights must be from 0 to 1 in multiples of 0.1")
        for pool in steering.get("pool_weights") or {}:
            self.pool(pool)

    def _pool(self, pool: str, cell: str, created_s: float) -> dict[str, Any]:
        origin = {"name": f"{cell}-gateway", "address": f"{cell}.origin.{ZONE}", "enabled": True, "weight": 1}
        return {
            "id": pool,
            "name": cell,
            "description": f"The gateway of the cell {cell}.",
            "enabled": True,
            "minimum_origins": 1,
            "monitor": self.monitor,
            "origins": [origin],
            "created_on": created_s,
            "modified_on": created_s,
        }


def _check_origins(origins: object) -> None:
    if not isinstance(origins, list) or not all(isinstance(one, dict) for one in origins):
        raise EdgeRefusal(400, 1002, "origins: must be a list of objects")
    for one in origins:
        weight = one.get("weight", 1)
        if not isinstance(one.get("address"), str):
            raise EdgeRefusal(400, 1002, "origins: each needs an address")
        if not isinstance(weight, int | float) or not 0 <= weight <= 1:
            raise EdgeRefusal(400, 1002, "origins: weights must be from 0 to 1")


def _only(fields: Mapping[str, Any], known: frozenset[str]) -> None:
    for name in fields:
        if name not in known:
            raise EdgeRefusal(400, 1002, f"{name}: cannot be changed here")
