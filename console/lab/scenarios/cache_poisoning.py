"""The edge cache shows the proof of one call to action beside another."""

import json
from collections.abc import Mapping
from dataclasses import replace

from console.kernel.i18n import t
from console.lab.edge.edge_seed import CACHE_KEYS, GOOD_KEYS, MIXED_KEYS
from console.lab.edge.kv_namespace import KvEntry
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.edge_catalogue import ZONE
from console.lab.simulator.estate_state import EstateState

_CLEAN = 0.05
"""A cache of which less is mixed up counts as clean."""


class CachePoisoning:
    """Gives the call to action and its proof the same cache key."""

    key = "cache-poisoning"
    runbook = "cache-poisoning"

    def title(self) -> str:
        """Name for people."""
        return t("CDN cache poisoning")

    def injects(self) -> str:
        """What it breaks."""
        return t(
            "Writes the same pattern for the call to action and for its proof into cache-keys of the KV namespace"
            " edge-config, so that the edge cache answers one with the other."
        )

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "Clicks on the call to action fall while opens stay and the cache hit ratio rises: both parts share a key."
            " Give them different patterns in cache-keys, then purge the tags cta and proof together."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        return {"cell": world.blueprint.cells[0].name, "zone": ZONE}

    def inject(self, world: ScenarioWorld) -> None:
        """Mix the keys up."""
        _write(world, MIXED_KEYS)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Set the agreed keys, unless the operator did, and forget what is wrong in the cache."""
        if world.edge.shares_keys():
            _write(world, GOOD_KEYS)
        world.edge.cache.drop_poison()

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """The keys differ and hardly anything in the cache is wrong any more."""
        return not world.edge.shares_keys() and world.edge.cache.poisoned < _CLEAN


def _write(world: ScenarioWorld, keys: dict[str, str]) -> None:
    entries = world.edge.config.entries
    known = entries.get(CACHE_KEYS, KvEntry(b""))
    entries[CACHE_KEYS] = replace(known, value=json.dumps(keys).encode())


SCENARIOS.add(CachePoisoning())
