"""A wave of a rollout: cells that take each stage together."""

from __future__ import annotations

from typing import Literal

import msgspec

from console.domain.rollouts.argo_lever import ArgoLever
from console.domain.rollouts.model_lever import ModelLever
from console.domain.rollouts.pool_lever import PoolLever
from console.domain.rollouts.rollout_stage import RolloutStage
from console.domain.rollouts.route_lever import RouteLever
from console.domain.rollouts.worker_lever import WorkerLever

Lever = ArgoLever | WorkerLever | RouteLever | PoolLever | ModelLever


class RolloutCell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A cell and what is moved in it, in this order: the share inside the cluster, the router's weight, ..."""

    cell: str
    levers: tuple[Lever, ...]


class RolloutWave(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``stages`` replace those of the plan; behind the ``barrier`` ``hand`` the next wave waits for a person."""

    cells: tuple[RolloutCell, ...]
    stages: tuple[RolloutStage, ...] = ()
    barrier: Literal["clock", "hand"] = "clock"


def uncounted_cells(waves: tuple[RolloutWave, ...], *, knows_model: bool) -> tuple[str, ...]:
    """Return the cells whose canary no metric tells apart: only revisions and versions of edge models are counted."""
    counted = (ArgoLever, WorkerLever) if knows_model else (ArgoLever,)
    return tuple(
        one.cell for wave in waves for one in wave.cells if not any(isinstance(lever, counted) for lever in one.levers)
    )
