"""The list of an audit service's tasks stays true where a task ends between list and live updates (proves G1.12)."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import cast

import pytest

from connectors.audit_service import task_source, wire
from connectors.audit_service.api import AuditServiceApi
from connectors.audit_service.task_source import TaskSource
from connectors.audit_service.update_stream import UpdateStream
from connectors.common.connection_health import ConnectionHealth
from console.domain.audit.audit_batch import ShardState
from console.domain.event import ObjectsListed
from console.domain.service_task import ServiceTask
from tests.fakes.manual_clock import ManualClock


def _task(name: str, state: ShardState) -> wire.Task:
    return wire.Task(name, "shop", state)


class _Service:
    """Two tasks run when it is asked for all; one has ended when the connection for live updates is there."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    async def everything(self) -> wire.Tasks:
        states = {"a": ShardState.RUNNING, "b": ShardState.RUNNING, "c": ShardState.DONE}
        return wire.Tasks(1, [_task(name, state) for name, state in states.items()])

    async def tasks(self, ids: Sequence[str]) -> wire.Tasks:
        self.asked.append(tuple(ids))
        return wire.Tasks(2, [_task(name, ShardState.DONE) for name in ids])

    async def updates(self) -> AsyncGenerator[wire.Update, None]:
        yield wire.Update(2, [_task("b", ShardState.RUNNING)])
        yield wire.Update(3, [_task("b", ShardState.DONE)])


@pytest.mark.anyio
async def test_a_task_that_ended_while_the_live_connection_was_made_is_not_told_to_run_for_ever() -> None:
    service, clock, seen = _Service(), ManualClock(), []
    source = TaskSource(
        "audits",
        cast("AuditServiceApi", service),
        cast("UpdateStream", service),
        health=ConnectionHealth("audits", "audit_service", clock),
        clock=clock,
        poll_s=30.0,
    )
    async with aclosing(cast("AsyncGenerator[object, None]", source.observe())) as events:
        async for event in events:
            if isinstance(event, ObjectsListed):
                rows = [one for one in event.rows if isinstance(one, ServiceTask)]
                seen.append({one.ref.name: one.state for one in rows})
            if len(seen) == 3:
                break
    assert seen[0] == {"a": "running", "b": "running", "c": "done"}
    assert seen[1] == {"a": "done", "b": "running", "c": "done"}
    assert seen[2]["b"] == "done"
    assert service.asked == [("a",)]  # once, and only what is missing


class _Busy(_Service):
    """Tells of one more task with each message: of every second one that it is over."""

    async def everything(self) -> wire.Tasks:
        return wire.Tasks(1, [_task("first", ShardState.RUNNING)])

    async def updates(self) -> AsyncGenerator[wire.Update, None]:
        for number in range(20):
            state = ShardState.DONE if number % 2 else ShardState.RUNNING
            yield wire.Update(number + 2, [_task("first", ShardState.RUNNING), _task(f"{number:02}", state)])


@pytest.mark.anyio
async def test_a_service_that_tells_of_ever_more_tasks_is_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves the quality bar's bounded memory: what is over goes first, the oldest before the newer ones."""
    monkeypatch.setattr(task_source, "_MOST_KEPT", 12)
    service, clock, seen = _Busy(), ManualClock(), list[list[str]]()
    source = TaskSource(
        "audits",
        cast("AuditServiceApi", service),
        cast("UpdateStream", service),
        health=ConnectionHealth("audits", "audit_service", clock),
        clock=clock,
        poll_s=30.0,
    )
    async with aclosing(cast("AsyncGenerator[object, None]", source.observe())) as events:
        async for event in events:
            if isinstance(event, ObjectsListed):
                seen.append([one.ref.name for one in event.rows])
            if len(seen) == 21:
                break
    assert max(map(len, seen)) == 12
    assert seen[-1] == ["first", *(f"{number:02}" for number in range(0, 20, 2)), "19"]
