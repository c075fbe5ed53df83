"""Steer an Argo Rollout: hold it, let it go on, take it back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.errors import UserError
from console.kernel.i18n import t


class RolloutAction(StrEnum):
    """What can be done to a rollout that is on its way."""

    PROMOTE = "promote"
    PROMOTE_FULL = "promote-full"
    PAUSE = "pause"
    RESUME = "resume"
    ABORT = "abort"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class StepRollout:
    """``pod_hash`` names the revision that is meant and ``step`` the index of the step that it stands at.

    When the rollout has moved on to another revision or step, it is refused, or found done; ``None`` and an empty
    hash mean whatever it is at, which promoting does not take: a step would be passed twice after a lost answer.
    """

    key: ClassVar[str] = "rollout-step"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    namespace: str
    name: str
    action: RolloutAction
    pod_hash: str = ""
    step: int | None = None

    def __post_init__(self) -> None:
        if self.action is RolloutAction.PROMOTE and (not self.pod_hash or self.step is None):
            raise UserError(
                t("Promoting needs the revision and the step that are meant."),
                t("Name both, so that a step is never passed twice."),
            )

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "Rollout", self.name, self.namespace)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        place = {"name": self.name, "namespace": self.namespace}
        match self.action:
            case RolloutAction.PROMOTE:
                return t("Let Rollout {name} of {namespace} go on to its next step.", **place)
            case RolloutAction.PROMOTE_FULL:
                return t("Give everybody the new revision of Rollout {name} of {namespace}: no more steps.", **place)
            case RolloutAction.PAUSE:
                return t("Hold Rollout {name} of {namespace} where it is.", **place)
            case RolloutAction.RESUME:
                return t("Let the held Rollout {name} of {namespace} go on.", **place)
            case RolloutAction.ABORT:
                return t("Abort Rollout {name} of {namespace}: everybody gets the stable revision.", **place)
            case RolloutAction.RETRY:
                return t("Try the aborted Rollout {name} of {namespace} again from its first step.", **place)


OPERATIONS.add(OperationKind(StepRollout.key, StepRollout, "Steer a rollout"))
