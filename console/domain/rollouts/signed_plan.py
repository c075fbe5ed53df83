"""What a second operator signs of a rollout: all of its plan, once, for all of its steps."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.canonical_json import canonical_json
from console.domain.operation_form import operation_form
from console.domain.rollouts.rollout_plan import RolloutPlan
from console.domain.rollouts.rollout_task import rollout_tasks
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.change import AnyOperation
    from console.domain.rollouts.rollout_run import RolloutRun


class SignedPlan(msgspec.Struct, frozen=True):
    """The run (its id), who began it, where, why, and its plan."""

    rollout: str
    estate: str
    actor: str
    reason: str
    plan: RolloutPlan

    @staticmethod
    def of(run: RolloutRun) -> SignedPlan:
        """Return what is signed of a run."""
        return SignedPlan(run.id, run.estate, run.actor, run.reason, run.plan)

    @property
    def subject(self) -> str:
        """Return the id of the run."""
        return self.rollout

    def form(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return dict(msgspec.to_builtins(self))

    @property
    def digest(self) -> str:
        """Return the SHA-256 (hexadecimal) of all that is signed."""
        return sha256(canonical_json(self.form()).encode("utf-8", "replace")).hexdigest()

    @property
    def lasts_s(self) -> float:
        """Return how long the stages of all waves last at least, in seconds."""
        return sum(stage.lasts_s for wave in self.plan.waves for stage in self.plan.stages_of(wave))

    def covers(self, operation: AnyOperation) -> bool:
        """Return whether an operation is a step of the plan, to the letter."""
        steps = (one.operation for one in rollout_tasks(self.plan))
        return _bare(operation) in [_bare(one) for one in steps if one is not None]


def read_signed_plan(form: Mapping[str, Any]) -> SignedPlan:
    """Return the plan of a file; raise ``UserError`` when it is none."""
    try:
        return msgspec.convert(form, prepared(SignedPlan))
    except (msgspec.ValidationError, ValueError, TypeError) as error:
        raise UserError(t("The signed plan cannot be read: {why}.", why=error)) from error


def _bare(operation: AnyOperation) -> str:
    form = operation_form(operation)
    return canonical_json({name: value for name, value in form.items() if name != "summary"})  # words of one language
