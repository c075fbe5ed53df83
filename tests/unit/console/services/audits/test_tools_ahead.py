"""Tasks that wait are read for together: nobody waits for ever, nothing goes on that nobody wants. G1.4, G1.6."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from console.audits.repository.bare_clone import bare_clone
from console.audits.tools import tool_run
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.audit.audit_task import AuditTask
from console.kernel.errors import ConsoleError
from console.kernel.runtime import Runtime
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.audit_worker import carry_out
from console.services.audits.read_ahead import read_ahead
from console.services.audits.tools_ahead import ToolsAhead
from tests.fakes.planted_repository import PlantedRepository

_NOW_S = 1_790_000_000.0


class _Workers:
    """Worker processes that note which tasks they were to read for, and end when they are told to."""

    def __init__(self) -> None:
        self.read: list[list[str]] = []
        self.over = asyncio.Event()
        self.cancelled = 0
        self.error: Exception | None = None

    async def in_process(self, work: Callable[..., object], tasks: list[AuditTask], *_: Any) -> None:
        assert work is read_ahead
        self.read.append([one.id for one in tasks])
        try:
            await self.over.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.error is not None:
            raise self.error


def _task(name: str, *audits: AuditName, clone: Path = Path("/nowhere"), commit: str = "0" * 40) -> AuditTask:
    return AuditTask(name, name, name, str(clone), commit, audits or (AuditName.INTEGRITY,), OPEN_SOURCE)


def _ahead(workers: _Workers) -> ToolsAhead:
    return ToolsAhead(cast("Runtime", workers), AuditPlaces(Path("c"), Path("r"), Path("b")))


async def _waiting(ahead: ToolsAhead, *tasks: AuditTask) -> list[asyncio.Task[None]]:
    made = [asyncio.create_task(ahead.ready(one, _NOW_S)) for one in tasks]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return made


@pytest.mark.anyio
async def test_tasks_that_are_expected_are_read_for_at_once_and_each_waits_for_that() -> None:
    workers = _Workers()
    ahead = _ahead(workers)
    tasks = [_task(f"t{number}") for number in range(20)]
    ahead.expect([*tasks, _task("history", AuditName.GIT)])
    waiting = await _waiting(ahead, tasks[3], tasks[4], tasks[19], _task("history", AuditName.GIT))
    assert workers.read == [["t3", "t0", "t1", "t2", *(f"t{one}" for one in range(4, 12))],
                            ["t19", *(f"t{one}" for one in range(12, 19))]]  # fmt: skip
    assert [one.done() for one in waiting] == [False, False, False, True]
    workers.over.set()
    await asyncio.gather(*waiting)
    await asyncio.gather(*await _waiting(ahead, *tasks))  # all have been read for
    assert len(workers.read) == 2


@pytest.mark.anyio
async def test_a_task_alone_is_not_read_for_and_a_failure_is_left_to_the_tasks() -> None:
    workers = _Workers()
    workers.over.set()
    ahead = _ahead(workers)
    ahead.expect([_task("alone")])
    await ahead.ready(_task("alone"), _NOW_S)
    assert workers.read == []
    workers.error = ConsoleError("The process ended.")
    ahead.expect([_task("one"), _task("two")])
    await ahead.ready(_task("one"), _NOW_S)
    await ahead.ready(_task("two"), _NOW_S)
    assert workers.read == [["one", "two"]]


@pytest.mark.anyio
async def test_the_last_one_that_gives_up_ends_the_reading_and_nobody_else() -> None:
    workers = _Workers()
    ahead = _ahead(workers)
    tasks = [_task("one"), _task("two")]
    ahead.expect(tasks)
    first, second = await _waiting(ahead, *tasks)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert (workers.cancelled, second.done()) == (0, False)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    await asyncio.sleep(0)
    assert workers.cancelled == 1


@pytest.mark.anyio
async def test_what_is_not_wanted_any_more_is_not_read_for() -> None:
    workers = _Workers()
    ahead = _ahead(workers)
    known = [_task(f"known{number}") for number in range(20)]
    ahead.expect(known)
    ahead.forget(one.id for one in known)
    later = [_task("one"), _task("two"), _task("three")]
    ahead.expect(later)
    ahead.forget(["three"])
    await _waiting(ahead, later[0])
    assert workers.read == [["one", "two"]]
    ahead.forget(["two"])  # its run has ended while it was read for
    (again,) = await _waiting(ahead, later[1])
    assert again.done()
    workers.over.set()


def test_tasks_that_were_read_for_start_no_slow_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = []
    for name in ("0" * 20, "1" * 20):
        repository = PlantedRepository(tmp_path / name)
        repository.commit({"a.py": "A = 1\n", "README.md": "You will recieve it.\n"})
        clone = bare_clone(str(repository.folder), tmp_path / "cache" / "clones")
        tasks.append(_task(name, AuditName.STRICT, clone=clone.folder, commit=clone.commit()))
    names: list[str] = []
    program = tool_run.tool_program

    def noted(name: str) -> str:
        names.append(name)
        return program(name)

    monkeypatch.setattr(tool_run, "tool_program", noted)
    read_ahead(tasks, str(tmp_path / "cache"), _NOW_S)
    assert names == ["codespell"]  # no audit of theirs asks kingfisher
    for one in tasks:
        assert not carry_out(one, str(tmp_path / "cache"), str(tmp_path / "results"), _NOW_S).refused
    assert names.count("codespell") == 1
    kept = [one.read_bytes() for one in (tmp_path / "cache" / "tools" / "files").rglob("codespell.*")]
    assert [b"recieve" in one for one in kept] == [True, True]
