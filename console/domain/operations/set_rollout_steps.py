"""Replace the canary steps of an Argo Rollout: the way to hold its canary at a weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.errors import UserError
from console.kernel.i18n import t

_MOST_STEPS = 50
_ALL = 100


@dataclass(frozen=True, slots=True)
class SetRolloutSteps:
    """``steps`` are those of Argo's canary strategy; none: everybody gets the new revision.

    Argo begins at the first step when steps change. Raises ``UserError`` for steps that it would not take.
    """

    key: ClassVar[str] = "set-rollout-steps"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    namespace: str
    name: str
    steps: tuple[Mapping[str, Any], ...]

    def __post_init__(self) -> None:
        for step in self.steps:
            weight = step.get("setWeight")
            is_weight = weight is None or (type(weight) is int and 0 <= weight <= _ALL)
            if len(step) != 1 or not is_weight:
                raise UserError(
                    t("{step} is no step of a canary.", step=dict(step)),
                    t("Each step has one field: setWeight (0 to 100), pause, analysis, ..."),
                )
        if len(self.steps) > _MOST_STEPS:
            raise UserError(t("A canary has at most {most} steps here.", most=_MOST_STEPS))

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "Rollout", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        place = {"name": self.name, "namespace": self.namespace}
        weights = [f"{step['setWeight']} %" for step in self.steps if "setWeight" in step]
        if not weights:
            return t("Let Rollout {name} of {namespace} give everybody its newest revision: no steps.", **place)
        return t("Set the canary steps of Rollout {name} of {namespace}: {weights}.", weights=", ".join(weights),
                 **place)  # fmt: skip


OPERATIONS.add(OperationKind(SetRolloutSteps.key, SetRolloutSteps, "Set the canary steps of a rollout"))
