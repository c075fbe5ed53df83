"""Spread the calls of a model router over its models (L5.1)."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.domain.operations.value_limit import check_shares
from console.kernel.errors import UserError
from console.kernel.i18n import t

FORMATS = ("json", "yaml")


@dataclass(frozen=True, slots=True)
class SetModelWeights:
    """``weights`` are all (model, share) of the router and sum to 1 (± 1e-6), else ``UserError``.

    They live in the entry ``entry`` of the ConfigMap ``name``, as a JSON or YAML mapping (``format``).
    """

    key: ClassVar[str] = "set-model-weights"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    namespace: str
    name: str
    entry: str
    weights: tuple[tuple[str, float], ...]
    format: str = "json"

    def __post_init__(self) -> None:
        check_shares(self.weights)
        if self.format not in FORMATS:
            raise UserError(
                t("{format} is no way to write weights.", format=repr(self.format)),
                t("Use one of {names}.", names=", ".join(FORMATS)),
            )

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "ConfigMap", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        weights = ", ".join(f"{model} {weight:g}" for model, weight in self.weights)
        return t(
            "Set the model weights in {name} of {namespace}: {weights}.", name=self.name, namespace=self.namespace,
            weights=weights,
        )  # fmt: skip


OPERATIONS.add(OperationKind(SetModelWeights.key, SetModelWeights, "Set the weights of a model router"))
