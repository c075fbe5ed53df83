"""What a runbook needs to know to take the ranker back to a version."""

from collections.abc import Mapping

from console.lab.scenarios.scenario import ScenarioWorld
from console.lab.simulator.edge_catalogue import RANKER, ZONE


def rollback_of(world: ScenarioWorld, tag: str) -> Mapping[str, str]:
    """The Worker, its zone, and the version by tag and id."""
    found = world.edge.scripts[RANKER].version(tag)
    return {"worker": RANKER, "tag": tag, "version": found.id if found is not None else "", "zone": ZONE}
