"""The weights of a model router as they are configured."""

from __future__ import annotations

import json
from math import inf
from typing import TYPE_CHECKING

from console.domain.route import Setting

if TYPE_CHECKING:
    from console.estate.schema.router import ModelRouter
    from console.store.state import State


def router_weights(state: State, router: ModelRouter) -> dict[str, float]:
    """Return the configured weights as shares; those of the estate where the entry was not read or is no JSON.

    Empty when the entry cannot be understood, or all weights are zero.
    """
    at = router.config_map
    rows = state.rows(router.cluster, "settings", Setting)
    place = at.namespace, at.name
    entries = next((dict(one.entries) for one in rows if (one.ref.namespace, one.ref.name) == place), {})
    told = {one.name: one.weight for one in router.targets}
    if router.format == "json" and at.entry in entries:
        try:
            read = json.loads(entries[at.entry])
            told = {str(name): float(weight) for name, weight in read.items()}
        except (ValueError, AttributeError, TypeError, OverflowError, RecursionError):
            return {}
    total = sum(told.values())
    return {name: weight / total for name, weight in told.items()} if 0 < total < inf else {}
