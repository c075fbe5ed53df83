"""Pools of a load balancer at the edge: one pool gets its share of what two pools have together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.operations.set_pool_weights import SetPoolWeights
from console.domain.rollouts.weight_lever import WeightLever

if TYPE_CHECKING:
    from console.domain.operation import Operation


class PoolLever(WeightLever, frozen=True, tag="pool", forbid_unknown_fields=True):
    """``together`` is the weight (0 to 1) of both pools; the provider takes steps of 0.1.

    ``others`` are weights of other pools that are set with them, so that no pool needs more than 1.
    """

    connection: str
    zone: str
    balancer: str
    canary: str
    stable: str
    together: float = 1.0
    others: tuple[tuple[str, float], ...] = ()

    def forward(self, percent: float, *, is_first: bool) -> tuple[Operation, ...]:
        """Return the weights of a share."""
        share = round(self.together * percent / 100, 4)
        weights = ((self.canary, share), (self.stable, round(self.together - share, 4)))
        return (SetPoolWeights(self.connection, self.zone, self.balancer, (*weights, *self.others)),)
