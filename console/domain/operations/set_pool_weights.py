"""Spread the requests of a load balancer over its pools."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.edge.pool_weight import check_weights, stepped
from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class SetPoolWeights:
    """``weights`` are (pool name, weight 0 to 1), relative to one another; pools that are not named keep theirs.

    The provider takes steps of 0.1: ``allowed`` are the weights that it gets. Raises ``UserError`` for wrong ones.
    """

    key: ClassVar[str] = "set-pool-weights"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    zone: str
    balancer: str
    weights: tuple[tuple[str, float], ...]

    def __post_init__(self) -> None:
        check_weights(self.weights)

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "LoadBalancer", self.balancer, self.zone)

    @property
    def allowed(self) -> tuple[tuple[str, float], ...]:
        """Return the weights in the provider's steps."""
        return tuple((pool, stepped(weight)) for pool, weight in self.weights)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        weights = ", ".join(f"{pool} {weight:g}" for pool, weight in self.allowed)
        return t("Set the pool weights of {balancer}: {weights}.", balancer=self.balancer, weights=weights)


OPERATIONS.add(OperationKind(SetPoolWeights.key, SetPoolWeights, "Set the pool weights of a load balancer"))
