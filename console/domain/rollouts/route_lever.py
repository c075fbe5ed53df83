"""Weights of a route: a destination gets its share of what two destinations have together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.rollouts.weight_lever import WeightLever

if TYPE_CHECKING:
    from console.domain.operation import Operation

_ALL = 100


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

    @property
    def together(self) -> int:
        """Return the weight that both destinations have."""
        return sum(weight for name, weight in self.weights if name in (self.canary, self.stable))

    def is_too_coarse(self, percent: float) -> bool:
        """Return whether a share of some becomes that of nobody, or of everybody, in whole numbers."""
        return 0 < percent < _ALL and self._share(percent) in {0, self.together}

    def forward(self, percent: float, *, is_first: bool) -> tuple[Operation, ...]:
        """Return the weights of a share, in whole numbers."""
        share = self._share(percent)
        new = {self.canary: share, self.stable: self.together - share}
        weights = tuple((name, new.get(name, weight)) for name, weight in self.weights)
        return (SetRouteWeights(self.connection, self.route, self.namespace, self.name, self.rule, weights),)

    def _share(self, percent: float) -> int:
        return round(self.together * percent / _ALL)
