"""The cell router sends far too much to one cell."""

import json
from collections.abc import Mapping

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.lab.objects.traffic_object import INTENDED_ANNOTATION, ROUTER, ROUTER_NAMESPACE, cell_router
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.estate_state import EstateState

_ROUTERS = "virtualservices.networking.istio.io"
SKEWED_SHARE = 0.72
CLOSE_ENOUGH = 0.05
"""Shares within five points of the agreed ones count as repaired."""


class RouterSkew:
    """Moves most of the weight to the smallest regional cell."""

    key = "router-skew"
    runbook = "router-skew"

    def title(self) -> str:
        """Name for people."""
        return t("Router skew")

    def injects(self) -> str:
        """What it breaks."""
        return t("Changes the weights of the VirtualService cell-router so that one cell gets most of the traffic.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "One cell is at its maximum replicas with rising latency while the others idle: the weights of the"
            " VirtualService edge/cell-router differ from the agreed ones in its annotation. Set them back."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        return {"cell": _victim(world)}

    def inject(self, world: ScenarioWorld) -> None:
        """Skew the weights."""
        intended = world.blueprint.router_weights()
        if len(intended) < 2:
            raise UserError(t("Router skew needs at least two cells."), t("Start the lab with more cells."))
        victim = _victim(world)
        rest = sum(weight for cell, weight in intended.items() if cell != victim)
        skewed = {
            cell: round(100 * (1 - SKEWED_SHARE) * weight / rest) for cell, weight in intended.items() if cell != victim
        }
        skewed[victim] = 100 - sum(skewed.values())
        _set(world, {cell: skewed[cell] for cell in intended})

    def withdraw(self, world: ScenarioWorld) -> None:
        """Set the agreed weights."""
        _set(world, world.blueprint.router_weights())

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """Every cell gets about the share that was agreed."""
        entry = world.store.find(_ROUTERS, ROUTER_NAMESPACE, ROUTER)
        if entry is None:
            return False
        notes = entry.content()["metadata"].get("annotations") or {}
        try:
            agreed = {str(cell): float(value) for cell, value in json.loads(notes[INTENDED_ANNOTATION]).items()}
        except (KeyError, ValueError, AttributeError, TypeError):
            agreed = {cell: float(weight) for cell, weight in world.blueprint.router_weights().items()}
        total = sum(agreed.values()) or 1.0
        return all(
            abs(cell.router_share - agreed.get(name, 0.0) / total) <= CLOSE_ENOUGH for name, cell in state.cells.items()
        )


def _victim(world: ScenarioWorld) -> str:
    regional = [cell for cell in world.blueprint.cells if cell.kind == "regional"] or list(world.blueprint.cells)
    return min(regional, key=lambda cell: cell.units).name


def _set(world: ScenarioWorld, weights: dict[str, int]) -> None:
    if world.store.find(_ROUTERS, ROUTER_NAMESPACE, ROUTER) is None:
        world.store.create(cell_router(world.blueprint.router_weights(), world.now_s))
    http = cell_router(weights, world.now_s)["spec"]["http"]
    world.store.patch(_ROUTERS, ROUTER_NAMESPACE, ROUTER, {"spec": {"http": http}})


SCENARIOS.add(RouterSkew())
