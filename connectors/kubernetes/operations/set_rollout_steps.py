"""Replacing the canary steps of a Rollout, and nothing else of its strategy."""

from typing import Any

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from console.domain.operation import Operation
from console.domain.operations.set_rollout_steps import SetRolloutSteps
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t

_CANARY = "/spec/strategy/canary"
_STEPS = f"{_CANARY}/steps"
_WHOLE = f"{_CANARY}/trafficRouting/maxTrafficWeight"
_ALL = 100


class RolloutStepsPerformer(ObjectPerformer[SetRolloutSteps]):
    """A Rollout that switches at once (blue-green) has no steps."""

    async def draft(self, operation: SetRolloutSteps, content: Content) -> Draft:
        """Return the patch of the steps."""
        if value_at(content, _CANARY) is None:
            raise ChangeRefused(
                t("{target} has no canary strategy.", target=str(operation.target)),
                t("Only rollouts with a canary have weights."),
            )
        whole = value_at(content, _WHOLE) or _ALL
        if whole != _ALL and any("setWeight" in step for step in operation.steps):
            raise ChangeRefused(
                t(
                    "The weights of {target} are parts of {whole}, not percent.",
                    target=str(operation.target),
                    whole=whole,
                ),
                t("Set its steps in its own units with kubectl or Git."),
            )
        now = value_at(content, _STEPS) or []
        wanted: list[Any] = [dict(step) for step in operation.steps]
        inverse = _inverse(operation, now) if whole == _ALL else None
        if now == wanted:
            return Draft((), (_STEPS,), inverse)
        return Draft((Edit([{"op": "add", "path": _STEPS, "value": wanted}], (_STEPS,)),), (_STEPS,), inverse)


def _inverse(operation: SetRolloutSteps, now: list[Any]) -> Operation | None:
    try:
        return SetRolloutSteps(operation.connection, operation.namespace, operation.name, tuple(now))
    except (UserError, AttributeError, TypeError):
        return None  # steps that Argo itself would not take
