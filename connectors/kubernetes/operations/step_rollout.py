"""Steering Argo Rollouts with just the patches that its own kubectl plug-in sends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from connectors.kubernetes.rows.meta import whole
from console.domain.change_preview import Truth, Verification
from console.domain.operations.step_rollout import RolloutAction, StepRollout
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_PAUSED = "/spec/paused"
_PAUSES = "/status/pauseConditions"
_STEP = "/status/currentStepIndex"
_ABORT = "/status/abort"
_FULL = "/status/promoteFull"
_CURRENT = "/status/currentPodHash"
_STABLE = "/status/stableRS"
_STEP_ANALYSIS = "/status/canary/currentStepAnalysisRunStatus/status"


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a Rollout stands."""

    current: str
    stable: str
    step: int
    steps: int
    paused: bool
    held: bool
    undecided: bool
    aborted: bool
    full: bool
    phase: str

    @staticmethod
    def of(content: Content) -> "_Standing":
        steps = value_at(content, "/spec/strategy/canary/steps")
        return _Standing(
            current=str(value_at(content, _CURRENT) or ""),
            stable=str(value_at(content, _STABLE) or ""),
            step=whole(value_at(content, _STEP) or 0),
            steps=len(steps) if isinstance(steps, list) else 0,
            paused=value_at(content, _PAUSED) is True,
            held=bool(value_at(content, _PAUSES)),
            undecided=_is_undecided(content),
            aborted=value_at(content, _ABORT) is True,
            full=value_at(content, _FULL) is True,
            phase=str(value_at(content, "/status/phase") or ""),
        )

    @property
    def in_progress(self) -> bool:
        return self.current != self.stable


def _is_undecided(content: Content) -> bool:
    """Return whether the controller holds because the analysis of the canary's step said neither yes nor no."""
    is_canary = value_at(content, "/spec/strategy/canary") is not None
    return (
        is_canary
        and value_at(content, "/status/controllerPause") is True
        and value_at(content, _STEP_ANALYSIS) == "Inconclusive"
    )


class RolloutPerformer(ObjectPerformer[StepRollout]):
    """Spec and status are patched apart, because each part drops what belongs to the other without a word."""

    async def draft(self, operation: StepRollout, content: Content) -> Draft:
        """Return the patches of an action."""
        at = _Standing.of(content)
        if _is_done(operation, at):
            return Draft((), _touched(operation))
        _refuse_other_revision(operation, at)
        return Draft(_EDITS[operation.action](at), _touched(operation), _inverse(operation))

    async def judge(self, operation: StepRollout, content: Content) -> Verification:
        """Return what the controller has made of it: the patch alone proves nothing."""
        at = _Standing.of(content)
        told = t(
            "{target}: {phase}, step {step} of {steps}.",
            target=str(operation.target),
            phase=at.phase or "–",
            step=at.step,
            steps=at.steps,
        )
        if not _is_done(operation, at):
            coming = operation.action in (RolloutAction.PROMOTE, RolloutAction.PROMOTE_FULL) and (
                at.full or not at.held
            )
            return Verification(Truth.PENDING if coming else Truth.DIFFERENT, told)
        settled = operation.action is not RolloutAction.ABORT or at.phase == "Degraded"
        return Verification(Truth.REACHED if settled else Truth.PENDING, told)


def _is_done(operation: StepRollout, at: _Standing) -> bool:
    """Return whether the rollout is where the action leads."""
    arrived = not at.in_progress and (not operation.pod_hash or operation.pod_hash == at.stable)
    match operation.action:
        case RolloutAction.PAUSE:
            return at.paused
        case RolloutAction.RESUME:
            return not at.paused
        case RolloutAction.ABORT:
            return at.aborted
        case RolloutAction.RETRY:
            return not at.aborted and (at.in_progress or arrived)
        case RolloutAction.PROMOTE_FULL:
            return arrived
        case RolloutAction.PROMOTE:
            passed = operation.step is not None and at.step > operation.step
            return arrived or (passed and operation.pod_hash == at.current)


def _refuse_other_revision(operation: StepRollout, at: _Standing) -> None:
    if operation.pod_hash and operation.pod_hash != at.current:
        raise ChangeRefused(
            t(
                "{target} is at revision {current} now, not at {wanted}.",
                target=str(operation.target),
                current=at.current,
                wanted=operation.pod_hash,
            ),
            t("Look at the rollout as it is now, and prepare the change again."),
        )
    needs_progress = operation.action in (RolloutAction.ABORT, RolloutAction.PROMOTE)
    if needs_progress and not at.in_progress:
        raise ChangeRefused(
            t("{target} has no revision on its way.", target=str(operation.target)), t("There is nothing to steer.")
        )
    if operation.step is not None and operation.step != at.step:
        raise ChangeRefused(
            t(
                "{target} is at step {now} now, not at {wanted}.",
                target=str(operation.target),
                now=at.step,
                wanted=operation.step,
            ),
            t("Look at the rollout as it is now, and prepare the change again."),
        )


def _inverse(operation: StepRollout) -> StepRollout | None:
    """Return the way back, where there is one to just this state: a step that was passed does not come again."""
    back = {
        RolloutAction.PAUSE: RolloutAction.RESUME,
        RolloutAction.RESUME: RolloutAction.PAUSE,
        RolloutAction.RETRY: RolloutAction.ABORT,
    }.get(operation.action)
    if back is None:
        return None
    return StepRollout(operation.connection, operation.namespace, operation.name, back, operation.pod_hash)


def _touched(operation: StepRollout) -> tuple[str, ...]:
    own = {
        RolloutAction.PROMOTE: (_PAUSED, _PAUSES, _STEP),
        RolloutAction.PROMOTE_FULL: (_FULL,),
        RolloutAction.PAUSE: (_PAUSED,),
        RolloutAction.RESUME: (_PAUSED,),
        RolloutAction.ABORT: (_ABORT,),
        RolloutAction.RETRY: (_ABORT,),
    }
    return (*own[operation.action], _CURRENT)


def _status(pointers: tuple[str, ...], fields: dict[str, Any]) -> tuple[Edit, ...]:
    return (Edit({"status": fields}, pointers, "status"),)


def _paused(wanted: bool) -> tuple[Edit, ...]:
    return (Edit({"spec": {"paused": wanted}}, (_PAUSED,)),)


def _promoted(at: _Standing) -> tuple[Edit, ...]:
    """Clear the step's pause, or else go one step on. What holds the whole rollout is lifted too.

    Both only where an analysis left it open: else it would be asked again, and the rollout would never go on.
    """
    following = min(at.step + 1, at.steps)
    if at.held and at.undecided:
        lifted = {"pauseConditions": None, "controllerPause": False, "currentStepIndex": following}
        edits = _status((_PAUSES, _STEP), lifted)
    elif at.held:
        edits = _status((_PAUSES,), {"pauseConditions": None})
    else:
        edits = _status((_PAUSES, _STEP), {"pauseConditions": None, "currentStepIndex": following})
    return (*edits, *(_paused(False) if at.paused else ()))


_EDITS: dict[RolloutAction, Callable[[_Standing], tuple[Edit, ...]]] = {
    RolloutAction.PROMOTE: _promoted,
    RolloutAction.PROMOTE_FULL: lambda _at: _status((_FULL,), {"promoteFull": True}),
    RolloutAction.PAUSE: lambda _at: _paused(True),
    RolloutAction.RESUME: lambda _at: _paused(False),
    RolloutAction.ABORT: lambda _at: _status((_ABORT,), {"abort": True}),
    RolloutAction.RETRY: lambda _at: _status((_ABORT,), {"abort": False}),
}
