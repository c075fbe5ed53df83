"""The patches of rollout actions are those of Argo's own kubectl plug-in, to the letter. Proves L7.5."""

from typing import Any, cast

import pytest

from connectors.kubernetes.operations.step_rollout import RolloutPerformer
from console.domain.operations.step_rollout import RolloutAction, StepRollout
from console.kernel.errors import ChangeRefused, UserError

PLACE = ("lab", "cell-tokyo", "web")
STEPS = [{"setWeight": 5}, {"pause": {}}, {"setWeight": 50}]


def content(*, paused: bool = False, **status: Any) -> dict[str, Any]:
    known = {"currentPodHash": "new", "stableRS": "old", "currentStepIndex": 1, **status}
    return {"spec": {"paused": paused, "strategy": {"canary": {"steps": STEPS}}}, "status": known}


async def patches(action: RolloutAction, one: dict[str, Any]) -> list[tuple[str, Any]]:
    step = 1 if action is RolloutAction.PROMOTE else None
    performer = RolloutPerformer(cast(Any, None), cast(Any, None))
    draft = await performer.draft(StepRollout(*PLACE, action, "new", step), one)
    return [(edit.part, edit.body) for edit in draft.edits]


PAUSED = [{"reason": "CanaryPauseStep", "startTime": "2026-01-01T00:00:00Z"}]
OPEN = [{"reason": "InconclusiveAnalysisRun", "startTime": "2026-01-01T00:00:00Z"}]
UNDECIDED = {"currentStepAnalysisRunStatus": {"name": "web-1", "status": "Inconclusive"}}
DECIDED = {"currentStepAnalysisRunStatus": {"name": "web-1", "status": "Successful"}}


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("action", "one", "sent"),
    [
        (RolloutAction.PAUSE, content(), [("", {"spec": {"paused": True}})]),
        (RolloutAction.RESUME, content(paused=True), [("", {"spec": {"paused": False}})]),
        (RolloutAction.ABORT, content(), [("status", {"status": {"abort": True}})]),
        (RolloutAction.RETRY, content(abort=True), [("status", {"status": {"abort": False}})]),
        (RolloutAction.PROMOTE_FULL, content(), [("status", {"status": {"promoteFull": True}})]),
        (
            RolloutAction.PROMOTE,
            content(pauseConditions=PAUSED),
            [("status", {"status": {"pauseConditions": None}})],
        ),
        (
            RolloutAction.PROMOTE,
            content(),
            [("status", {"status": {"pauseConditions": None, "currentStepIndex": 2}})],
        ),
        (
            RolloutAction.PROMOTE,
            content(pauseConditions=OPEN, controllerPause=True, canary=UNDECIDED),
            [("status", {"status": {"pauseConditions": None, "controllerPause": False, "currentStepIndex": 2}})],
        ),
        (
            RolloutAction.PROMOTE,
            content(pauseConditions=PAUSED, controllerPause=True, canary=DECIDED),
            [("status", {"status": {"pauseConditions": None}})],
        ),
        (
            RolloutAction.PROMOTE,
            content(paused=True, pauseConditions=PAUSED),
            [("status", {"status": {"pauseConditions": None}}), ("", {"spec": {"paused": False}})],
        ),
    ],
)
async def test_each_action_sends_the_patch_of_the_plug_in(
    action: RolloutAction, one: dict[str, Any], sent: list[tuple[str, Any]]
) -> None:
    assert await patches(action, one) == sent


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("action", "one"),
    [
        (RolloutAction.PAUSE, content(paused=True)),
        (RolloutAction.ABORT, content(abort=True)),
        (RolloutAction.PROMOTE_FULL, content(stableRS="new")),
        (RolloutAction.PROMOTE, content(currentStepIndex=2)),
    ],
)
async def test_what_is_done_is_not_sent_again(action: RolloutAction, one: dict[str, Any]) -> None:
    assert await patches(action, one) == []


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("action", "one", "words"),
    [
        (RolloutAction.ABORT, content(currentPodHash="newer"), "is at revision newer now, not at new"),
        (RolloutAction.PROMOTE, content(currentStepIndex=0), "is at step 0 now, not at 1"),
        (RolloutAction.ABORT, content(stableRS="new"), "no revision on its way"),
    ],
)
async def test_another_revision_or_step_is_not_steered(action: RolloutAction, one: dict[str, Any], words: str) -> None:
    with pytest.raises(ChangeRefused, match=words):
        await patches(action, one)


def test_promoting_says_from_where() -> None:
    with pytest.raises(UserError, match="revision and the step"):
        StepRollout(*PLACE, RolloutAction.PROMOTE)
