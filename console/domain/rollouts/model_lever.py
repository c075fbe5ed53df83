"""A model router of a cell: one model gets its share of what two models have together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.operations.set_model_weights import SetModelWeights
from console.domain.rollouts.weight_lever import WeightLever

if TYPE_CHECKING:
    from console.domain.operation import Operation


class ModelLever(WeightLever, frozen=True, tag="model", forbid_unknown_fields=True):
    """``weights`` are all (model, share) of the router as they are before, and sum to 1; others keep theirs."""

    connection: str
    namespace: str
    name: str
    entry: str
    canary: str
    stable: str
    weights: tuple[tuple[str, float], ...]
    format: str = "json"

    def forward(self, percent: float, *, is_first: bool) -> tuple[Operation, ...]:
        """Return the weights of a share."""
        both = sum(weight for name, weight in self.weights if name in (self.canary, self.stable))
        share = round(both * percent / 100, 9)
        new = {self.canary: share, self.stable: round(both - share, 9)}
        weights = tuple((name, new.get(name, weight)) for name, weight in self.weights)
        return (SetModelWeights(self.connection, self.namespace, self.name, self.entry, weights, self.format),)
