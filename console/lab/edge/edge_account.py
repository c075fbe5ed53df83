"""The lab's whole account at the edge provider, and what its settings do to the estate."""

import json

from console.lab.edge.edge_balancer import EdgeBalancer
from console.lab.edge.edge_cache import EdgeCache
from console.lab.edge.edge_identity import hex_id
from console.lab.edge.edge_seed import CACHE_KEYS, CONFIG, seeded_namespaces, seeded_rules, seeded_scripts
from console.lab.edge.kv_namespace import KvNamespace
from console.lab.edge.rate_ruleset import RateRuleset
from console.lab.edge.usage_log import UsageLog
from console.lab.simulator.demand import DAY_S, Demand
from console.lab.simulator.edge_control import EdgeControl
from console.lab.simulator.estate_blueprint import EstateBlueprint

_AGE_S = 400 * DAY_S


class EdgeAccount:
    """Deterministic in seed, blueprint and start; servers change it, the world reads `control` at every step."""

    def __init__(self, seed: int, blueprint: EstateBlueprint, start_s: float) -> None:
        self.seed = seed
        self.id = hex_id(seed, "account")
        self.zone_id = hex_id(seed, "zone")
        self.created_s = start_s - _AGE_S
        self.scripts = seeded_scripts(seed, start_s)
        self.namespaces = seeded_namespaces(seed, start_s)
        self.rules = RateRuleset(seed)
        self.rules.put(seeded_rules(blueprint.size), start_s - DAY_S)
        self.balancer = EdgeBalancer(seed, blueprint.cells, self.created_s)
        self.cache = EdgeCache(seed)
        self.usage = UsageLog(seed, Demand(seed, blueprint), start_s)

    @property
    def config(self) -> KvNamespace:
        """The namespace that holds what the edge is configured by."""
        return next(one for one in self.namespaces.values() if one.title == CONFIG)

    def shares_keys(self) -> bool:
        """Whether the call to action and its proof have one cache key; an entry that is no JSON changes nothing."""
        entry = self.config.entries.get(CACHE_KEYS)
        try:
            keys = json.loads(entry.value) if entry else {}
            return bool(keys) and keys.get("cta") == keys.get("proof")
        except (ValueError, AttributeError, RecursionError):
            return False

    def step(self, dt_s: float) -> None:
        """Let simulated seconds pass."""
        self.cache.step(dt_s, shared_keys=self.shares_keys())

    def control(self) -> EdgeControl:
        """What all settings together do now."""
        return EdgeControl(
            limits=self.rules.limits(),
            pool_weights=self.balancer.weights(),
            workers={name: script.effect() for name, script in self.scripts.items()},
            mixes={name: script.mix() for name, script in self.scripts.items()},
            cold=self.cache.cold,
            poisoned=self.cache.poisoned,
            shared_keys=self.shares_keys(),
        )
