"""The weights of a model router as they are configured."""

from __future__ import annotations

import json
from math import inf
from typing import TYPE_CHECKING, Any

from console.domain.route import Setting
from console.estate.problem import FileInvalid
from console.estate.read_yaml import read_yaml

if TYPE_CHECKING:
    from console.estate.schema.router import ModelRouter
    from console.store.state import State


def router_weights(state: State, router: ModelRouter) -> dict[str, float]:
    """Return the configured weights as shares; those of the estate where the entry was not read.

    Empty when the entry cannot be understood, a weight is below zero, or all are zero.
    """
    at = router.config_map
    rows = state.rows(router.cluster, "settings", Setting)
    place = at.namespace, at.name
    entries = next((dict(one.entries) for one in rows if (one.ref.namespace, one.ref.name) == place), {})
    told = {one.name: one.weight for one in router.targets}
    if at.entry in entries:
        try:
            read = _read(entries[at.entry], router.format)
            told = {str(name): float(weight) for name, weight in read.items()}
        except (FileInvalid, ValueError, AttributeError, TypeError, OverflowError, RecursionError):
            return {}
    total = sum(told.values())
    if not 0 < total < inf or min(told.values()) < 0:
        return {}
    return {name: weight / total for name, weight in told.items()}


def _read(text: str, form: str) -> Any:
    return read_yaml(text.encode(errors="replace"), "weights").value if form == "yaml" else json.loads(text)
