"""Spread the requests of one rule of a route over its destinations (L5.2)."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.domain.operations.value_limit import check_names
from console.kernel.errors import UserError
from console.kernel.i18n import t

VIRTUAL_SERVICE = "VirtualService"
_ALL = 100
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class SetRouteWeights:
    """``kind`` is VirtualService (whole percents that sum to 100) or HTTPRoute (relative whole numbers).

    ``relative`` takes other sums for a VirtualService, too, as Istio does: so an undo brings back what was there.
    ``rule`` points at the rule in the object (``/spec/http/0``), ``weights`` are all (destination, weight) of it in
    its order; a destination is named by its host, with a subset as ``host/subset``. Wrong ones raise ``UserError``.
    """

    key: ClassVar[str] = "set-route-weights"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    kind: str
    namespace: str
    name: str
    rule: str
    weights: tuple[tuple[str, int], ...]
    relative: bool = False

    def __post_init__(self) -> None:
        check_names(tuple(host for host, _ in self.weights))
        for host, weight in self.weights:
            if isinstance(weight, bool) or not 0 <= weight <= _MOST:
                raise UserError(
                    t("{weight} is no weight for {host}.", weight=weight, host=host),
                    t("Enter a whole number from 0 to {most}.", most=_MOST),
                )
        total = sum(weight for _, weight in self.weights)
        if self.kind == VIRTUAL_SERVICE and total != _ALL and not self.relative:
            raise UserError(
                t("The weights sum to {total}, not to 100.", total=total),
                t("Change these percents so that they sum to 100; nothing was changed."),
            )
        if total == 0:
            raise UserError(t("All weights are 0."), t("Give at least one destination a weight."))

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, self.kind, self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        weights = ", ".join(f"{host} {weight}" for host, weight in self.weights)
        return t(
            "Set the weights of {kind} {name} of {namespace}: {weights}.",
            kind=self.kind,
            name=self.name,
            namespace=self.namespace,
            weights=weights,
        )


OPERATIONS.add(OperationKind(SetRouteWeights.key, SetRouteWeights, "Set the weights of a route"))
