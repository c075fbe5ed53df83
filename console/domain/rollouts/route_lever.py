"""Weights of a route: a destination gets its share of what two destinations have together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.rollouts.weight_lever import WeightLever

if TYPE_CHECKING:
    from console.domain.operation import Operation


class RouteLever(WeightLever, frozen=True, tag="route", forbid_unknown_fields=True):
    """``weights`` are all (destination, weight) of the rule as they are before; others than the two keep theirs."""

    connection: str
    route: str
    namespace: str
    name: str
    rule: str
    canary: str
    stable: str
    weights: tuple[tuple[str, int], ...]

    def forward(self, percent: float, *, is_first: bool) -> tuple[Operation, ...]:
        """Return the weights of a share, in whole numbers."""
        both = sum(weight for name, weight in self.weights if name in (self.canary, self.stable))
        share = round(both * percent / 100)
        new = {self.canary: share, self.stable: both - share}
        weights = tuple((name, new.get(name, weight)) for name, weight in self.weights)
        return (SetRouteWeights(self.connection, self.route, self.namespace, self.name, self.rule, weights),)
