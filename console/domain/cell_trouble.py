"""Troubles of a cell: causes that are visible beside its measurements, so that a reason leads to the mending."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.health import Health
from console.domain.scaling_block import BlockReason


class TroubleKind(StrEnum):
    """What kind of cause was found."""

    NODES_NOT_READY = "nodes_not_ready"
    WEIGHT_CHANGED = "weight_changed"
    SCALING_BLOCKED = "scaling_blocked"
    JOB_FAILED = "job_failed"


@dataclass(frozen=True, slots=True)
class CellTrouble:
    """One cause. ``OK`` as health: it harms nothing by itself, but explains a cell that is not well.

    ``name`` is what is concerned (region, autoscalers, job), ``detail`` the controller's own words. ``found`` of
    ``expected`` are nodes that are not ready of all, or the configured share of the traffic and the agreed (0 to 1).
    ``block`` is set where scaling is blocked.
    """

    kind: TroubleKind
    health: Health
    name: str = ""
    detail: str = ""
    found: float = 0.0
    expected: float = 0.0
    block: BlockReason | None = None
