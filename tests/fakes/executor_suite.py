"""What every operation must keep to, as one set of checks that the test of any performer calls.

    from tests.fakes.executor_suite import check_executor

    def test_scale_keeps_to_the_rules_of_changes(runtime, executor, cluster):
        runtime.run(check_executor(executor, Scale("asia", "Deployment", "cell-tokyo", "web", 5), cluster.replicas))

It checks, in this order: the operation is data (frozen, registered, JSON and back), preview writes nothing and names
only real differences, a stale base is refused with a sentence and writes nothing, apply changes the target and verify
reaches it, a satisfied operation previews as satisfied and applying it is a no-op, undo restores and verifies.
"""

import inspect
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from console.domain.change_preview import Preview, Truth
from console.domain.operation import Operation, Risk
from console.domain.operation_form import known_operations, operation_form, read_operation
from console.kernel.errors import ChangeRefused
from console.ports.change_executor import ChangeExecutor

Look = Callable[[], object | Awaitable[object]]
MOST_LOOKS = 50


async def check_executor(
    executor: ChangeExecutor,
    operation: Operation,
    world: Look,
    *,
    disturb: Look | None = None,
    settle: Look | None = None,
    writes: Look | None = None,
    undoable: bool = True,
    repeatable: bool = True,
) -> None:
    """Check one operation against a target that it really changes.

    ``world`` reads what the operation touches, past the executor, as a comparable value (replicas, the list of hooks).
    ``disturb`` edits the target by a foreign hand so that its base moves on (default: a base that never was is tried).
    ``settle`` lets the fake's controllers go on between two looks of verify; ``writes`` counts the writing requests
    that the fake has received. All may be plain functions or coroutine functions; they run on the I/O loop, so they
    must not call ``runtime.run``. ``undoable=False``: nothing can restore it (``preview.inverse`` must be ``None``).
    ``repeatable=False``: doing it twice is meant to do it twice (a dispatched pipeline, a restart).
    """
    _check_data(operation)
    assert executor.supports(operation)
    await _check_preview(executor, operation, world, writes, undoable=undoable)
    await _check_stale_base(executor, operation, world, disturb)
    before = await _asked(world)
    preview = await executor.preview(operation)
    late_inverse = await executor.apply(operation, preview.base)
    await reach(executor, operation, settle)
    after = await _asked(world)
    assert after != before, "apply changed nothing"
    if repeatable:
        await _check_satisfied(executor, operation, world)
    if undoable:
        await _check_undo(executor, late_inverse or preview.inverse, world, before, settle)


async def reach(executor: ChangeExecutor, operation: Operation, settle: Look | None = None) -> None:
    """Verify until reached; fail with the last sentence when it never is."""
    for _ in range(MOST_LOOKS):
        seen = await executor.verify(operation)
        assert seen.sentence.strip(), "verify says nothing"
        if seen.truth is Truth.REACHED:
            return
        if settle is not None:
            await _asked(settle)
    raise AssertionError(f"never reached: {seen.truth}: {seen.sentence}")


def _check_data(operation: Operation) -> None:
    assert vars(type(operation))["__dataclass_params__"].frozen, "operations are frozen dataclasses"
    kinds = known_operations()
    assert kinds.get(operation.key).type is type(operation)
    assert operation.summary().strip()
    assert operation.target.connection
    assert operation.target.name
    assert operation.risk in Risk
    form = json.loads(json.dumps(operation_form(operation), allow_nan=False))
    assert read_operation(form) == operation, "does not survive being written as JSON"


async def _check_preview(
    executor: ChangeExecutor, operation: Operation, world: Look, writes: Look | None, *, undoable: bool
) -> None:
    before, written = await _asked(world), await _asked(writes)
    preview = await executor.preview(operation)
    again = await executor.preview(operation)
    assert await _asked(world) == before, "preview wrote"
    assert await _asked(writes) == written, "preview sent a writing request"
    assert again == preview, "two previews of the same world differ"
    _check_differences(preview)
    assert not preview.satisfied
    if undoable:
        assert preview.inverse is None or preview.inverse.target.connection == operation.target.connection
    else:
        assert preview.inverse is None, "it is said to be undoable after all"


def _check_differences(preview: Preview) -> None:
    assert preview.differences, "the preview of a change shows no difference"
    for one in preview.differences:
        assert one.path.strip()
        assert one.before != one.after, f"{one.path} does not differ"
    paths = [one.path for one in preview.differences]
    assert len(paths) == len(set(paths))


async def _check_stale_base(executor: ChangeExecutor, operation: Operation, world: Look, disturb: Look | None) -> None:
    base = (await executor.preview(operation)).base
    if disturb is not None:
        await _asked(disturb)
    else:
        base = f"{base}-never-was"
    before = await _asked(world)
    with pytest.raises(ChangeRefused) as refused:
        await executor.apply(operation, base)
    assert len(refused.value.message.split()) > 2, "the refusal is no sentence"
    assert await _asked(world) == before, "a refused change wrote"


async def _check_satisfied(executor: ChangeExecutor, operation: Operation, world: Look) -> None:
    done = await _asked(world)
    preview = await executor.preview(operation)
    assert preview.satisfied
    assert not preview.differences
    await executor.apply(operation, preview.base)
    assert await _asked(world) == done, "applying it again changed something"


async def _check_undo(
    executor: ChangeExecutor, inverse: Operation | None, world: Look, before: object, settle: Look | None
) -> None:
    assert inverse is not None, "there is no inverse; say undoable=False if nothing can restore it"
    _check_data(inverse)
    assert executor.supports(inverse)
    preview = await executor.preview(inverse)
    assert not preview.satisfied
    await executor.apply(inverse, preview.base)
    await reach(executor, inverse, settle)
    assert await _asked(world) == before, "undo did not restore what was"


async def _asked(look: Look | None) -> Any:
    found = look() if look is not None else None
    return await found if inspect.isawaitable(found) else found
