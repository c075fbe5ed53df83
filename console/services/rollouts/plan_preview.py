"""What every step of a plan would do to every cell, each seen from where the step before it leaves its target."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.change import Change, ChangeState, Moment
from console.domain.change_preview import FieldChange
from console.domain.rollouts.rollout_task import rollout_tasks
from console.domain.rollouts.step_preview import StepPreview
from console.kernel.errors import ConsoleError
from console.kernel.gathered import gathered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from console.domain.change_preview import Preview
    from console.domain.operation import Operation
    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.services.change_service import ChangeService
    from console.services.policy.change_judge import ChangeJudge

_AT_ONCE = 8


async def plan_previews(plan: RolloutPlan, changes: ChangeService, judge: ChangeJudge) -> tuple[StepPreview, ...]:
    """Return the steps of a plan that write, in order, each previewed and judged; nothing is written anywhere."""
    turn = asyncio.Semaphore(_AT_ONCE)
    steps = [
        (place, task.cell, task.operation)
        for place, task in enumerate(rollout_tasks(plan))
        if task.operation is not None
    ]

    async def preview(operation: Operation) -> Preview | str:
        async with turn:
            try:
                return await changes.access.executor(operation).preview(operation)
            except ConsoleError as error:
                return str(error)

    found = await gathered(*(preview(operation) for _, _, operation in steps))
    chain = _Chain(plan, changes)
    made = [
        StepPreview(place, cell, None, seen) if isinstance(seen, str) else chain.step(place, cell, operation, seen)
        for (place, cell, operation), seen in zip(steps, found, strict=True)
    ]
    judged = iter(await judge.judged_all([one.change for one in made if one.change is not None]))
    return tuple(one if one.change is None else one._replace(change=next(judged)) for one in made)


class _Chain:
    """Servers compare with what is there now; each step is shown against what the step before it has written."""

    def __init__(self, plan: RolloutPlan, changes: ChangeService) -> None:
        self._plan, self._changes = plan, changes
        self._now: dict[tuple[str, str, str], str] = {}
        self._values: dict[tuple[str, str], str] = {}
        self._last: dict[tuple[str, str], Operation] = {}

    def step(self, place: int, cell: str, operation: Operation, seen: Preview) -> StepPreview:
        target = str(operation.target)
        differences = tuple(self._chained(target, operation.key, seen.differences))
        inverse = self._last.get((target, operation.key), seen.inverse)
        self._last[target, operation.key] = operation
        preview = replace(seen, differences=differences, inverse=inverse, satisfied=not differences)
        return StepPreview(place, cell, self._change(place, operation, preview))

    def _chained(self, target: str, kind: str, differences: Sequence[FieldChange]) -> Iterable[FieldChange]:
        for one in differences:
            self._now.setdefault((target, kind, one.path), one.before)
        wanted = {one.path: one.after for one in differences}
        for (place, writer, path), now in self._now.items():
            # What a step leaves as it is now has to come back from where the last one of its kind put it; what only
            # other kinds write (the image, the canary steps) is not its own and stays.
            if place == target and writer == kind:
                before, after = self._values.get((target, path), now), wanted.get(path, now)
                self._values[target, path] = after
                if before != after:
                    yield FieldChange(path, before, after)

    def _change(self, place: int, operation: Operation, preview: Preview) -> Change:
        access, book = self._changes.access, self._changes.book
        now_s = round(book.now_s(), 3)
        moments = (Moment(ChangeState.PLANNED, now_s), Moment(ChangeState.PREVIEWED, now_s))
        environment = access.environment(operation.target.connection)
        reason = self._plan.reason or self._plan.name
        return Change(f"plan-{place + 1}", book.estate, environment, access.actor, reason, operation, "", moments,
                      preview=preview, inverse=preview.inverse)  # fmt: skip
