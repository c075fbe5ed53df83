"""Plans of rollouts: weights of routes that a test can follow, and Argo Rollouts."""

from typing import Any

from console.domain.rollouts.argo_lever import ArgoLever
from console.domain.rollouts.rollout_gates import RolloutGates
from console.domain.rollouts.rollout_plan import RolloutPlan
from console.domain.rollouts.rollout_stage import RolloutStage
from console.domain.rollouts.rollout_wave import RolloutCell, RolloutWave
from console.domain.rollouts.route_lever import RouteLever

ALONE = RolloutGates(judge=False, error_budget=False, cost=False, carbon=False)
CELLS = ("tokyo", "osaka", "frankfurt", "content")


def route_lever(cell: str) -> RouteLever:
    """A route whose old destination has all requests."""
    weights = (("new", 0), ("old", 100))
    return RouteLever("asia", "VirtualService", cell, "web", "/spec/http/0", "new", "old", weights)


def argo_lever(cell: str, image: str = "registry/web:2") -> ArgoLever:
    """The Rollout of web in a cell."""
    return ArgoLever("asia", cell, "web", "web", image)


def route_plan(lasts_s: float = 0.0, **more: Any) -> RolloutPlan:
    """Tokyo first, then three cells together, in stages of 25 and 100 percent."""
    waves = (
        RolloutWave((RolloutCell(CELLS[0], (route_lever(CELLS[0]),)),)),
        RolloutWave(tuple(RolloutCell(one, (route_lever(one),)) for one in CELLS[1:])),
    )
    stages = (RolloutStage(25, lasts_s), RolloutStage(100))
    return RolloutPlan("web 2", waves, **({"stages": stages, "gates": ALONE} | more))
